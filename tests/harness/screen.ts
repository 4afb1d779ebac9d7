/** What a person sees on a terminal: a small emulator that is fed with the bytes that a program writes. */
import xterm from "@xterm/headless";

/** A terminal without a window. */
export class Screen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({
      ...{ cols: columns, rows },
      scrollback: 10_000,
      allowProposedApi: true,
    });
  }

  /** Feeds it. On return it shows what was written. */
  async write(data: Uint8Array | string): Promise<void> {
    await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
  }

  /** Another size of the window. */
  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Rows of the window, from the top; spaces at the ends are left out. */
  rows(): string[] {
    const { baseY } = this.#terminal.buffer.active;
    return this.#lines().slice(baseY).map(({ text }) => text);
  }

  /** Everything that was written and not erased, what has scrolled away too; wrapped rows are joined. */
  text(): string {
    let text = "";
    for (const line of this.#lines()) text += line.isWrapped ? line.text : `\n${line.text}`;
    return text.trimEnd() + "\n";
  }

  /** Rows, of all that there are, that go on with the one above. */
  wrappedRows(): string[] {
    return this.#lines().filter(({ isWrapped }) => isWrapped).map(({ text }) => text);
  }

  /** Row and column of the cursor in the window, from 0. */
  cursor(): { readonly row: number; readonly column: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { row: cursorY, column: cursorX };
  }

  #lines(): { readonly text: string; readonly isWrapped: boolean }[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: active.length }, (_, index) => {
      const line = active.getLine(index)!;
      // A row that goes on below is full: its spaces belong to it.
      const isFull = active.getLine(index + 1)?.isWrapped ?? false;
      return { text: line.translateToString(!isFull), isWrapped: line.isWrapped };
    });
  }
}
