/** Results that another hand took away or changed while a sweep ran, as text. */
import { counted } from "../lib/count.ts";

/** How many are named. */
const SHOWN = 10;

/** One sentence; empty for none. @param changed File names with what became of each. */
export function changedText(
  changed: readonly { readonly file: string; readonly reason: string }[],
): string {
  if (changed.length === 0) return "";
  const list = changed.slice(0, SHOWN).map(({ file, reason }) => `${file} (${reason})`).join(", ");
  const more = changed.length > SHOWN ? ` and ${changed.length - SHOWN} more` : "";
  return `${counted(changed.length, "result")} that counted ` +
    `${changed.length === 1 ? "is" : "are"} not what was measured any more: ${list}${more}. ` +
    "Another program removed or changed it while the sweep ran; --resume measures it again";
}
