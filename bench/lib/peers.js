// The clients to compare with, as far as they are installed.

export const NAMES = ["openapi-fetch", "hey-api", "typescript-fetch", "typescript-axios"];

/** How to make each, by name. */
export async function peers() {
  const found = {};
  for (const name of NAMES) {
    try {
      found[name] = (await import(`../clients/${name}.js`)).default;
    } catch (error) {
      if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
      console.error(
        `*** ${name} is left out: ${error.message.split("\n")[0]}; cargo xtask bench installs and generates it ***`,
      );
    }
  }
  return found;
}
