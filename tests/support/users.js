/** lakeFS's example key, which lakeFS in memory has too. */
export const ADMIN = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
export const READER = { accessKeyId: "AKIAREADEREXAMPLE", secretAccessKey: "reader-secret-example" };
export const NOBODY = { accessKeyId: "AKIANOBODYEXAMPLE", secretAccessKey: "nobody-secret-example" };

/** The users that a lakeFS in memory has for the conformance suite. */
export const users = [
  { id: "admin", ...ADMIN },
  { id: "reader", ...READER, allow: ["fs:List*", "fs:Read*"] },
  { id: "nobody", ...NOBODY, allow: [] },
];
