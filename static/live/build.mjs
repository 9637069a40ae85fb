/** Builds coop-live.js (plain fields) and coop-rich.js (formatting, fetched on demand) from src/.
 *  Nothing is installed beside the source: give the folder where `npm ci` was run, and the folder
 *  to write to: node build.mjs FOLDER [FOLDER]. The first line of each result names the sources it
 *  was made of: tests/test_live_bundle.py reads it. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [folder = here, to = here] = process.argv.slice(2);
const { build } = createRequire(join(resolve(folder), "package.json"))("esbuild");

const sources = createHash("sha256");
for (const name of readdirSync(join(here, "src")).sort()) {
  sources.update(`${name}\n`).update(readFileSync(join(here, "src", name)));
}
sources.update(readFileSync(join(here, "package-lock.json")));

await build({
  entryPoints: {
    "coop-live": join(here, "src", "page.js"),
    "coop-rich": join(here, "src", "rich.js"),
  },
  outdir: resolve(to),
  nodePaths: [join(resolve(folder), "node_modules")],
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* sources ${sources.digest("hex")} · licences: LICENSES.txt */` },
  logLevel: "warning",
});
