import { expect, test } from "vitest";
import { expected, useDouble } from "./double.js";

test("the test double answers", async () => expect(await useDouble()).toEqual(expected));
