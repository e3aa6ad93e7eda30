// Links of a folder of HTML pages that lead to nothing.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize, relative } from "node:path";

const decode = (text) => decodeURIComponent(text.replaceAll("&amp;", "&"));

/** Each link to a file or an anchor that does not exist, as `page -> link`. */
export async function deadLinks(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Set(
    entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))),
  );
  const pages = new Map();
  for (const name of [...files].filter((file) => file.endsWith(".html"))) {
    const text = await readFile(join(folder, name), "utf8");
    const attributes = (pattern) => [...text.matchAll(pattern)].map(([, value = ""]) => decode(value));
    pages.set(name, {
      links: attributes(/\s(?:href|src)="([^"]*)"/g),
      anchors: new Set(attributes(/\s(?:id|name)="([^"]*)"/g)),
    });
  }
  const dead = [];
  for (const [page, { links }] of pages) {
    for (const link of links) {
      if (/^([a-z]+:|\/\/)/i.test(link)) continue;
      const [path = "", anchor] = link.split("#");
      const [file = ""] = path.split("?");
      const target = file === "" ? page : normalize(join(dirname(page), file)).replace(/^\.\/?$/, "index.html");
      const isDead = !files.has(target) || (anchor && pages.has(target) && !pages.get(target).anchors.has(anchor));
      if (isDead) dead.push(`${page} -> ${link}`);
    }
  }
  return dead;
}
