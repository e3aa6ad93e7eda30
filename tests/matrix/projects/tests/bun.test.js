import { expect, test } from "bun:test";
import { expected, useDouble } from "./double.js";

test("the test double answers", async () => expect(await useDouble()).toEqual(expected));
