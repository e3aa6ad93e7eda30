// A loader on the server.
import { smoke } from "../../smoke.js";

export async function loader() {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
}

export default function Home({ loaderData }) {
  return <pre>{loaderData}</pre>;
}
