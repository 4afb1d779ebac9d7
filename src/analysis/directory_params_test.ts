import { assertEquals } from "@std/assert";
import { parseJson } from "../json/parse.ts";
import { strictJson } from "../json/python.ts";
import type { JsonObject } from "../json/value.ts";
import { directoryParams, sidesOf } from "./directory_params.ts";

function derived(combinations: Readonly<Record<string, string | null>>): Record<string, string[]> {
  const params = directoryParams(
    Object.entries(combinations).map(([directory, text]) => ({
      directory,
      result: text === null ? null : parseJson(text).value as JsonObject,
    })),
  );
  return Object.fromEntries(
    [...params].map(([directory, { serveParams, benchParams }]) => [
      directory,
      [strictJson(serveParams), strictJson(benchParams)],
    ]),
  );
}

Deno.test("a directory's name has a serve side, a bench side, both or none", () => {
  assertEquals(sidesOf("SERVE--a=1-BENCH--b=2"), { serve: "a=1", bench: "b=2" });
  assertEquals(sidesOf("SERVE--small"), { serve: "small", bench: null });
  assertEquals(sidesOf("BENCH--b"), { serve: null, bench: "b" });
  assertEquals(sidesOf(""), { serve: null, bench: null });
  assertEquals(sidesOf("logs"), { serve: null, bench: null });
});

Deno.test("pairs of a name get their values from the result, exact and with their type", () => {
  assertEquals(
    derived({
      "SERVE--max_num_seqs=32-enforce_eager=True-model=a-b_c-BENCH--max_concurrency=8-rate=1.0":
        `{"max_concurrency": 8, "output_throughput": 1.5, "run_number": 0, "max_num_seqs": 32,
          "enforce_eager": true, "model": "a-b/c", "rate": 1.0}`,
    }),
    {
      "SERVE--max_num_seqs=32-enforce_eager=True-model=a-b_c-BENCH--max_concurrency=8-rate=1.0": [
        '{"max_num_seqs": 32, "enforce_eager": true, "model": "a-b/c"}',
        '{"max_concurrency": 8, "rate": 1.0}',
      ],
    },
  );
});

Deno.test("a value that the other set overwrote, and a combination without runs, are read from the name", () => {
  assertEquals(
    derived({
      "SERVE--seed=1-x=None-BENCH--seed=2": `{"run_number": 0, "seed": 2, "x": null}`,
      "SERVE--seed=1-BENCH--rate=1e-05-eager=False": null,
    }),
    {
      "SERVE--seed=1-x=None-BENCH--seed=2": ['{"seed": 1, "x": null}', '{"seed": 2}'],
      "SERVE--seed=1-BENCH--rate=1e-05-eager=False": [
        '{"seed": 1}',
        '{"rate": 1e-05, "eager": false}',
      ],
    },
  );
});

Deno.test("with a named set the keys that no pair claims are its own", () => {
  assertEquals(
    derived({
      "SERVE--small-BENCH--b=2": `{"run_number": 0, "_benchmark_name": "small", "a": 1, "b": 2}`,
      "SERVE--a=1-BENCH--short": `{"run_number": 0, "a": 1, "_benchmark_name": "short", "b": 2}`,
      "BENCH--alone": `{"run_number": 0, "_benchmark_name": "alone", "b": 3}`,
    }),
    {
      "SERVE--small-BENCH--b=2": ['{"_benchmark_name": "small", "a": 1}', '{"b": 2}'],
      "SERVE--a=1-BENCH--short": ['{"a": 1}', '{"_benchmark_name": "short", "b": 2}'],
      "BENCH--alone": ["{}", '{"_benchmark_name": "alone", "b": 3}'],
    },
  );
});

Deno.test("of two named sets a key is that one's whose names it follows", () => {
  const run = (seqs: number, input: number, users: number) =>
    `{"max_concurrency": ${users}, "run_number": 0, "_benchmark_name": "x", "seqs": ${seqs}, "same": 1, "input": ${input}}`;
  assertEquals(
    derived({
      "SERVE--s-BENCH--short": run(4, 128, 1),
      "SERVE--s-BENCH--long": run(4, 4096, 16),
      "SERVE--l-BENCH--short": run(64, 128, 1),
      "SERVE--l-BENCH--long": run(64, 4096, 16),
    })["SERVE--l-BENCH--long"],
    [
      '{"_benchmark_name": "l", "seqs": 64, "same": 1}',
      '{"_benchmark_name": "long", "input": 4096, "max_concurrency": 16}',
    ],
  );
  assertEquals(
    derived({
      "SERVE--s-BENCH--short": `{"run_number": 0, "max_num_seqs": 4, "random_input_len": 128}`,
    })["SERVE--s-BENCH--short"],
    [
      '{"_benchmark_name": "s", "max_num_seqs": 4}',
      '{"_benchmark_name": "short", "random_input_len": 128}',
    ],
  );
});
