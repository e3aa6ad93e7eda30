import { LakeFSClient } from "lakefs-wasm";

export const auth = {
  type: "basic",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** This package; with `Client` another build of it. */
export function ours({ endpoint, fetch, Client = LakeFSClient }) {
  const lakefs = new Client({ endpoint, auth, fetch });
  return {
    repository: (id) => lakefs.getRepository(id),
    page: (amount, after) => lakefs.listRepositories({ amount, after }),
  };
}
