/** How many cases a test generates: `thorough` with THOROUGH=1 in the environment, otherwise `usual`. */
export const amount = (usual, thorough) => (process.env.THOROUGH === "1" ? thorough : usual);
