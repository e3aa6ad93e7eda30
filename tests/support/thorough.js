/** Whether tests generate more cases: THOROUGH=1 in the environment. */
export const isThorough = process.env.THOROUGH === "1";

/** How many cases a test generates: `thorough` with THOROUGH=1, otherwise `usual`. */
export const amount = (usual, thorough) => (isThorough ? thorough : usual);
