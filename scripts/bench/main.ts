/**
 * Measures what servesweep itself costs: `deno task bench [dry-run|overhead|packing|load|large|report]`. Ends with exit code 1 if a bound is
 * exceeded. SERVESWEEP_BIN names an executable to measure instead of the source. For a quiet machine; the tests do not
 * depend on it.
 */
import { print } from "../print.ts";
import { measureDryRuns } from "./dry_run.ts";
import { measureLargePlans } from "./large.ts";
import { measureLoad } from "./load.ts";
import { measureText } from "./measure.ts";
import { measureOverhead } from "./overhead.ts";
import { measurePacking } from "./packing.ts";
import { measureReport } from "./report.ts";

const MEASUREMENTS = {
  "dry-run": measureDryRuns,
  overhead: measureOverhead,
  packing: measurePacking,
  load: measureLoad,
  large: measureLargePlans,
  report: measureReport,
};

const directory = await Deno.makeTempDir({ prefix: "servesweep-bench-" });
try {
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (Deno.args.length > 0 && !Deno.args.includes(name)) continue;
    for (const result of await measure(directory)) {
      print(measureText(result));
      if (result.value > result.bound) Deno.exitCode = 1;
    }
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}
