/** What the example of `servesweep init` says about each server. */
import { type Engine, type ExampleLoad, USUAL_LOAD } from "../engine/engine.ts";
import { ENGINES } from "../engine/engines.ts";

/** Engines that there is an example for, by name. */
export const EXAMPLE_SERVERS = ENGINES.filter(({ example }) => example !== null)
  .map(({ name }) => name);

/** The commands of an example. */
export interface ExampleCommands {
  readonly serveCmd: string;
  readonly benchCmd: string;
}

/**
 * The commands for an engine. One without a benchmark is measured by ours.
 *
 * @param model As a word of a shell command, quoted where it has to be.
 * @throws {TypeError} If there is no example for the engine.
 */
export function exampleCommands({ name, example }: Engine, model: string): ExampleCommands {
  if (example === null) throw new TypeError(`There is no example for ${name}`);
  const { serveCmd, benchCmd, load } = example;
  const own = (model: string) => `servesweep bench --model ${model} --port auto`;
  return {
    serveCmd: serveCmd(model),
    benchCmd: `${(benchCmd ?? own)(model)} ${loadFlags(load)}`,
  };
}

/** Prompts and answers of the same lengths in all runs: what differs is what was varied. */
function loadFlags({ inputTokens, outputTokens }: ExampleLoad): string {
  return `--dataset-name random --random-input-len ${inputTokens} --random-output-len ${outputTokens} --ignore-eos`;
}

/** A named parameter set of an example. */
export interface ExampleSet {
  readonly name: string;
  /** Why one would measure it. */
  readonly comment: string;
  readonly params: Readonly<Record<string, number>>;
}

const PLAIN_SET: readonly ExampleSet[] = [
  { name: "as-it-is", comment: "The command as it is.", params: {} },
];

/** Serve sets: few or many requests in one step. */
export function serveSets({ example }: Engine): readonly ExampleSet[] {
  if (example === null) return PLAIN_SET;
  return [
    {
      name: "small-batch",
      comment: "Few requests at a time: each is answered sooner.",
      params: example.smallBatch,
    },
    {
      name: "large-batch",
      comment: "Many requests at a time: more tokens per second in all.",
      params: example.largeBatch,
    },
  ];
}

/**
 * Bench sets: one user, and many.
 *
 * @param isKnown The benchmark is a program that takes vLLM's flags.
 */
export function benchSets({ example }: Engine, isKnown: boolean): readonly ExampleSet[] {
  if (!isKnown) return PLAIN_SET;
  const { alonePrompts, users, promptsPerUser } = example?.load ?? USUAL_LOAD;
  return [
    {
      name: "one-user",
      comment: "One request after the other: how fast an answer can be.",
      params: { max_concurrency: 1, num_prompts: alonePrompts },
    },
    {
      name: "many-users",
      comment: "Each sends the next request when the last one is answered.",
      params: { max_concurrency: users, num_prompts: users * promptsPerUser },
    },
  ];
}
