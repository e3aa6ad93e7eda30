import { ok } from "../support/expect.js";
import { stubClient } from "../support/stub.js";

const PAGE = "<!doctype html><html><body>Sign in</body></html>";
const html = (status = 200) => ({ status, text: PAGE, headers: { "content-type": "text/html; charset=utf-8" } });

/**
 * Pages and redirects in the place of an answer: a session that has expired, a proxy, a wrong endpoint.
 *
 * @type {import("./context.js").Case[]}
 */
export const loginPages = [
  {
    name: "a page with a good status rejects with login_redirect",
    async run({ lib, refused }) {
      for (const answer of [
        html(),
        { text: PAGE },
        { text: ` \n${PAGE}`, headers: { "content-type": "application/json" } },
      ]) {
        for (const call of ["getRepository", "deleteRepository", "dumpSubmit"]) {
          await refused(stubClient(lib, answer).client[call]("demo"), "login_redirect", {
            status: 200,
            operation: call,
            attempts: 1,
            name: "LoginRedirectError",
          });
        }
      }
    },
  },
  {
    name: "a redirect rejects with login_redirect and where it leads, without path and query",
    async run({ lib, refused }) {
      const headers = { location: "https://sso.example.com:8443/login?token=canary#canary" };
      for (const status of [301, 302, 303, 307, 308]) {
        const error = await refused(
          stubClient(lib, { status, headers }).client.getRepository("demo"),
          "login_redirect",
          { status, origin: "https://sso.example.com:8443" },
        );
        ok(!JSON.stringify(error).includes("canary") && !String(error.stack).includes("canary"), "no path, no query");
      }
      const own = stubClient(lib, { status: 302, headers: { location: "/auth/login?next=x" } });
      await refused(own.client.getRepository("demo"), "login_redirect", { status: 302, origin: "http://lakefs.test" });
    },
  },
  {
    name: "pages with an error status go by the status, and their text is no message",
    async run({ lib, refused }) {
      for (const [status, code] of [
        [502, "unavailable"],
        [503, "unavailable"],
        [504, "unavailable"],
        [500, "server_error"],
        [404, "not_found"],
        [401, "unauthenticated"],
        [413, "bad_request"],
      ]) {
        const { client } = stubClient(lib, html(status), { retries: 0 });
        await refused(client.getRepository("demo"), code, { status, message: /^[^<]+$/ });
      }
    },
  },
  {
    name: "an endpoint that is not lakeFS's API rejects with login_redirect or unknown_endpoint, not with a syntax error",
    needs: "a port",
    async run({ make, key, basic, endpoint, lib }) {
      const codes = [];
      const client = make({ endpoint: `${endpoint}/not/lakefs`, auth: basic(key) });
      for (const call of ["listRepositories", "dumpSubmit", "deleteRepository"]) {
        codes.push(
          await client[call](...(call === "listRepositories" ? [] : ["demo"])).then(
            () => "resolved",
            (error) => (lib.isLakeFSError(error) ? error.code : String(error)),
          ),
        );
      }
      ok(
        codes.every((code) => ["login_redirect", "unknown_endpoint", "not_found"].includes(code)),
        codes.join(),
      );
    },
  },
];
