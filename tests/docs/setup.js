// Loaded before a snippet in its own process: any host that it calls is an in-memory lakeFS. Nothing here loads the WebAssembly.
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";

const memory = inMemoryLakeFS({ blockstore: "s3", taskMs: 20 });
const { accessKeyId, secretAccessKey } = memory.credentials;
const own = globalThis.fetch;

/** Ports of this machine are real: snippets can open some. */
const isReal = (input) => /^http:\/\/127\.0\.0\.1:/.test(input instanceof Request ? input.url : String(input));
globalThis.fetch = (input, init) => (isReal(input) ? own(input, init) : memory.fetch(input, init));

async function post(path, body) {
  const headers = {
    "content-type": "application/json",
    authorization: `Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}`,
  };
  const answer = await memory.fetch(`https://lakefs.example.com/api/v1${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the setup could not POST ${path}: ${await answer.text()}`);
  return answer;
}

const login = await post("/auth/login", { access_key_id: accessKeyId, secret_access_key: secretAccessKey });
const { token } = await login.json();
const [, sessionCookie] = /^internal_auth_session=([^;]*)/.exec(login.headers.getSetCookie()[0] ?? "") ?? [];
for (const name of process.env.DOCS_REPOSITORIES?.split(",").filter((one) => one !== "") ?? []) {
  await post("/repositories", { name, storage_namespace: `s3://bucket/${name}` });
}
const lakefs = new LakeFSClient({ endpoint: "https://lakefs.example.com", auth: memory.auth });
Object.assign(globalThis, {
  lakefs,
  accessKeyId,
  secretAccessKey,
  token,
  sessionCookie,
  fetchToken: async () => token,
});
Object.assign(process.env, {
  LAKECTL_SERVER_ENDPOINT_URL: "https://lakefs.example.com",
  LAKECTL_CREDENTIALS_ACCESS_KEY_ID: accessKeyId,
  LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: secretAccessKey,
});
