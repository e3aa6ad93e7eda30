export const auth = { type: "basic", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

/** A copy of this package, by its class. */
export function copy(Client, { endpoint, fetch }) {
  const lakefs = new Client({ endpoint, auth, fetch });
  return {
    repository: (id) => lakefs.getRepository(id),
    page: (amount, after) => lakefs.listRepositories({ amount, after }),
  };
}
