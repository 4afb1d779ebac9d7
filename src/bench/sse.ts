/** Server-sent events, as https://html.spec.whatwg.org/multipage/server-sent-events.html defines them. */

/**
 * Collects the `data` of events from the chunks of a response body. Chunks may end anywhere, in the middle of a character too.
 * Comments and the other fields are skipped.
 */
export class SseParser {
  #decoder = new TextDecoder();
  /** Text after the last end of line. */
  #rest = "";
  /** Data lines of the event that is not closed yet. */
  #data: string[] = [];
  /** The last chunk ended with a carriage return: a line feed at the start of the next belongs to it. */
  #afterCr = false;

  /** The data of every event that `chunk` completes, in order. */
  push(chunk: Uint8Array): string[] {
    return this.#read(this.#decoder.decode(chunk, { stream: true }));
  }

  /** The data of an event that the end of the body cut off before its blank line, if there is one. */
  end(): string[] {
    const events = this.#read(this.#decoder.decode());
    const rest = this.#rest;
    this.#rest = "";
    if (rest !== "") this.#line(rest, events);
    this.#line("", events);
    return events;
  }

  #read(text: string): string[] {
    const events: string[] = [];
    if (text === "") return events;
    let start = this.#afterCr && text.startsWith("\n") ? 1 : 0;
    this.#afterCr = text.endsWith("\r");
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== 10 && code !== 13) continue;
      this.#line(this.#rest + text.slice(start, at), events);
      this.#rest = "";
      if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
      start = at + 1;
    }
    this.#rest += text.slice(start);
    return events;
  }

  #line(line: string, events: string[]): void {
    if (line === "") {
      if (this.#data.length > 0) events.push(this.#data.join("\n"));
      this.#data = [];
    } else if (line.startsWith("data:")) {
      this.#data.push(line.slice(line.charCodeAt(5) === 32 ? 6 : 5));
    } else if (line === "data") {
      this.#data.push("");
    }
  }
}
