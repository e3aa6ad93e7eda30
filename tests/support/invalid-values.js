// Values of the wrong kind, each with a name for the messages of failing tests.

const SURROGATE = "abc\ud800";

const everything = {
  null: null,
  "a number": 7,
  NaN,
  "a boolean": true,
  "a bigint": 7n,
  "a symbol": Symbol("canary"),
  "a string": "canary",
  "a lone surrogate": SURROGATE,
  "an empty object": {},
  "an empty list": [],
  "a function": () => "canary",
  "a String object": new String("abc"),
  "a date": new Date(0),
  "an object without a prototype": Object.create(null),
};

const without = (...names) => Object.entries(everything).filter(([name]) => !names.includes(name));
const numbers = ([...more]) => [...without("a number"), ...more.map((value) => [String(value), value])];

/** What does not fit, by what should. @type {Record<string, [name: string, value: unknown][]>} */
export const wrong = {
  text: without("a string"),
  boolean: without("a boolean"),
  page: numbers([0, -1, 1001, 1.5, Infinity, -Infinity, 2 ** 53]),
  milliseconds: numbers([-1, -Infinity]),
  count: numbers([-1, 1.5, -Infinity]),
  days: numbers([2147483648, -2147483649, 0.5, Infinity, 2 ** 53]),
  function: without("a function"),
  object: without("an empty object", "a date", "a String object", "an object without a prototype"),
  list: without("an empty list"),
  record: without("an empty object", "a date", "a String object", "an object without a prototype"),
  signal: [
    ...Object.entries(everything),
    ["something like a signal", { aborted: false }],
    ["a controller", new AbortController()],
  ],
};
