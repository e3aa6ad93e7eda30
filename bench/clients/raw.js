// What people write without a client.

export const headers = {
  accept: "application/json",
  authorization: `Basic ${btoa("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")}`,
};

class StatusError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function parsed(response) {
  if (!response.ok) throw new StatusError(response.status, (await response.json()).message);
  return response.json();
}

/** `fetch`, `ok`, `json()`, and nothing else. */
export function raw({ endpoint, fetch }) {
  const get = async (path) => parsed(await fetch(`${endpoint}/api/v1${path}`, { headers }));
  return operations(get);
}

/** The same by somebody careful: it cannot hang. */
export function careful({ endpoint, fetch }) {
  const get = async (path) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 30_000);
    try {
      return await parsed(await fetch(`${endpoint}/api/v1${path}`, { headers, signal: controller.signal }));
    } finally {
      clearTimeout(timer);
    }
  };
  return operations(get);
}

function operations(get) {
  return {
    repository: (id) => get(`/repositories/${encodeURIComponent(id)}`),
    page: (amount, after = "") =>
      get(`/repositories?amount=${amount}${after && `&after=${encodeURIComponent(after)}`}`),
    protection: (id) => get(`/repositories/${encodeURIComponent(id)}/settings/branch_protection`),
    retention: async (id) => {
      try {
        return await get(`/repositories/${encodeURIComponent(id)}/settings/gc_rules`);
      } catch (error) {
        if (error instanceof StatusError && error.status === 404) return null;
        throw error;
      }
    },
    metadata: (id) => get(`/repositories/${encodeURIComponent(id)}/metadata`),
  };
}
