/** Serves one completion or chat request: queues its sequences and writes what comes back. */
import type { ServerResponse } from "node:http";
import type { Cluster } from "../engine/cluster.ts";
import type { TokenEvent } from "../model/engine.ts";
import { Sequence } from "../model/sequence.ts";
import { answerText } from "../text/answer.ts";
import { AnswerFormat, type Usage } from "./answer_format.ts";
import { engineDead } from "./api_error.ts";
import type { Generation } from "./generation.ts";
import { sendError, sendJson } from "./reply.ts";

export interface GenerateOptions {
  /** Id of the request. */
  readonly id: string;
  /** Tokens per streamed event, after the first. */
  readonly streamInterval: number;
  /** Tell in the usage how much of the prompt came from the prefix cache. */
  readonly cacheDetails: boolean;
}

/** Starts the generation. A client that goes away ends it. */
export function generate(
  generation: Generation,
  cluster: Cluster,
  response: ServerResponse,
  options: GenerateOptions,
): void {
  cluster.accept();
  const job = new Job(generation, response, options);
  const aborts = job.sequences.map((sequence, index) =>
    cluster.submit(sequence, {
      token: (event) => job.token(index, event),
      fail: () => job.fail(),
    })
  );
  response.on("close", () => {
    for (const abort of aborts) abort();
  });
}

class Job {
  readonly sequences: readonly Sequence[];
  readonly #generation: Generation;
  readonly #response: ServerResponse;
  readonly #options: GenerateOptions;
  readonly #format: AnswerFormat;
  /** Text that has not been sent. */
  readonly #texts: string[];
  #unfinished: number;
  #over = false;

  constructor(generation: Generation, response: ServerResponse, options: GenerateOptions) {
    this.sequences = generation.sequences.map((request) => new Sequence(request));
    this.#generation = generation;
    this.#response = response;
    this.#options = options;
    this.#format = new AnswerFormat(generation, options.id);
    this.#texts = this.sequences.map(() => "");
    this.#unfinished = this.sequences.length;
  }

  token(index: number, { sequence, token }: TokenEvent): void {
    if (this.#over) return;
    this.#texts[index] += answerText(token);
    const isLast = sequence.finishReason !== undefined;
    if (isLast) this.#unfinished--;
    if (this.#generation.stream) this.#stream(index, sequence, isLast);
    else if (this.#unfinished === 0) {
      this.#over = true;
      sendJson(this.#response, 200, this.#format.whole(this.sequences, this.#texts, this.#usage()));
    }
  }

  fail(): void {
    if (this.#over) return;
    this.#over = true;
    const error = engineDead();
    if (this.#response.headersSent) {
      this.#response.end(`data: ${JSON.stringify(error.body)}\n\ndata: [DONE]\n\n`);
    } else sendError(this.#response, error);
  }

  #stream(index: number, sequence: Sequence, isLast: boolean): void {
    const isFirst = sequence.generated === 1;
    if (!isFirst && !isLast && (sequence.generated - 1) % this.#options.streamInterval !== 0) {
      return;
    }
    const usage = this.#generation.continuousUsage ? this.#usage() : undefined;
    let events = "";
    if (!this.#response.headersSent) {
      this.#response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      events += this.#format.opening(usage);
    }
    events += this.#format.delta(index, this.#texts[index]!, sequence.finishReason, usage);
    this.#texts[index] = "";
    if (this.#unfinished > 0) {
      this.#response.write(events);
      return;
    }
    this.#over = true;
    if (this.#generation.includeUsage) events += this.#format.usage(this.#usage());
    this.#response.end(`${events}data: [DONE]\n\n`);
  }

  #usage(): Usage {
    const sum = (value: (sequence: Sequence) => number) =>
      this.sequences.reduce((total, sequence) => total + value(sequence), 0);
    return {
      prompt: sum(({ promptLength }) => promptLength),
      completion: sum(({ generated }) => generated),
      cached: this.#options.cacheDetails ? sum(({ cachedTokens }) => cachedTokens ?? 0) : undefined,
    };
  }
}
