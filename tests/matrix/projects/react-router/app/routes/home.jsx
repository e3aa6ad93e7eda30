// A loader on the server.
import { story } from "../../story.js";

export async function loader() {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return JSON.stringify(await story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
}

export default function Home({ loaderData }) {
  return <pre>{loaderData}</pre>;
}
