// The package as it is published, installed in an empty project.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { filesOf, makeProject, root, run } from "./support/project.js";

const ENTRIES = [
  "lakefs-wasm",
  "lakefs-wasm/slim",
  "lakefs-wasm/node",
  "lakefs-wasm/admin",
  "lakefs-wasm/testing",
  "lakefs-wasm/testing/node",
];

/** The names that an entry exports, from the report of its public types: values, and all. */
async function exportsOf(entry) {
  const name = entry.replace(/^lakefs-wasm\/?/, "").replaceAll("/", "-") || "index";
  const report = await readFile(join(root, `tests/types/report/${name}.api.md`), "utf8");
  const found = [...report.matchAll(/^export (?:abstract )?(class|const|function|interface|type) (\w+)/gm)];
  const names = (kinds) => [...new Set(found.filter(([, kind]) => kinds.test(kind)).map(([, , one]) => one))].sort();
  return { values: names(/class|const|function/), all: names(/./) };
}

/** What is published; HASH stands for what a bundler puts into the names of chunks. */
const FILES = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "THIRD_PARTY_LICENSES",
  "core.wasm",
  "package.json",
  "settings.schema.json",
  "dist/admin-workerd.js",
  "dist/admin.js",
  "dist/chunk-HASH.js",
  "dist/cli.js",
  "dist/edge-light.js",
  "dist/index.js",
  "dist/node.js",
  "dist/slim.js",
  "dist/testing-node.js",
  "dist/testing.js",
  "dist/workerd.js",
  "dist/yaml-HASH.js",
];
const ONE_CALL = `
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  const { results } = await client.listRepositories();
  console.log(JSON.stringify(results.map((repository) => repository.id)));
`;

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
before(async () => {
  project = await makeProject();
});
after(() => project?.remove());

describe("the manifest", () => {
  test("has no dependencies and no scripts that run at an installation", async () => {
    const manifest = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
    for (const field of [
      "dependencies",
      "peerDependencies",
      "optionalDependencies",
      "bundledDependencies",
      "scripts",
    ]) {
      assert.deepEqual(manifest[field] ?? {}, {}, field);
    }
    assert.deepEqual(manifest.bin, { "lakefs-wasm": "./dist/cli.js" });
    assert.deepEqual([manifest.name, manifest.license, manifest.type], ["lakefs-wasm", "Apache-2.0", "module"]);
    assert.deepEqual(
      await filesOf(join(project.directory, "node_modules")).then((files) =>
        files.filter((name) => !name.startsWith("lakefs-wasm/") && !name.startsWith(".bin/")),
      ),
      [".package-lock.json"],
    );
  });

  test("names files that are there, for every entry and condition", async () => {
    const { exports } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
    const files = new Set(await filesOf(project.installed));
    const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
    for (const target of targets(exports)) assert.ok(files.has(target.slice(2)), target);
    for (const entry of ENTRIES) assert.ok(exports[entry.replace("lakefs-wasm", ".")], entry);
  });

  test("has the version that the package says", async () => {
    const { version } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
    assert.equal(
      await project.node('import { version } from "lakefs-wasm"; console.log(JSON.stringify(version));'),
      version,
    );
  });
});

test("npx lakefs-wasm runs the command line of the installed package", async () => {
  const shell = process.platform === "win32";
  const { code, stdout } = await run("npx", ["--no-install", "lakefs-wasm", "--version"], {
    cwd: project.directory,
    shell,
  });
  const { version } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
  assert.deepEqual([code, stdout.trim()], [0, version]);
});

test("the published files are these, and types beside them", async () => {
  const files = (await filesOf(project.installed)).map((name) => name.replace(/-[0-9A-Z]{8}\./, "-HASH."));
  assert.deepEqual(files.filter((name) => !name.endsWith(".d.ts")).sort(), [...FILES].sort());
  for (const name of files.filter((one) => one.endsWith(".d.ts"))) assert.match(name, /^dist\//);
});

test("the YAML library is in what lakefs-wasm/node loads, and in nothing that a browser does", async () => {
  const dist = join(project.installed, "dist");
  const hasYaml = async (entry, seen = new Set()) => {
    const text = await readFile(join(dist, entry), "utf8");
    if (text.includes("tag:yaml.org")) return true;
    for (const [, file] of text.matchAll(/(?:from|import\(|import)\s*"\.\/([^"]+\.js)"/g)) {
      if (!seen.has(file) && (seen.add(file), await hasYaml(file, seen))) return true;
    }
    return false;
  };
  const entries = [
    "index.js",
    "slim.js",
    "workerd.js",
    "edge-light.js",
    "testing.js",
    "testing-node.js",
    "admin.js",
    "node.js",
  ];
  assert.deepEqual(await Promise.all(entries.map((entry) => hasYaml(entry))), [
    ...Array(entries.length - 1).fill(false),
    true,
  ]);
});

test("annotations for tree shaking stand before a call or `new`: rollup warns about others", async () => {
  for (const file of (await filesOf(join(root, "target/npm/dist"))).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(join(root, "target/npm/dist", file), "utf8");
    for (const [, next] of text.matchAll(/\/\* @__PURE__ \*\/\s*(\S{0,20})/g))
      assert.doesNotMatch(next, /^(?:return|throw|if|for|let|const|var|;|\})/, file);
  }
});

describe("each entry", () => {
  for (const entry of ENTRIES) {
    test(`${entry} exports what it says, to import and to require`, async (t) => {
      const { values: expected } = await exportsOf(entry);
      assert.deepEqual(
        await project.node(`console.log(JSON.stringify(Object.keys(await import("${entry}")).sort()));`),
        expected,
      );
      if (!process.features.require_module) return t.diagnostic("this Node has no require of modules");
      const names = await project.node(
        `console.log(JSON.stringify(Object.keys(require("${entry}")).filter((name) => name !== "__esModule" && name !== "module.exports").sort()));`,
        {
          name: "run.cjs",
          args: ["--disable-warning=ExperimentalWarning"],
        },
      );
      assert.deepEqual(names, expected);
    });
  }

  test("lakefs-wasm makes calls, and the process ends", async () => {
    assert.deepEqual(
      await project.node(
        `import { LakeFSClient } from "lakefs-wasm"; import { inMemoryLakeFS } from "lakefs-wasm/testing"; const lakefs = inMemoryLakeFS(); ${ONE_CALL}`,
      ),
      ["demo"],
    );
  });

  test("lakefs-wasm/slim refuses the core.wasm of another version", async () => {
    const said = await project.node(`
      import { readFile } from "node:fs/promises";
      import { LakeFSClient, configure, version } from "lakefs-wasm/slim";
      const bytes = await readFile(new URL(import.meta.resolve("lakefs-wasm/core.wasm")));
      const other = Buffer.from(bytes.toString("latin1").replaceAll(version, version.slice(0, -1) + "x"), "latin1");
      configure({ wasm: other });
      const error = await new LakeFSClient().getRepository("demo").catch((error) => error);
      console.log(JSON.stringify([other.equals(bytes), error.code, error.reason]));
    `);
    assert.deepEqual(said, [false, "wasm_load_failed", "corrupt"]);
  });

  test("lakefs-wasm/slim makes calls with core.wasm, given in each of its forms", async () => {
    const forms = [
      "await readFile(file)",
      "file",
      "String(file)",
      'new Response(await readFile(file), { headers: { "content-type": "application/wasm" } })',
      "new WebAssembly.Module(await readFile(file))",
      "readFile(file)",
    ];
    for (const [index, form] of forms.entries()) {
      const text = `
        import { readFile } from "node:fs/promises";
        import { LakeFSClient, configure } from "lakefs-wasm/slim";
        import { inMemoryLakeFS } from "lakefs-wasm/testing";
        const file = new URL(import.meta.resolve("lakefs-wasm/core.wasm"));
        configure({ wasm: ${form} });
        const lakefs = inMemoryLakeFS(); ${ONE_CALL}`;
      assert.deepEqual(await project.node(text, { name: `slim-${index}.mjs` }), ["demo"], form);
    }
  });

  test("lakefs-wasm/testing/node serves on a port, and the process ends once it is closed", async () => {
    const text = `
      import { LakeFSClient } from "lakefs-wasm";
      import { inMemoryLakeFS } from "lakefs-wasm/testing";
      import { serve } from "lakefs-wasm/testing/node";
      const lakefs = inMemoryLakeFS();
      const { url, close } = await serve(lakefs);
      const client = new LakeFSClient({ endpoint: url, auth: lakefs.auth });
      const user = await client.currentUser();
      await close();
      console.log(JSON.stringify([user.id, new URL(url).hostname]));`;
    assert.deepEqual(await project.node(text), ["admin", "127.0.0.1"]);
  });
});

describe("import alone", () => {
  /** Records what a module does to WebAssembly, the network, files and the environment while it is loaded. */
  const WATCH = `
    import dns from "node:dns";
    import fs from "node:fs";
    import net from "node:net";
    import { syncBuiltinESMExports } from "node:module";
    export const seen = [];
    const note = (what) => { if (/node_modules.(?:control|lakefs-wasm)./.test(new Error().stack)) seen.push(what); };
    const watch = (owner, name, what) => {
      const own = owner[name];
      owner[name] = new Proxy(own, {
        apply: (target, self, args) => (note(what), Reflect.apply(target, self, args)),
        construct: (target, args, made) => (note(what), Reflect.construct(target, args, made)),
      });
    };
    for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming", "validate", "Module", "Instance", "Memory", "Table"]) watch(WebAssembly, name, "wasm " + name);
    watch(globalThis, "fetch", "fetch");
    watch(net, "connect", "connect");
    watch(net.Socket.prototype, "connect", "connect");
    watch(dns, "lookup", "lookup");
    watch(fs, "readFileSync", "file"); watch(fs, "readFile", "file"); watch(fs.promises, "readFile", "file");
    watch(globalThis, "setTimeout", "timer"); watch(globalThis, "setInterval", "timer");
    syncBuiltinESMExports();
    const trap = (name) => (target, ...rest) => (note("environment"), Reflect[name](target, ...rest));
    process.env = new Proxy(process.env, { get: trap("get"), has: trap("has"), ownKeys: trap("ownKeys"), getOwnPropertyDescriptor: trap("getOwnPropertyDescriptor") });
  `;
  /** Own lines are not the package's: only what stands below node_modules counts. */
  const watching = (text) =>
    `import { seen } from "./node_modules/watch/index.js"; ${text} console.log(JSON.stringify([...new Set(seen)].sort()));`;
  const files = () => ({ "node_modules/watch/index.js": WATCH });

  test("the watch sees what a module does (or the next tests would prove nothing)", async () => {
    await project.write({
      ...files(),
      "node_modules/control/index.js": `
        import { readFileSync } from "node:fs";
        new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
        void process.env.HOME;
        readFileSync(new URL(import.meta.url));
        fetch("data:,x");
        clearTimeout(setTimeout(() => {}));`,
    });
    assert.deepEqual(await project.node(watching('await import("./node_modules/control/index.js");')), [
      "environment",
      "fetch",
      "file",
      "timer",
      "wasm Module",
    ]);
    assert.ok(
      (await project.node(watching('const { preload } = await import("lakefs-wasm"); await preload();'))).includes(
        "wasm compile",
      ),
    );
  });

  for (const entry of ENTRIES) {
    test(`of ${entry} loads no wasm, touches no network and no file, sets no timer and reads no environment`, async () => {
      await project.write(files());
      assert.deepEqual(await project.node(watching(`await import("${entry}");`)), []);
    });
  }

  test("and making clients does neither", async () => {
    await project.write(files());
    const text =
      'const { LakeFSClient } = await import("lakefs-wasm"); new LakeFSClient().with({ auth: { type: "jwt", token: () => "t" }, endpoint: "https://lakefs.example.com" });';
    assert.deepEqual(await project.node(watching(text)), []);
  });
});

describe("the types", () => {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const here = fileURLToPath(new URL("./types/", import.meta.url));
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
    target: "es2022",
    verbatimModuleSyntax: true,
  };
  const dom = { lib: ["es2022", "dom"], types: [] };
  const configurations = {
    "bundler, in a page": { module: "esnext", moduleResolution: "bundler", ...dom },
    "node16, in a page": { module: "node16", moduleResolution: "node16", ...dom },
    "node16, with Node's types and no page": {
      module: "node16",
      moduleResolution: "node16",
      lib: ["es2022"],
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
    },
  };

  for (const [name, compilerOptions] of Object.entries(configurations)) {
    test(`compile under strict with ${name}`, async () => {
      await project.write({
        "usage.ts": await readFile(join(here, "usage.ts"), "utf8"),
        "tsconfig.json": JSON.stringify({ compilerOptions: { ...strict, ...compilerOptions }, files: ["usage.ts"] }),
      });
      const { code, stdout } = await run(process.execPath, [tsc, "-p", "."], { cwd: project.directory });
      assert.equal(code, 0, stdout);
    });
  }

  test("of each entry export the names in its report and no others", async () => {
    const imports = ENTRIES.map((entry, index) => `export * as m${index} from "${entry}";`).join("\n");
    const file = join(project.directory, "all.ts");
    const options = {
      ...ts.parseJsonConfigFileContent(
        { compilerOptions: { ...strict, module: "esnext", moduleResolution: "bundler", ...dom } },
        ts.sys,
        project.directory,
      ).options,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, imports, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
    const program = ts.createProgram([file], options, host);
    const checker = program.getTypeChecker();
    const modules = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    for (const [index, entry] of ENTRIES.entries()) {
      const names = checker.getExportsOfModule(checker.getAliasedSymbol(modules[index])).map((symbol) => symbol.name);
      assert.deepEqual(names.sort(), (await exportsOf(entry)).all, entry);
    }
  });
});
