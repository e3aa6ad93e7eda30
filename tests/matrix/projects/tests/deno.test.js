import assert from "node:assert/strict";
import { expected, useDouble } from "./double.js";

Deno.test("the test double answers", async () => assert.deepEqual(await useDouble(), expected));
