// Results as Markdown.
import { NAMES } from "./peers.js";

const COLUMNS = ["A/A", "lakefs-wasm", ...NAMES];
const HEAD = ["ratio to the base line; 1.00 is as fast", "base line", ...COLUMNS];
const number = (value) =>
  value >= 1000
    ? String(Math.round(value))
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);
const NOISE = "A/A is the base line's own code again: its distance from 1.00 is the noise.";
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) =>
  [row(head), row(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** What is compared in one row, and how: the ratio of the rounds, or of the tenth percentiles. */
function ratios(what, base, unit, rows, kind = "ratio") {
  const found = Object.fromEntries(rows.map((row) => [row.name, row[kind].median]));
  const [first] = rows;
  return [
    what,
    `${base}, ${number(kind === "tenth" ? first.each.p10 : first.each.median)} ${unit}`,
    ...COLUMNS.map((name) => (found[name] === undefined ? "–" : found[name].toFixed(2))),
  ];
}

/** Rows about what a user notices, in this order; docs/performance.md begins with them. */
const NOTICED = [
  "download",
  "first list of 5",
  "the same after a request",
  "… and `preload()`",
  "settings of 1,000",
  "10,000 repositories",
  "import to end",
];
/** Those of the README, and the one about a call. */
const BRIEF = [
  "download",
  "first list of 5",
  "settings of 1,000",
  "one repository, loopback, Chromium",
  "import to end",
];
/** Its columns: what, base line, lakefs-wasm, openapi-fetch, typescript-axios. */
const BRIEF_COLUMNS = [0, 1, 3, 4, 7];

const startingWith = (rows, titles) => titles.flatMap((title) => rows.filter(([what]) => what.startsWith(title)));

/** The few rows for the README. */
export function brief(results) {
  const rows = startingWith(comparisons(results), BRIEF);
  return [machine(results), "", ratioTable(rows, BRIEF_COLUMNS)].join("\n");
}

const ratioTable = (rows, shown = HEAD.map((_, index) => index)) => {
  const chosen = (cells) => shown.map((index) => cells[index]);
  return table(chosen(HEAD), rows.map(chosen));
};

/** Ratios only: what a user notices, then the cost of a call. */
export function summary(results) {
  const rows = comparisons(results);
  const noticed = startingWith(rows, NOTICED);
  const others = rows.filter((one) => !noticed.includes(one));
  return [
    `${machine(results)} ${NOISE}`,
    "",
    "## What you notice",
    "",
    ratioTable(noticed),
    "",
    ...sentences(results),
    "",
    "## Cost of a call",
    "",
    ratioTable(others),
  ].join("\n");
}

const CAREFUL = "`fetch` with a timeout";

/** The rows of the table, ratios only. */
function comparisons(results) {
  const { cold, crowd, listing, settings, sizes, memory } = results;
  const rows = callRows(results);
  if (cold) rows.push(...coldRows(cold));
  if (crowd) rows.push(ratios("1,000 calls at once, loopback, Node", "`fetch`", "µs", crowd.results));
  if (listing) rows.push(ratios("10,000 repositories with work on each, Node", "a plain loop", "µs", listing.results));
  if (settings) rows.push(...settingsRows(settings));
  if (memory) rows.push(memoryRow(memory));
  if (sizes) rows.push(sizesRow(sizes));
  return rows;
}

/** What one call costs, on a fetch in memory and on loopback. */
function callRows(results) {
  const rows = [];
  for (const [engine, part] of [...engines(results["own-cost"]), ...engines(results["newer-node"])]) {
    // Pages have no processor clock, so other load affects their times, the tenth percentile least.
    const kind = engine === "Chromium" ? "tenth" : "ratio";
    for (const [operation, found] of Object.entries(part))
      rows.push(ratios(`${operation}, fetch in memory, ${engine}`, CAREFUL, "µs", found, kind));
  }
  for (const [engine, part] of engines(results.latency)) {
    for (const [operation, found] of Object.entries(part))
      rows.push(ratios(`${operation}, loopback, ${engine}, tenth percentile`, "`fetch`", "µs", found, "tenth"));
  }
  return rows;
}

/** First calls, of a process and of a page. */
function coldRows({ results, chromium }) {
  const rows = [ratios("import to end of first call, Node", "`fetch`", "ms", results)];
  if (!chromium) return rows;
  const add = (title, pages) => rows.push(ratios(title, "`fetch`", "ms", pages));
  add(
    "first list of 5 at 1.6 Mbit/s and 150 ms, Chromium",
    chromium.rows.filter(({ name }) => !name.includes("second")),
  );
  for (const [title, name] of [
    ["the same after a request of the page's own", "lakefs-wasm, second"],
    ["… and `preload()` at the page's start", "lakefs-wasm, second, preload"],
  ]) {
    const pages = chromium.rows.filter((page) => page.name === "raw, second" || page.name === name);
    add(
      title,
      pages.map((page) => (page.name === name ? { ...page, name: "lakefs-wasm" } : page)),
    );
  }
  return rows;
}

function settingsRows({ results }) {
  const what = "settings of 1,000 repositories, eight at a time, loopback, Node";
  const medianOf = (client) => results.find(({ name }) => name === client).each.median;
  const ours = medianOf("lakefs-wasm");
  const against = (title, name) => [
    what,
    `${title}, ${number(medianOf(name))} ms`,
    ...COLUMNS.map((column) => (column === "lakefs-wasm" ? share(ours, medianOf(name)) : "–")),
  ];
  return [
    ratios(what, "a careful pool by hand", "ms", results),
    against("the same with the client's calls", "a pool by hand of the client's calls"),
    against("one after the other", "one after the other"),
  ];
}

function memoryRow({ allocated }) {
  const base = allocated["raw with a timeout"];
  return [
    "bytes on the heap a call, Node",
    `${CAREFUL}, ${Math.round(base)}`,
    ...COLUMNS.map((name) => share(name === "A/A" ? undefined : allocated[name], base)),
  ];
}

function sizesRow({ sizes }) {
  return [
    "download, gzip",
    "",
    "",
    ...COLUMNS.slice(1).map((name) => (sizes[name] ? kilobytes(sizes[name].gzip) : "–")),
  ];
}

const share = (value, base) => (value === undefined ? "–" : (value / base).toFixed(2));

function* engines(part) {
  if (!part) return;
  yield [`Node ${part.node.split(".")[0]}`, part.results];
  if (part.chromium) yield ["Chromium", part.chromium.results];
}

function machine(results) {
  const first = results["own-cost"] ?? Object.values(results)[0];
  const chromium = Object.values(results).find((part) => part.chromium)?.chromium.version;
  return `Measured by \`cargo xtask bench\` on ${first?.machine ?? "no machine"}, Node ${first?.node}, ${chromium ? `Chromium ${chromium}` : "no Chromium"}.`;
}

/** Results that are not ratios. */
function sentences({ waiting, memory, python, sizes }) {
  const lines = [];
  if (sizes)
    lines.push(
      `- \`lakefs-wasm/slim\` with its WebAssembly is ${kilobytes(sizes.sizes["lakefs-wasm/slim with core.wasm"].gzip)} of gzip.`,
    );
  if (waiting)
    lines.push(
      `- A dump that the server finishes in 20 ms is waited for ${waiting.each.median.toFixed(0)} ms (quartiles ${waiting.each.low.toFixed(0)} to ${waiting.each.high.toFixed(0)}).`,
    );
  if (memory)
    lines.push(
      `- After ${memory.calls.toLocaleString("en")} calls the WebAssembly has ${memory.left.wasm[1]} KiB of memory; after a tenth of them it had ${memory.left.wasm[0]}. The heap: ${memory.left.heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(", then ")} MB.`,
    );
  if (python) {
    const theirs = python.results
      .filter(({ name }) => name.startsWith("lakefs-") && name !== "lakefs-wasm")
      .map(({ name, each, times }) => `${name} ${each.median.toFixed(1)} ms (${times.toFixed(1)} times as long)`);
    lines.push(
      `- A page of 1000 from a canned server on loopback: lakefs-wasm ${python.results[0].each.median.toFixed(1)} ms, in Python ${theirs.join(", ")}.`,
    );
  }
  return lines;
}

/** Medians, tenth percentiles and quartiles of every comparison. */
export function details(results) {
  const parts = [];
  for (const [engine, part] of [...engines(results["own-cost"]), ...engines(results["newer-node"])]) {
    const page = engine === "Chromium";
    const how = page ? "µs; the ratio is the tenth percentiles'" : "µs of processor time";
    for (const [operation, rows] of Object.entries(part))
      parts.push(spreads(`Own cost: ${operation}, ${engine}, ${how}`, rows, page ? "tenth" : "ratio"));
  }
  for (const [engine, part] of engines(results.latency)) {
    for (const [operation, rows] of Object.entries(part))
      parts.push(spreads(`Loopback: ${operation}, ${engine}, µs; the ratio is the tenth percentiles'`, rows, "tenth"));
  }
  const { cold, crowd, listing, settings, sizes } = results;
  if (cold) parts.push(spreads("From import to the end of the first call in a fresh Node process, ms", cold.results));
  if (cold?.chromium)
    parts.push(
      spreads(
        "From navigation to the end of the first list of 5 at 1.6 Mbit/s and 150 ms, Chromium, ms; “second” comes after a request of the page's own",
        cold.chromium.rows,
      ),
    );
  if (crowd) parts.push(spreads("1,000 calls at once on loopback, Node, µs for all", crowd.results));
  if (listing)
    parts.push(
      spreads(
        `10,000 repositories, pages take ${listing.arrivalMs.toFixed(0)} ms to arrive and as long to work on, Node, µs`,
        listing.results,
      ),
    );
  if (settings)
    parts.push(
      spreads(
        "Rules, retention and metadata of 1,000 repositories on loopback, answers after 2 ms, eight at a time, Node, ms",
        settings.results,
      ),
    );
  if (sizes) {
    const rows = Object.entries(sizes.sizes).map(([name, { raw, gzip, brotli }]) => [
      name,
      ...[raw, gzip, brotli].map(kilobytes),
    ]);
    parts.push(`### Bundled and minified by esbuild\n\n${table(["what", "bytes", "gzip", "brotli"], rows)}`);
  }
  return parts.map((part) => `\n${part}`).join("\n");
}

function spreads(title, rows, kind = "ratio") {
  const cells = rows.map(({ name, each, [kind]: ratio }) => [
    name,
    number(each.median),
    number(each.p10),
    `${number(each.low)} to ${number(each.high)}`,
    ratio.median.toFixed(3),
    `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
  ]);
  return `### ${title}\n\n${table(["client", "median", "tenth percentile", "quartiles", "ratio", "its quartiles"], cells)}`;
}
