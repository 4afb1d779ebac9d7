/** The programs of a sweep. */
import { type Check, fail, ok, warn } from "../result/check.ts";
import { ENGINES } from "../engine/engines.ts";
import { which } from "../exec/process/which.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "commands";

/** Servers to look for if no command is given. */
const SERVERS = ENGINES.flatMap(({ commands }) => commands);

/** Looks for the programs of the commands that are given, else for the servers that servesweep knows. */
export function probeCommands({ programs }: DoctorSubject): Check[] {
  const searchPath = Deno.env.get("PATH") ?? "";
  if (programs.size === 0) return [knownServers(searchPath)];
  return [...programs].map(([program, option]) => {
    const path = which(program, searchPath);
    if (path !== null) return ok(NAME, `${option}: ${path}`);
    return program.includes("/")
      ? fail(NAME, `${option}: "${program}" is not there or cannot be executed`, "Mend the path")
      : fail(
        NAME,
        `${option}: "${program}" is not on PATH`,
        "Install it, activate its environment, or write its whole path",
      );
  });
}

function knownServers(searchPath: string): Check {
  const found = SERVERS.map((program) => which(program, searchPath)).filter((path) =>
    path !== null
  );
  if (found.length > 0) return ok(NAME, found.join(", "));
  return warn(
    NAME,
    `None of ${SERVERS.join(", ")} is on PATH`,
    "Activate their environment; servesweep sim needs none of them",
  );
}
