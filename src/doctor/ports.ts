/** The ports of the servers, and whether one can listen at all. */
import { ENGINES } from "../engine/engines.ts";
import { type Check, fail, ok, warn } from "../result/check.ts";
import { portHolder } from "../exec/process/ownership.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "ports";

/** Looks who holds the ports that the sweep would use: of each server start, or the default one of the server. */
export function probePorts({ engine, starts }: DoctorSubject): Check[] {
  const checks: Check[] = [];
  /** True: the sweep needs this very port. */
  const ports = new Map<number, boolean>();
  for (const { port } of starts) {
    if (port.kind === "fixed") ports.set(port.port, true);
    else if (port.preferred !== null) ports.set(port.preferred, ports.get(port.preferred) ?? false);
  }
  if (starts.length === 0) ports.set((engine ?? ENGINES[0]!).defaultPort, false);
  for (const [port, isNeeded] of ports) checks.push(checkOf(port, isNeeded));
  if (starts.some(({ port }) => port.kind === "lease" && port.preferred === null)) {
    checks.push(ok(NAME, "--port auto: a free one is taken when a server starts"));
  }
  const reason = cannotListen();
  if (reason !== null) {
    checks.push(fail(
      NAME,
      `Nobody can listen on 127.0.0.1: ${reason}`,
      "Bring the loopback interface up: ip link set lo up",
    ));
  }
  return checks;
}

function checkOf(port: number, isNeeded: boolean): Check {
  const holder = portHolder({ urls: [`http://127.0.0.1:${port}`] });
  if (holder === null) return ok(NAME, `${port} is free`);
  const text = `${port} is held by ${holder}`;
  return isNeeded
    ? fail(NAME, text, "End it, name another --port, or write --port auto")
    : warn(NAME, text, "Is it a server that uses the GPU? A sweep takes another port by itself");
}

/** Why not; null if one can. */
function cannotListen(): string | null {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: 0 }).close();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
