// Prints results to the terminal.

const fixed = (value, digits) => value.toFixed(digits).padStart(9);
const digits = (value) => (value < 10 ? 2 : value < 1000 ? 1 : 0);

/** @param {string} title  @param {import("./rounds.js").Row[]} rows */
export function show(title, rows) {
  print(
    title,
    rows.map((row) => ({ ...row, shown: row.ratio })),
    "ratio",
  );
}

/** The same with the ratio of the tenth percentiles. */
export function showTenths(title, rows) {
  print(
    title,
    rows.map((row) => ({ ...row, shown: row.tenth })),
    "p10's ratio",
  );
}

function print(title, rows, what) {
  console.log(`\n${title}\n${"".padEnd(22)}   median      p10      (quartiles)   ${what.padStart(11)}    (quartiles)`);
  for (const { name, each, shown: ratio } of rows) {
    const precision = digits(each.median);
    const times = `${fixed(each.median, precision)}${fixed(each.p10, precision)} ${fixed(each.low, precision)}–${each.high.toFixed(precision).padEnd(8)}`;
    console.log(
      `${name.padEnd(22)}${times}${fixed(ratio.median, 3)}   ${ratio.low.toFixed(3)}–${ratio.high.toFixed(3)}`,
    );
  }
}
