import { readFile } from "node:fs/promises";
import { clientFromEnvironment } from "lakefs-wasm/node";
import { Agent, EnvHttpProxyAgent, fetch, ProxyAgent } from "undici";

/** A client whose requests go through a dispatcher of undici's. Undici's own `fetch` belongs to it. */
const through = (dispatcher) => clientFromEnvironment({ fetch: (url, init) => fetch(url, { ...init, dispatcher }) });

/** Through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. */
export const withProxyOfEnvironment = () => through(new EnvHttpProxyAgent());

/** Through one proxy, which asks for a name and a password. */
export const withProxy = (uri, name, password) =>
  through(new ProxyAgent({ uri, token: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` }));

/** To a server whose certificate is from the company's authority, and that asks for a client certificate (mTLS). */
export async function withCertificates({ authority, certificate, key }) {
  const [ca, cert, secret] = await Promise.all([authority, certificate, key].map((path) => readFile(path)));
  return through(new Agent({ connect: { ca, cert, key: secret } }));
}
