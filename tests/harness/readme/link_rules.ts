/** Whether what a README links to is there. */
import { anchors, links } from "./markdown.ts";
import type { Problem } from "./problem.ts";

/**
 * Every file and anchor that is linked exists. Links with a scheme are left alone: the gate needs no network.
 *
 * @param root Directory of the README.
 */
export function checkLinks(markdown: string, root: string): Problem[] {
  return links(markdown).flatMap(({ text: target, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
    const [path = "", anchor] = decodeURIComponent(target).split("#");
    const text = path === "" ? markdown : readText(`${root}/${path}`);
    if (text === null) return [{ line, problem: `"${path}" is linked and does not exist` }];
    if (anchor === undefined || anchors(text).includes(anchor)) return [];
    return [{ line, problem: `"${target}" is linked: there is no such heading` }];
  });
}

/** Text of a file, "" for a directory, null if there is neither. */
function readText(path: string): string | null {
  try {
    return Deno.statSync(path).isDirectory ? "" : Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
