// What a page does with a lakeFS of another origin: logs in, uses the session, then the key and the token.
import { LakeFSClient } from "lakefs-wasm";

globalThis.smoke = async (endpoint, { accessKeyId, secretAccessKey }) => {
  const session = new LakeFSClient({ endpoint, auth: { type: "cookie" }, retries: 0 });
  const { token } = await session.login({ accessKeyId, secretAccessKey });
  const user = await session.currentUser();
  await session.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  await session
    .with({ auth: { type: "basic", accessKeyId, secretAccessKey } })
    .updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "main" }]);
  const { rules, etag } = await session
    .with({ auth: { type: "jwt", token } })
    .updateBranchProtectionRules("demo", (given) => [...given, { pattern: "release-*" }]);
  return [user?.id, rules.map(({ pattern }) => pattern).sort(), etag?.length];
};
