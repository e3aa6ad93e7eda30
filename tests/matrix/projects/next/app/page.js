// A server component.
import { smoke } from "../smoke.js";

export const dynamic = "force-dynamic";

export default async function Page() {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  const result = await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
  return <pre>{JSON.stringify(result)}</pre>;
}
