import { assertEquals } from "@std/assert";
import { askText } from "./ask_text.ts";
import { probeClient } from "./health.ts";
import { postReset, RESET_TRIES } from "./reset_cache.ts";

/** Asks a server that answers so; `n` counts the requests, from 0. */
async function asked<T>(
  answer: (n: number, signal: AbortSignal) => Response | Promise<Response>,
  ask: (url: string, client: Deno.HttpClient) => Promise<T>,
): Promise<{ value: T; requests: number }> {
  let requests = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(requests++, request.signal),
  );
  using client = probeClient();
  const value = await ask(`http://127.0.0.1:${server.addr.port}`, client);
  await server.shutdown();
  return { value, requests };
}

const signal = new AbortController().signal;

Deno.test("a reset that says that it did nothing is tried again until it did", async () => {
  const { value, requests } = await asked(
    (n) => Response.json({ success: n === 2 }),
    (url, client) => postReset(url, client, signal, 0),
  );
  assertEquals([value, requests], [{ status: 200, denied: false }, 3]);
});

Deno.test("a reset that never does anything is given up", async () => {
  const { value, requests } = await asked(
    () => Response.json({ success: false }),
    (url, client) => postReset(url, client, signal, 0),
  );
  assertEquals([value, requests], [{ status: 200, denied: true }, RESET_TRIES]);
});

Deno.test("an answer without a word about success is one", async () => {
  for (
    const [text, status] of [["", 200], ["Cache flushed", 200], ["no such path", 404]] as const
  ) {
    const { value, requests } = await asked(
      () => new Response(text, { status }),
      (url, client) => postReset(url, client, signal, 0),
    );
    assertEquals([value, requests], [{ status, denied: false }, 1]);
  }
});

Deno.test("a question is bounded in size and time, and follows nobody", async () => {
  const options = (client: Deno.HttpClient) => ({ client, signal, limitMs: 60_000, maxBytes: 10 });
  const small = await asked(
    () => new Response("0123456789"),
    (url, client) => askText(url, options(client)),
  );
  assertEquals(small.value, { status: 200, text: "0123456789" });
  const large = await asked(
    () => new Response("0123456789a"),
    (url, client) => askText(url, options(client)),
  );
  assertEquals("none" in large.value && large.value.none.includes("more than 10 bytes"), true);
  const moved = await asked(
    () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/" } }),
    (url, client) => askText(url, options(client)),
  );
  assertEquals(moved.value, { status: 302, text: "" });
  const silent = await asked(
    (_, gone) =>
      new Promise((resolve) => gone.addEventListener("abort", () => resolve(new Response("late")))),
    (url, client) => askText(url, { ...options(client), limitMs: 20 }),
  );
  assertEquals("none" in silent.value && silent.value.none.includes("no answer within"), true);
});
