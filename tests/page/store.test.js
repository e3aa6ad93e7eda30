// The page's store on a client whose every request takes 50 ms of a clock that the test moves: what it does is counted, whatever the machine.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { buildSync } from "esbuild";
import { LakeFSClient } from "lakefs-wasm";
import { audit } from "lakefs-wasm/admin";
import { root } from "../support/project.js";

const REQUEST_MS = 50;
const STEP_MS = 10;

let folder = "";
before(async () => {
  folder = await mkdtemp(join(root, "target/store-"));
});
after(() => rm(folder, { recursive: true }));

/** A module of the page. */
async function load(name) {
  const outfile = join(folder, `${name}.mjs`);
  buildSync({ entryPoints: [`www/src/store/${name}.ts`], bundle: true, format: "esm", packages: "external", outfile });
  return import(outfile);
}

test("the 404 of a proxy that does not forward a path does not look like a missing policy", async () => {
  const { readPolicy } = await load("settings");
  const policyWith = (body) => {
    const answer = async () => new Response(body, { status: 404 });
    return readPolicy(new LakeFSClient({ endpoint: "http://lakefs.test", fetch: answer }), "demo");
  };
  assert.equal(await policyWith('{"message":"not found"}'), null);
  for (const body of ["", "404 page not found", "<html>404 Not Found</html>", '{"message":"no Route matched"}'])
    await assert.rejects(policyWith(body), { code: "not_found" }, body);
});

describe("the store of a thousand repositories", () => {
  let RepositoryStore;
  let requests;
  let lakefs;
  before(async () => {
    ({ RepositoryStore } = await load("store"));
    await audit([]); // its code is there
    mock.timers.enable({ apis: ["setTimeout"] });
  });
  after(() => mock.timers.reset());

  beforeEach(() => {
    requests = [];
    const respond = async (operation, id, body) => {
      requests.push(`${operation} ${id}`);
      await new Promise((resolve) => setTimeout(resolve, REQUEST_MS));
      return body;
    };
    lakefs = {
      async *repositories() {
        for (let number = 0; number < 1000; number++)
          yield {
            id: `repository-${number}`,
            creation_date: 1,
            default_branch: "main",
            storage_namespace: `mem://${number}`,
          };
      },
      getBranchProtectionRules: (id) => respond("rules", id, { rules: [{ pattern: "main" }], etag: "e" }),
      getGCRules: (id) => respond("policy", id, { default_retention_days: 7, branches: [] }),
    };
  });

  /** Advances the fake clock until all settings are read and audited. */
  async function readAll(store) {
    for (let step = 0; step < 5000; step++) {
      await setImmediate();
      const { rows, read, listing } = store.snapshot();
      if (!listing && read === 1000 && rows.every((row) => row.isAudited)) return;
      mock.timers.tick(STEP_MS);
    }
    assert.fail("not all settings were read");
  }

  test("sends two requests for each repository, and rarely redraws rows that are not visible", async () => {
    const store = new RepositoryStore(lakefs);
    let drawn = 0;
    let visibleAt = Number.POSITIVE_INFINITY;
    store.subscribe(() => {
      drawn++;
      const { rows } = store.snapshot();
      if (rows.length > 0 && rows.slice(500, 520).every((row) => row.isAudited)) visibleAt = Math.min(visibleAt, drawn);
    });
    store.watchSettings();
    store.list();
    store.setVisible(Array.from({ length: 20 }, (_, number) => `repository-${500 + number}`));
    await readAll(store);
    assert.equal(requests.length, 2000);
    assert.equal(new Set(requests).size, 2000);
    // 8.3 seconds of the fake clock.
    assert.ok(drawn <= 30, `drawn ${drawn} times`);
    assert.ok(visibleAt <= 10, `what is in sight came with drawing ${visibleAt}`);
  });
});
