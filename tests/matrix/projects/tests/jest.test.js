import { expect, test } from "@jest/globals";
import { expected, useDouble } from "./double.js";

test("the test double answers", async () => expect(await useDouble()).toEqual(expected));
