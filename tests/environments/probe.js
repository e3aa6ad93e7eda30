// What runs in each kind of page, frame and worker; chromium.test.js asks it. A context without a global of its own is asked by a message with a port.
import { LakeFSClient } from "lakefs-wasm";

/** With the defaults of this context: logs in, gets the current user, and returns the outcome. */
async function defaults(credentials) {
  const client = new LakeFSClient({ retries: 0 });
  try {
    await client.login(credentials);
    const user = await client.currentUser();
    return { user: user?.id };
  } catch ({ code, message }) {
    return { code, message };
  }
}

/** Where requests go by default, and which credentials are possible. */
async function explicit() {
  const sent = [];
  const fetch = async (url, { credentials }) => {
    sent.push([url, credentials]);
    return Response.json({ user: { id: "admin", creation_date: 1 } });
  };
  const attempt = (run) => {
    try {
      run();
      return "accepted";
    } catch ({ message }) {
      return message;
    }
  };
  await new LakeFSClient({ fetch }).currentUser();
  await new LakeFSClient({ fetch, endpoint: "https://lakefs.example", auth: { type: "cookie" } }).currentUser();
  return {
    sent,
    value: attempt(
      () => new LakeFSClient({ endpoint: "https://lakefs.example", auth: { type: "cookie", value: "v" } }),
    ),
    relative: attempt(() => new LakeFSClient({ endpoint: "/lakefs" })),
  };
}

/** Who somebody is by the cookie that the browser keeps for that lakeFS. */
async function whoIs(endpoint) {
  const client = new LakeFSClient({ endpoint, auth: { type: "cookie" }, retries: 0 });
  const user = await client.currentUser();
  return user?.id;
}

const probe = { defaults, explicit, whoIs };
globalThis.probe = probe;

async function answer({ data: [name, ...given], ports: [port] }) {
  port.postMessage(await probe[name](...given));
}
if (typeof document === "undefined") {
  globalThis.onmessage = answer;
  globalThis.onconnect = ({ ports: [port] }) => (port.onmessage = answer);
}
