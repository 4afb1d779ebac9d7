/** A server that does nothing: answers every request at once, ends on SIGTERM. Arguments: the port first. */
const listener = Deno.serve(
  { hostname: "127.0.0.1", port: Number(Deno.args[0]), onListen: () => {} },
  () => new Response(),
);
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
await listener.finished;
