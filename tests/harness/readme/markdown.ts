/** The parts of a Markdown text that can be checked. */

/** A fenced block. */
export interface Block {
  /** First word after the fence: `console`, `json`. */
  readonly language: string;
  /** Second word: the name of a file that the block is. */
  readonly title: string | null;
  readonly lines: readonly string[];
  /** Line of the first line inside, from 1. */
  readonly line: number;
}

/** A link or a code span in running text. */
export interface Found {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** Fenced blocks in their order. */
export function fencedBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; language: string; title: string | null; line: number } | null = null;
  let lines: string[] = [];
  for (const [index, text] of markdown.split("\n").entries()) {
    if (open === null) {
      const match = /^\s*(`{3,}|~{3,})\s*(\S*)\s*(\S*)/.exec(text);
      if (match === null) continue;
      open = { fence: match[1]!, language: match[2]!, title: match[3] || null, line: index + 2 };
      lines = [];
    } else if (text.trim() === open.fence) {
      const { language, title, line } = open;
      blocks.push({ language, title, lines, line });
      open = null;
    } else {
      lines.push(text);
    }
  }
  return blocks;
}

/** Targets of links and images outside code. */
export function links(markdown: string): Found[] {
  return matches(prose(markdown).replace(/`[^`\n]*`/g, blankOut), /\]\(<?([^)\s>]+)>?[^)]*\)/g);
}

/** Code spans outside fenced blocks. */
export function codeSpans(markdown: string): Found[] {
  return matches(prose(markdown), /`([^`]+)`/g);
}

/** The anchors of the headings, as GitHub makes them. */
export function anchors(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => {
    const slug = match[1]!.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** The text with fenced blocks blanked, lines kept. */
function prose(markdown: string): string {
  return markdown.replace(/^\s*(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\s*\1[ \t]*$/gm, blankOut);
}

function blankOut(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function matches(text: string, pattern: RegExp): Found[] {
  return [...text.matchAll(pattern)].map((match) => ({
    text: match[1]!,
    line: text.slice(0, match.index).split("\n").length,
  }));
}
