/**
 * Bundles the script of the report's page: `deno task page`. The bundle is kept in the checkout, so that a report can be made
 * from the source without a bundler; a test compares the two.
 */
import { ROOT, stdFlags } from "./std.ts";

const FOLDER = "src/report/page";

/** Where the bundle is kept, relative to the root. */
export const PAGE_BUNDLE = `${FOLDER}/bundle.js`;

/** First line of the bundle. */
const HEAD = "// Made by `deno task page` from the modules beside it: do not edit.\n";

/**
 * The modules of the page as one script: a page that is opened from a disk cannot import files.
 *
 * @throws {Error} If `deno bundle` fails.
 */
export async function bundlePage(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--no-lock", "--platform", "browser", ...await stdFlags()],
      `${FOLDER}/main.ts`,
    ],
    // The bundle names its modules by their paths from here.
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot bundle "${FOLDER}": ${decoder.decode(stderr)}`);
  return HEAD + decoder.decode(stdout);
}

if (import.meta.main) await Deno.writeTextFile(`${ROOT}/${PAGE_BUNDLE}`, await bundlePage());
