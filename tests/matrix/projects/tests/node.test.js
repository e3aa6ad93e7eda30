import assert from "node:assert/strict";
import test from "node:test";
import { expected, useDouble } from "./double.js";

test("the test double answers", async () => assert.deepEqual(await useDouble(), expected));
