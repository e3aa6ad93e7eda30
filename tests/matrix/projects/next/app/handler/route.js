import { smoke } from "../../smoke.js";

export const dynamic = "force-dynamic";

export async function GET() {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return Response.json(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
}
