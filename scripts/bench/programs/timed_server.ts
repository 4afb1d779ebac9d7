/**
 * A server that takes its time to load and does nothing else: `--port N --load-ms N [--log-bytes-per-s N]`. Answers every request
 * once it has loaded, ends on SIGTERM.
 */
const value = (name: string): number => {
  const index = Deno.args.lastIndexOf(`--${name}`);
  return index < 0 ? 0 : Number(Deno.args[index + 1]);
};
/** Ten times a second. */
const line = new TextEncoder().encode("x".repeat(99) + "\n");
const piece = Math.round(value("log-bytes-per-s") / 10 / line.length);
if (piece > 0) {
  const bytes = new Uint8Array(piece * line.length);
  for (let n = 0; n < piece; n++) bytes.set(line, n * line.length);
  setInterval(() => Deno.stdout.writeSync(bytes), 100);
}
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
await new Promise((resolve) => setTimeout(resolve, value("load-ms")));
Deno.serve(
  { hostname: "127.0.0.1", port: value("port"), onListen: () => {} },
  () => new Response(),
);
