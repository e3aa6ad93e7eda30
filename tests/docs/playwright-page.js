// A page of the test of the guide's routes: logs in with a session, lists, fails.
import { LakeFSClient } from "lakefs-wasm";

const lakefs = new LakeFSClient();
globalThis.login = async (credentials) => {
  await lakefs.login(credentials);
  return (await lakefs.listRepositories()).results.map(({ id }) => id);
};
globalThis.codeOf = () =>
  lakefs.listRepositories().then(
    () => "no error",
    ({ code }) => code,
  );
