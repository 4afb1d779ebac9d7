/** The parameter files of the example. */
import type { Engine } from "../engine/engine.ts";
import { benchSets, type ExampleSet, serveSets } from "./servers.ts";

/** `serve.jsonc`. */
export function serveParamsFile(engine: Engine): string {
  return `// Parameter sets of the server: it is started once for each of them.
//
// The name of a set becomes part of the directory of its results. A key becomes a flag of the serve command and
// takes the place of one that is there:
//   "max_num_seqs": 64      --max-num-seqs 64
//   "some_switch": true     --some-switch; false: --no-some-switch
//   "some_flag": null       takes --some-flag out of the command
//   "_env": { "A": "1" }    a variable of the environment
${sets(serveSets(engine))}`;
}

/** `bench.jsonc`. */
export function benchParamsFile(engine: Engine, isKnown: boolean): string {
  return `// Parameter sets of the benchmark, in the same form: every server is measured with each of them.
//
// To measure only some pairs, pass --link-vars a=b to servesweep: it keeps those whose serve set has the same value of
// "a" as the bench set of "b".
${sets(benchSets(engine, isKnown))}`;
}

function sets(sets: readonly ExampleSet[]): string {
  const entries = sets.map(({ name, comment, params }) => {
    const pairs = Object.entries(params).map(([key, value]) => `"${key}": ${value}`);
    const object = pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
    return `  // ${comment}\n  "${name}": ${object}`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}
