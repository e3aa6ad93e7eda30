// The forms in which a settings file may come.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { withServer } from "./command.js";

const context = withServer();
const put = ({ folder }, text, name = "settings.yaml") => writeFile(join(folder, name), text);

test("a file of PowerShell's means the same: UTF-16 with a byte order mark, also on stdin", async () => {
  const { run, create, patterns, folder } = context();
  await create("demo");
  await create("groesse");
  const little = Buffer.from("\ufeffrepositories: { demo: { protect: [größe] } }\r\n", "utf16le");
  const big = Buffer.from("\ufeffrepositories: { groesse: { protect: [größe] } }\r\n", "utf16le").swap16();
  await writeFile(join(folder, "settings.yaml"), little);
  const fromFile = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.equal(fromFile.code, 0, fromFile.stderr);
  const fromStdin = await run(["apply", "-f", "-", "--yes"], { input: big });
  assert.equal(fromStdin.code, 0, fromStdin.stderr);
  assert.deepEqual([await patterns("demo"), await patterns("groesse")], [["größe"], ["größe"]]);
});

test("a URL and a pattern in quotes can contain // and /*", async () => {
  const { run, create, patterns } = context();
  await create("demo");
  await put(
    context(),
    '# yes\n$schema: https://example.com/settings.json\nrepositories: { demo: { protect: ["a //b", a*] } } # end\n',
  );
  const { code, err } = await run(["apply", "-f", "settings.yaml", "--yes"]);
  assert.equal(code, 0, err.join("\n"));
  assert.deepEqual(await patterns("demo"), ["a //b", "a*"]);
});
