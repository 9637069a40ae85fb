/** Builds coop-live.js from src/. Nothing is installed beside the source: give the folder where
 *  `npm ci` was run, and the file to write: node build.mjs FOLDER [FILE]. See VENDOR.toml. */
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [folder = here, file = join(here, "coop-live.js")] = process.argv.slice(2);
const { build } = createRequire(join(resolve(folder), "package.json"))("esbuild");

await build({
  entryPoints: [join(here, "src", "page.js")],
  outfile: resolve(file),
  nodePaths: [join(resolve(folder), "node_modules")],
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
