/** The window of a terminal: its size, and whether it is ours at the moment. */

/** What is assumed of a pseudo-terminal that nobody has given a size. */
const USUAL = { columns: 80, rows: 24 };

/** Its size now. */
export function windowSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || USUAL.columns, rows: rows || USUAL.rows };
  } catch {
    return USUAL;
  }
}

/** Calls back when it has another size, or when the program goes on after Ctrl-Z. Disposing it stops that. */
export function onTerminal(signal: "SIGWINCH" | "SIGCONT", act: () => void): Disposable {
  Deno.addSignalListener(signal, act);
  return { [Symbol.dispose]: () => Deno.removeSignalListener(signal, act) };
}

/** Whether it wraps its lines anew when it is made narrower, as far as the environment tells: most do, the old ones do not. */
export function isWrappedAnew(): boolean {
  const term = Deno.env.get("TERM") ?? "";
  const isScreen = term.startsWith("screen") && !Deno.env.get("TMUX");
  return !isScreen && !Deno.env.get("XTERM_VERSION") && !/^(linux|rxvt|vt\d)/.test(term);
}

/** True if our process group is the foreground one of its terminal: false behind `&` and after `bg`. */
export function isForeground(): boolean {
  try {
    const stat = Deno.readTextFileSync("/proc/self/stat");
    // The name in parentheses may hold spaces and parentheses: fields are counted from the last one.
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return group === foreground;
  } catch {
    return true;
  }
}
