/** Keeping secrets out of everything that is printed or stored: logs are read by many, and sent to more. */
import type { Plan } from "../plan/plan.ts";
import { Masker, secretValues } from "../secrets/mod.ts";
import type { Io } from "../terminal/terminal.ts";

/**
 * A masker that knows the secrets in the commands and variables of a plan.
 *
 * @param argv Arguments of this process.
 */
export function maskerOf(plan: Plan, argv: readonly string[]): Masker {
  const sources = new Set<Parameters<typeof secretValues>[0]>([argv]);
  for (const { argv, env, afterRun, combinations } of plan.starts) {
    sources.add(argv).add(env);
    if (afterRun.kind === "command") sources.add(afterRun.argv);
    for (const { workload } of combinations) sources.add(workload.argv).add(workload.env);
  }
  return new Masker([...sources].flatMap((source) => secretValues(source)));
}

/** Output without secrets. What servers and benchmarks print themselves passes as it is. */
export function masked(io: Io, masker: Masker): Io {
  return {
    ...io,
    out: (text) => io.out(masker.text(text)),
    err: (text) => io.err(masker.text(text)),
    draw: (text) => io.draw(masker.text(text)),
    drawErr: (text) => io.drawErr(masker.text(text)),
  };
}
