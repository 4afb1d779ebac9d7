/** Log lines in the formats of vLLM and of uvicorn, for tools that read a server's log. */
import { localClock, localDate } from "../lib/local_time.ts";

/** Which of vLLM's processes a line claims to be from. */
export type LogProcess = "APIServer" | "EngineCore_DP0";

/** Writes log lines. */
export class ServerLog {
  readonly #out: (text: string) => void;
  readonly #pid: number;

  constructor(out: (text: string) => void, pid: number) {
    this.#out = out;
    this.#pid = pid;
  }

  /** A line of vLLM: `(APIServer pid=7) INFO 11-24 17:16:00 [api_server.py:1971] text`. @param place `file:line`. */
  info(process: LogProcess, place: string, text: string): void {
    this.#write(process, "INFO", place, text);
  }

  /** An error of vLLM; every line of the text gets the head. */
  error(process: LogProcess, place: string, text: string): void {
    this.#write(process, "ERROR", place, text);
  }

  /** What a process writes around its logger, for example the trace of an uncaught exception. */
  raw(process: LogProcess, text: string): void {
    this.#out(text.split("\n").map((line) => `(${process} pid=${this.#pid}) ${line}\n`).join(""));
  }

  /** A line of uvicorn: `(APIServer pid=7) INFO:     Application startup complete.` */
  uvicorn(text: string): void {
    this.raw("APIServer", `INFO:     ${text}`);
  }

  #write(process: LogProcess, level: string, place: string, text: string): void {
    const nowMs = Date.now();
    // `%m-%d %H:%M:%S`.
    const time = `${localDate(nowMs).slice(5)} ${localClock(nowMs)}`;
    const head = `${level} ${time} [${place}]`;
    this.raw(process, text.split("\n").map((line) => `${head} ${line}`).join("\n"));
  }
}
