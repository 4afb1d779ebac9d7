/** Proxies that would catch requests to this machine. */
import { type Check, ok, warn } from "../result/check.ts";

const NAME = "proxy";
const PROXIES = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

/** Looks at the environment. The values are not shown: they may hold passwords. */
export function probeProxies(): Check[] {
  const set = PROXIES.filter((name) => Deno.env.get(name));
  if (set.length === 0) return [ok(NAME, "None in the environment")];
  const spared = (Deno.env.get("no_proxy") ?? Deno.env.get("NO_PROXY") ?? "").split(",")
    .map((host) => host.trim());
  if (spared.includes("*") || spared.includes("127.0.0.1")) {
    return [ok(NAME, `${set.join(", ")} spares 127.0.0.1`)];
  }
  return [warn(
    NAME,
    `${set.join(", ")} would catch requests to 127.0.0.1`,
    "Sweeps keep their own off it; for what you start by hand: export NO_PROXY=localhost,127.0.0.1,::1",
  )];
}
