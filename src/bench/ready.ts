/** The first request of a benchmark: is there a server, and does it take token ids? */
import { ServesweepError } from "../lib/errors.ts";
import type { PromptForm } from "./payload.ts";
import { type Answer, nowS } from "./request.ts";
import { pause } from "../lib/sleep.ts";

/** Wait between attempts: short at first, because a refused connection costs nothing, and as long as the reference's later. */
const FIRST_WAIT_S = 0.05;
const LONGEST_WAIT_S = 5;

/** Without a ready check a server that accepts the request and never answers is given up after this time. */
const UNCHECKED_TIMEOUT_S = 600;

/** How the first request is made. */
export interface ReadyOptions {
  /** Sends the test request. */
  readonly attempt: (form: PromptForm, signal: AbortSignal) => Promise<Answer>;
  /** The form to try first. */
  readonly form: PromptForm;
  /** Try until it succeeds, at most this long. 0: send it once and go on if there is any answer. */
  readonly timeoutS: number;
  /** For messages. */
  readonly url: string;
  /** Takes a line for the user. */
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * The form of prompt that the server takes. Returns early when `signal` is aborted.
 *
 * @throws ServesweepError if the server does not answer, or with a timeout if no test request succeeded.
 */
export async function findPromptForm(options: ReadyOptions): Promise<PromptForm> {
  const { timeoutS, signal, url } = options;
  const deadlineS = nowS() + (timeoutS || UNCHECKED_TIMEOUT_S);
  let waitS = FIRST_WAIT_S;
  for (;;) {
    const { form, answer } = await attemptForms(options, deadlineS);
    const { status, outcome } = answer;
    if (outcome.success || signal.aborted) return form;
    const leftS = deadlineS - nowS();
    if (timeoutS === 0 ? status === 0 : leftS <= 0) {
      const after = timeoutS === 0 ? "" : ` for ${timeoutS} s`;
      throw new ServesweepError(
        `Cannot get an answer to the test request from ${url}${after}: ${outcome.error}. ` +
          "Check that the server runs and that the address, model and endpoint are right",
      );
    }
    if (timeoutS === 0) return form;
    await pause(Math.min(waitS, leftS) * 1000, { signal });
    waitS = Math.min(2 * waitS, LONGEST_WAIT_S);
  }
}

/** One attempt, and a second one as text if the server refuses the token ids. */
async function attemptForms(
  options: ReadyOptions,
  deadlineS: number,
): Promise<{ form: PromptForm; answer: Answer }> {
  const { form, attempt, note } = options;
  const answer = await within(options.signal, deadlineS, (signal) => attempt(form, signal));
  // 422 is what servers built on FastAPI say to a prompt that is no string.
  if (form === "text" || (answer.status !== 400 && answer.status !== 422)) return { form, answer };
  const second = await within(options.signal, deadlineS, (signal) => attempt("text", signal));
  // Text fails as well: then the ids were not the reason, and their answer is the one to report.
  if (!second.outcome.success) return { form, answer };
  note(
    "The server takes no token ids: prompts are sent as text, their length in tokens is about right",
  );
  return { form: "text", answer: second };
}

async function within(
  signal: AbortSignal,
  deadlineS: number,
  task: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new DOMException("No answer in time", "TimeoutError")),
    Math.max(0, deadlineS - nowS()) * 1000,
  );
  try {
    return await task(AbortSignal.any([signal, limit.signal]));
  } finally {
    clearTimeout(timer);
  }
}
