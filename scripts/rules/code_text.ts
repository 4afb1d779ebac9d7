/** Source text with parts of it blanked out, so that a plain search finds code and no prose. */

/** What is replaced by spaces. Line breaks stay, so positions do too. */
export interface BlankOptions {
  /** @default {true} */
  readonly comments?: boolean;
  /** Contents of strings, templates and regular expressions. @default {true} */
  readonly strings?: boolean;
}

/** A word or sign after which `/` begins a regular expression and is no division. */
const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|yield|await))$/;

/**
 * The source with comments and the contents of strings blanked. Code inside `${}` of a template stays.
 * Not a parser: it knows where literals begin and end, which is all the rules need.
 */
export function blank(source: string, options: BlankOptions = {}): string {
  const { comments = true, strings = true } = options;
  let out = "";
  let at = 0;
  /** Depth of `{` for each template whose `${` we are in. */
  const templates: number[] = [];

  const take = (end: number, hide: boolean) => {
    const text = source.slice(at, end);
    out += hide ? text.replace(/[^\n]/g, " ") : text;
    at = end;
  };
  const literal = (end: number) => {
    take(at + 1, false);
    take(Math.max(at, end - 1), strings);
    take(end, false);
  };
  const template = () => {
    let end = at;
    while (end < source.length && source[end] !== "`" && !source.startsWith("${", end)) {
      end += source[end] === "\\" ? 2 : 1;
    }
    take(Math.min(end, source.length), strings);
    if (source[at] === "`") take(at + 1, false);
    else if (at < source.length) {
      take(at + 2, false);
      templates.push(0);
    }
  };

  while (at < source.length) {
    const char = source[at]!;
    if (source.startsWith("//", at)) {
      take(endOf(source, "\n", at), comments);
    } else if (source.startsWith("/*", at)) {
      take(Math.min(endOf(source, "*/", at + 2) + 2, source.length), comments);
    } else if (char === '"' || char === "'") {
      literal(matchAt(/(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?/y, source, at));
    } else if (char === "/" && BEFORE_REGEXP.test(out.slice(-200).trimEnd())) {
      literal(matchAt(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\/?/y, source, at));
    } else if (char === "`") {
      take(at + 1, false);
      template();
    } else if (char === "}" && templates.at(-1) === 0) {
      templates.pop();
      take(at + 1, false);
      template();
    } else {
      const depth = templates.length - 1;
      if (depth >= 0 && char === "{") templates[depth]!++;
      if (depth >= 0 && char === "}") templates[depth]!--;
      take(at + 1, false);
    }
  }
  return out;
}

/** Number of the line, from 1, that the index is on. */
export function lineOf(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}

function endOf(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end < 0 ? source.length : end;
}

function matchAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(source) === null ? at + 1 : pattern.lastIndex;
}
