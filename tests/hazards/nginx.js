// A real nginx before a lakeFS, with a configuration of the test's own.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, startProgram } from "../support/servers.js";

const run = promisify(execFile);

async function isInstalled() {
  return run("nginx", ["-v"]).then(
    () => true,
    () => false,
  );
}

/** Why there is no nginx; undefined when there is one. CI on Debian installs it; elsewhere the developer does. */
export async function whyNoNginx() {
  if (await isInstalled()) return undefined;
  if (process.env.CI && existsSync("/etc/debian_version") && process.getuid?.() === 0) {
    // RUNLEVEL keeps Debian from starting it as a service.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    const install = () => run("apt-get", ["install", "--yes", "--no-install-recommends", "nginx-light"], { env });
    await install()
      .catch(() => run("apt-get", ["update"], { env }).then(install))
      .catch(() => {});
    if (await isInstalled()) return undefined;
  }
  return "nginx is not installed";
}

/** An nginx whose only server has these lines; ended with the test. Resolves with its address. */
export async function nginx(test, lines) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await startProgram(test, "nginx", {
    url,
    async prepare(folder) {
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path ${folder}/${name};`)
        .join(" ");
      const file = join(folder, "nginx.conf");
      await writeFile(
        file,
        `
        daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr error;
        events {}
        http { access_log off; ${temporary} server { listen 127.0.0.1:${port}; ${lines} } }
      `,
      );
      return ["-p", folder, "-c", file];
    },
  });
  return url;
}
