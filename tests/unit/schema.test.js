// Schemas: what is wrong with a value, and where; copies.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cloneBySchema, fieldName, mismatch, pointer } from "../../pkg-template/src/validate/schema.ts";

const RULE = { fields: [["pattern", "string", true]] };
const RULES = { fields: [["rules", { list: RULE, orNull: true }, true]] };
const problem = (value, schema, isResponse = false) => mismatch(value, schema, isResponse)?.problem;

describe("mismatch", () => {
  test("tells what a value must be and what it is", () => {
    for (const [value, schema, expected] of [
      ["true", "boolean", "must be true or false, got string"],
      [7, "string", "must be a string, got number"],
      [null, "function", "must be a function, got null"],
      [{}, "signal", "must be an AbortSignal, got object"],
      [new Map(), "record", "must be a plain object, got object"],
      [[], RULE, "must be an object, got an array"],
      [{}, { list: "any" }, "must be an array, got object"],
      ["1", { min: 1, max: 1000 }, "must be a whole number from 1 to 1000, got string"],
      [1.5, { min: 0, max: Number.MAX_SAFE_INTEGER }, "must be a whole number ≥ 0, got 1.5"],
      [0, { min: 1, max: Infinity, fraction: true }, "must be a number ≥ 1, got 0"],
      [NaN, { min: 1, max: Infinity, fraction: true }, "must be a number ≥ 1, got NaN"],
      ["\ud800", "string", "contains a lone surrogate, which cannot be sent as UTF-8"],
      [{}, RULE, "is missing"],
    ]) {
      assert.equal(problem(value, schema), expected);
    }
  });

  test("accepts what it describes", () => {
    for (const [value, schema] of [
      [undefined, "any"],
      [true, "boolean"],
      [false, "boolean"],
      ["", "string"],
      [() => {}, "function"],
      [new AbortController().signal, "signal"],
      [{ a: "b" }, "record"],
      [{}, "record"],
      [[1, {}], { list: "any" }],
      [{ pattern: "a", more: 1 }, RULE],
      [0.5, { min: 0, max: 1, fraction: true }],
      [{}, { fields: [["a", "string", false]] }],
      [{ a: undefined }, { fields: [["a", "string", false]] }],
    ]) {
      assert.equal(mismatch(value, schema, false), undefined);
    }
  });

  test("an AbortSignal has a state and takes listeners", () => {
    const listeners = { addEventListener() {}, removeEventListener() {} };
    assert.equal(problem({ aborted: false, ...listeners }, "signal"), undefined);
    for (const value of [
      null,
      "text",
      { ...listeners },
      { aborted: 0, ...listeners },
      { aborted: false, removeEventListener() {} },
      { aborted: false, addEventListener() {} },
    ]) {
      assert.match(problem(value, "signal"), /^must be an AbortSignal, got /);
    }
  });

  test("a record has strings only, and is neither a list nor a Map", () => {
    assert.deepEqual(mismatch({ a: "b", c: 7 }, "record", false), {
      path: ["c"],
      problem: "must be a string, got number",
    });
    for (const value of [null, "text", [], new Map([["a", "b"]]), new Headers()])
      assert.match(problem(value, "record"), /^must be a plain object, got /);
  });

  test("a range of numbers takes no text, and a range of negative ones has no limit in its message", () => {
    assert.equal(problem("1", { min: 0, max: 9, fraction: true }), "must be a number from 0 to 9, got string");
    assert.equal(problem("1", { min: -1, max: Number.MAX_SAFE_INTEGER }), "must be a whole number, got string");
  });

  test("a list of a response stays as it is", () => {
    const rules = [{ pattern: "main" }];
    const response = { rules };
    assert.equal(mismatch(response, RULES, true), undefined);
    assert.deepEqual([response.rules === rules, rules], [true, [{ pattern: "main" }]]);
    assert.equal(problem([7], { list: RULE }, true), "must be an object, got number");
  });

  test("only a list of a response that may be null becomes an empty one", () => {
    for (const schema of ["string", { list: RULE }, { min: 0, max: 1 }, RULE]) {
      const value = { a: null };
      assert.match(problem(value, { fields: [["a", schema, true]] }, true), /, got null$/);
      assert.equal(value.a, null);
    }
  });

  test("accepts both ends of a range, and nothing beyond them", () => {
    for (const [min, max] of [
      [0, 0],
      [1, 1000],
      [-(2 ** 31), 2 ** 31 - 1],
    ]) {
      for (const value of [min, max]) assert.equal(problem(value, { min, max }), undefined);
      for (const value of [min - 1, max + 1, min + 0.5]) assert.match(problem(value, { min, max }), /must be/);
    }
  });

  test("finds every lone surrogate, in arguments alone", () => {
    for (let high = 0xd800; high < 0xdc00; high += 37) {
      for (let low = 0xdc00; low < 0xe000; low += 37) {
        const [first, second] = [String.fromCharCode(high), String.fromCharCode(low)];
        assert.equal(problem(`a${first}${second}b`, "string"), undefined);
        for (const text of [first, second, second + first, `${first}x${second}`, first + first + second]) {
          assert.match(problem(text, "string"), /lone surrogate/);
          assert.equal(problem(text, "string", true), undefined);
        }
      }
    }
  });

  test("replaces a null list of a response by an empty one, and refuses it in an argument", () => {
    const response = { rules: null };
    assert.equal(mismatch(response, RULES, true), undefined);
    assert.deepEqual(response, { rules: [] });
    assert.deepEqual(mismatch({ rules: null }, RULES, false), {
      path: ["rules"],
      problem: "must be an array, got null",
    });
  });

  test("names the place, for people and as a JSON pointer", () => {
    const { path } = mismatch({ rules: [{ pattern: "a" }, { pattern: 1 }] }, RULES, false) ?? {};
    assert.deepEqual(path, ["rules", 1, "pattern"]);
    assert.equal(fieldName("body", path), "body.rules[1].pattern");
    assert.equal(pointer(path), "/rules/1/pattern");
    assert.equal(pointer(["a/b", "c~d"]), "/a~1b/c~0d");
    assert.equal(pointer([]), "");
  });

  test("trusts isItem for responses, and asks the list what is wrong", () => {
    const schema = { list: RULE, isItem: () => true };
    assert.equal(mismatch([{}], schema, true), undefined);
    assert.equal(problem([{}], schema), "is missing");
    assert.equal(problem([{}], { ...schema, isItem: () => false }, true), "is missing");
  });
});

describe("cloneBySchema", () => {
  test("reads every field once", () => {
    let reads = 0;
    const hostile = {
      get pattern() {
        return ++reads === 1 ? "main" : 7;
      },
    };
    const copy = cloneBySchema([hostile], { list: RULE });
    assert.deepEqual([copy, reads], [[{ pattern: "main" }], 1]);
  });

  test("copies records and lists, and takes what has no schema as it is", () => {
    const [record, inner] = [{ a: "b" }, {}];
    assert.deepEqual(cloneBySchema(record, "record"), record);
    assert.notEqual(cloneBySchema(record, "record"), record);
    for (const schema of ["any", "string", { min: 0, max: 1 }]) assert.equal(cloneBySchema(inner, schema), inner);
    assert.deepEqual(cloneBySchema({}, RULE), {});
    assert.ok(!("pattern" in cloneBySchema({}, RULE)), "an absent field stays absent");
    assert.deepEqual(cloneBySchema({ toJSON: "text" }, RULE), { toJSON: "text" });
  });

  test("reads a field of its own from its own place", () => {
    let reads = 0;
    const own = Object.defineProperty({}, "pattern", { enumerable: true, get: () => ++reads });
    assert.deepEqual([cloneBySchema(own, RULE), reads], [{ pattern: 1 }, 1]);
  });

  test("keeps unknown fields, reads getters of classes, and drops toJSON", () => {
    class Rule {
      extra = 1;
      toJSON = () => "other";
      get pattern() {
        return "main";
      }
    }
    assert.deepEqual(cloneBySchema(new Rule(), RULE), { extra: 1, pattern: "main" });
  });

  test("changes nothing that does not match, so that it is reported", () => {
    for (const value of [null, undefined, 7, "text", new Map()]) {
      assert.equal(cloneBySchema(value, "record"), value);
      assert.equal(cloneBySchema(value, { list: RULE }), value);
    }
    assert.equal(cloneBySchema("text", RULE), "text");
  });
});
