/** Chromium through the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/ */

import { WAIT_LIMIT_MS, within } from "./deadline.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium on PATH; null if there is none. */
export function findChromium(): string | null {
  for (const directory of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      try {
        if (Deno.statSync(`${directory}/${name}`).isFile) return `${directory}/${name}`;
      } catch {
        // Not there.
      }
    }
  }
  return null;
}

type Params = Record<string, unknown>;
// deno-lint-ignore no-explicit-any
type Answer = any;

/** A running browser without a window. */
export class Browser implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();
  readonly #listeners: ((session: string, method: string, params: Answer) => void)[] = [];
  #last = 0;

  private constructor(child: Deno.ChildProcess, profile: string, socket: WebSocket) {
    this.#child = child;
    this.#profile = profile;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, method, params, result, error, sessionId } = JSON.parse(data);
      if (id === undefined) {
        for (const listener of this.#listeners) listener(sessionId, method, params);
        return;
      }
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(`${error.message} ${error.data ?? ""}`));
      else waiting?.resolve(result);
    };
  }

  /** Starts it with a profile of its own. */
  static async start(executable: string): Promise<Browser> {
    const profile = await Deno.makeTempDir({ prefix: "servesweep-chromium-" });
    const child = new Deno.Command(executable, {
      args: [
        ...["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
        ...["--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"],
        ...[`--user-data-dir=${profile}`, "--remote-debugging-port=0", "about:blank"],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const socket = new WebSocket(
      await within("Chromium listens", debuggerUrl(child.stderr), child),
    );
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Browser(child, profile, socket);
  }

  /** Sends a command and waits for its answer. */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.#last;
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.set(id, waiting);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return within(`an answer to ${method}`, waiting.promise, this.#child);
  }

  /** Opens an empty page of a size. */
  async open(width = 1400, height = 1000): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    this.#listeners.push((session, method, params) => {
      if (session === sessionId) page.note(method, params);
    });
    for (const domain of ["Page", "Runtime", "Network", "Log"]) await page.send(`${domain}.enable`);
    await page.resize(width, height);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    await this.send("Browser.close").catch(() => {});
    await within("the end of Chromium", this.#child.status, this.#child);
    this.#socket.close();
    await closed;
    await Deno.remove(this.#profile, { recursive: true });
  }
}

/** A page. */
export class Page implements AsyncDisposable {
  /** Errors, warnings and messages of the console, and exceptions. */
  readonly messages: string[] = [];
  /** URLs of all requests. */
  readonly requests: string[] = [];
  readonly #browser: Browser;
  readonly #session: string;
  readonly #target: string;

  constructor(browser: Browser, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
  }

  /** Sends a command of the protocol. */
  send(method: string, params: Params = {}): Promise<Answer> {
    return this.#browser.send(method, params, this.#session);
  }

  /** Takes an event of the protocol. */
  note(method: string, params: Answer): void {
    if (method === "Runtime.consoleAPICalled") {
      this.messages.push(params.args.map((arg: Answer) => arg.value ?? arg.description).join(" "));
    } else if (method === "Runtime.exceptionThrown") {
      this.messages.push(params.exceptionDetails.exception?.description ?? "exception");
    } else if (method === "Log.entryAdded") {
      this.messages.push(params.entry.text);
    } else if (method === "Network.requestWillBeSent") {
      this.requests.push(params.request.url);
    }
  }

  /** Goes to a URL and waits for a condition in it. */
  async goto(url: string, condition = "document.readyState === 'complete'"): Promise<void> {
    await this.send("Page.navigate", { url });
    await this.until(`location.href.startsWith(${JSON.stringify(url.split("#")[0])})`);
    await this.until(condition);
  }

  /** The value of an expression; a promise is waited for. */
  async evaluate(expression: string): Promise<Answer> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    }
    return result.value;
  }

  /** Waits until an expression is true; fails if it is not in time. */
  async until(expression: string): Promise<void> {
    const deadline = Date.now() + WAIT_LIMIT_MS;
    while (!await this.evaluate(expression).catch(() => false)) {
      if (Date.now() > deadline) {
        throw new Error(`Not within ${WAIT_LIMIT_MS / 60_000} minutes: ${expression}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Sets the size of the window. */
  async resize(width: number, height: number): Promise<void> {
    await this.send("Emulation.setDeviceMetricsOverride", {
      ...{ width, height, deviceScaleFactor: 1, mobile: false },
    });
  }

  /** Light or dark, as the system would have it. */
  async prefer(scheme: "light" | "dark"): Promise<void> {
    await this.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
  }

  /** Moves the mouse. */
  async hover(x: number, y: number): Promise<void> {
    await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
  }

  /** Moves the mouse and clicks. */
  async click(x: number, y: number): Promise<void> {
    await this.hover(x, y);
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  /** Presses a key, for example `Escape` or `Enter`. */
  async press(key: string): Promise<void> {
    const text = key === "Enter" ? { text: "\r" } : {};
    for (const type of ["keyDown", "keyUp"]) {
      await this.send("Input.dispatchKeyEvent", { type, key, code: key, ...text });
    }
  }

  /** A picture of the window, or of a part of the page, as PNG. */
  async screenshot(clip?: { x: number; y: number; width: number; height: number }) {
    const options = clip === undefined
      ? {}
      : { clip: { ...clip, scale: 1 }, captureBeyondViewport: true };
    const { data } = await this.send("Page.captureScreenshot", { format: "png", ...options });
    return Uint8Array.fromBase64(data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.send("Target.closeTarget", { targetId: this.#target });
  }
}

/** The address that Chromium prints when it listens. The rest of its output is read on, or it would block. */
async function debuggerUrl(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stderr.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Chromium ended: ${text}`);
    text += decoder.decode(value, { stream: true });
    const match = /DevTools listening on (ws:\S+)/.exec(text);
    if (match === null) continue;
    (async () => {
      while (!(await reader.read()).done);
    })();
    return match[1]!;
  }
}
