import assert from "node:assert/strict";

/** The field and message of the InvalidArgumentError that a function throws. */
export function refusal(run) {
  try {
    run();
  } catch (error) {
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.argument, error.field.split(/[.[]/)[0]);
    return [error.field, error.message];
  }
  return assert.fail("it accepted the argument");
}
