// Two copies of the package in one process, as two dependencies bring them.
import assert from "node:assert/strict";
import { argv } from "node:process";
import { isLakeFSError, LakeFSClient, LakeFSError } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import * as other from "second-copy";
import { smoke } from "./smoke.js";

assert.notEqual(other.LakeFSClient, LakeFSClient);
const lakefs = inMemoryLakeFS();
const error = await new other.LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth })
  .getRepository("missing")
  .catch((reason) => reason);
assert.ok(!(error instanceof LakeFSError) && error instanceof other.LakeFSError);
assert.ok(isLakeFSError(error) && isLakeFSError(error, "repository_not_found") && !isLakeFSError(error, "timeout"));

const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
console.log(JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })));
