/** Whether tests take their time: THOROUGH=1 in the environment. */
export const isThorough = process.env.THOROUGH === "1";

/** How many cases a test generates: `thorough` when tests take their time, otherwise `usual`. */
export const amount = (usual, thorough) => (isThorough ? thorough : usual);
