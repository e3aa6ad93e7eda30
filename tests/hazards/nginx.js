// A real nginx before a lakeFS, with a configuration of the test's own.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

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

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An nginx whose only server has these lines; ended with the test. Resolves with its address. */
export async function nginx(test, lines) {
  const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-nginx-"));
  const port = await freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  await writeFile(
    join(folder, "nginx.conf"),
    `
    daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr error;
    events {}
    http { access_log off; ${temporary} server { listen 127.0.0.1:${port}; ${lines} } }
  `,
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  test.after(async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break;
    if (
      await fetch(url, { redirect: "manual" }).then(
        () => true,
        () => false,
      )
    )
      return url;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nginx does not answer: ${complaints}`);
}
