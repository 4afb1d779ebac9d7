import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../tests/harness/any_text.ts";
import { pyRepr } from "../json/python.ts";
import { JsonNumber } from "../json/value.ts";
import { isSecretName, maskArgv, maskEnv, Masker, maskText, secretValues } from "./mod.ts";
import { quoteWords } from "../spec/shell_words.ts";

/** Real command lines by words: before, after. */
const COMMANDS: [string[], string[]][] = [
  [["curl", "-u", "u:p w", "-Uu:p", "http://h"], ["curl", "-u", "u:***", "-Uu:***", "http://h"]],
  [
    ["x", "-k", "Abcd1234efgh5678", "--key", "Abcd1234efgh5678", "-k", "5"],
    ["x", "-k", "***", "--key", "***", "-k", "5"],
  ],
  [
    ["x", "--args=--api-key,x,--port,1", "--body", '{"key": "Abcd1234efgh5678"}', "--pat", "p"],
    ["x", "--args=--api-key,***,--port,1", "--body", '{"key": "***"}', "--pat", "***"],
  ],
  [
    ["docker", "run", "-u", "1000:1000", "-e", "GH_PAT=x", "--user", "a:b", "img"],
    ["docker", "run", "-u", "1000:1000", "-e", "GH_PAT=***", "--user", "a:b", "img"],
  ],
  [
    ["vllm", "serve", "m", "--api-key", "k1", "k2", "--port", "8000"],
    ["vllm", "serve", "m", "--api-key", "***", "***", "--port", "8000"],
  ],
  [
    ["vllm", "serve", "m", "--api_key=k 1", "--hf-token", "x", "--ssl-keyfile-password", "p"],
    ["vllm", "serve", "m", "--api_key=***", "--hf-token", "***", "--ssl-keyfile-password", "***"],
  ],
  [
    ["vllm", "bench", "serve", "--header", "Authorization=Bearer x y", "X-Api-Key=z", "A=b"],
    ["vllm", "bench", "serve", "--header", "Authorization=Bearer ***", "X-Api-Key=***", "A=b"],
  ],
  [
    ["curl", "-H", "Authorization: Bearer x", "-H", "Content-Type: text/plain"],
    ["curl", "-H", "Authorization: Bearer ***", "-H", "Content-Type: text/plain"],
  ],
  [
    [
      "docker",
      "run",
      "-e",
      "HF_TOKEN=x y",
      "--env=WANDB_API_KEY=z",
      "-eHF_TOKEN=w",
      "--env",
      "A=b",
    ],
    [
      "docker",
      "run",
      "-e",
      "HF_TOKEN=***",
      "--env=WANDB_API_KEY=***",
      "-eHF_TOKEN=***",
      "--env",
      "A=b",
    ],
  ],
  [
    ["env", "HF_TOKEN=x", "vllm", "serve", "m", "--enable-prefix-caching"],
    ["env", "HF_TOKEN=***", "vllm", "serve", "m", "--enable-prefix-caching"],
  ],
  [["bench", "--url", "http://h/?token=a'b;c&x=1"], ["bench", "--url", "http://h/?token=***&x=1"]],
  [
    ["bench", "--base-url", "https://user:p@ss@host:1/v1?a=b&api_key=x&sig=y#z"],
    ["bench", "--base-url", "https://***@host:1/v1?a=b&api_key=***&sig=***"],
  ],
  [
    ["bench", "--extra-body", '{"api_key": "x\\"y", "n": 1.0}', '--o={"a":[{"token":["p","q"]}]}'],
    ["bench", "--extra-body", '{"api_key": "***", "n": 1.0}', '--o={"a":[{"token":"***"}]}'],
  ],
  [
    ["servesweep", "serve", "--serve-cmd", "HF_TOKEN=x vllm serve m --api-key 'k 1' k2 --port 1"],
    [
      "servesweep",
      "serve",
      "--serve-cmd",
      "HF_TOKEN=*** vllm serve m --api-key '***' *** --port 1",
    ],
  ],
  [
    ["bash", "-lc", `export TOKEN="a b"; exec vllm serve m --api-key x && echo "done"`],
    ["bash", "-lc", `export TOKEN="***"; exec vllm serve m --api-key *** && echo "done"`],
  ],
  [
    ["llama-server", "--password", "-AbC_123456", "m.gguf", "-ngl", "99"],
    ["llama-server", "--password", "***", "m.gguf", "-ngl", "99"],
  ],
];

/** Words and texts that give nothing away. */
const HARMLESS = [
  "---------------Inter-token Latency----------------",
  "-----Time per Output Token (excl. 1st token)------",
  "Mean Inter-token Latency (ms): 12.34, Time per Output Token: 3.2, Inter-token Latency: x",
  "--tokenizer hf-internal/tiny --max_tokens 5 --num-prompts 100 --percentile-metrics ttft,tpot",
  '{"key": "mean_ttft_ms", "sort_key": "p99_itl_ms", "max_tokens": 128, "tokenizer_id": "a/b"}',
  "key: 3f786850e387550fdab836ed7e6dc881de23001bdd03da2a4de4a7bcf8a2b8c1",
  "--sort key=mean_ttft_ms -k 5 -u 1000:1000 --user app:app pin_memory=True spinning pattern path",
  "docker run -u 1000:1000 -k image",
  "num_key_value_heads: 8, hf_config, hf_overrides, sk_learn, --compilation-config",
  "Stop token: end, special token: x, Output token throughput (tok/s): 12.5",
  "vllm serve m --tokenizer t --max-tokens 5 --ssl-keyfile /etc/k.pem --cache-key a --sort-key b --key c",
  "vllm serve --api-key EMPTY --hf-token '' --token-file /run/t --num-tokens=4",
  "exec vllm serve m --hf-token $HF_TOKEN --api-key ${VLLM_API_KEY}",
  "usage: vllm serve [--api-key API_KEY [API_KEY ...]] [--hf-token [HF_TOKEN]]",
  "error: argument --api-key: expected at least one argument",
  "Unknown option --api-key in the serve command",
  "Namespace(api_key=None, token=False, eos_token='</s>')",
  "    client = OpenAI(api_key=self.api_key, token=token)",
  "ssh://git@host/x and http://127.0.0.1:8000/health?key=v",
  "Throughput: 12.5 tokens/s, mean time per token: 3 ms",
  "SERVE--max_num_seqs=32-max_num_batched_tokens=1024-BENCH--random_input_len=128",
];

/** Texts: before, after. */
const TEXTS: [string, string][] = [
  ["GITHUB_PAT=x GH_PAT=y SSH_KEY=z PIN=1234", "GITHUB_PAT=*** GH_PAT=*** SSH_KEY=*** PIN=***"],
  ["--pat x --port 1", "--pat *** --port 1"],
  ["SLACK_WEBHOOK_URL=https://h/x SENTRY_DSN=d", "SLACK_WEBHOOK_URL=*** SENTRY_DSN=***"],
  [
    "post to https://hooks.slack.com/services/T0/B0/xyz, https://discord.com/api/webhooks/1/x-y",
    "post to https://hooks.slack.com/services/***, https://discord.com/api/webhooks/***",
  ],
  [
    "https://a.webhook.office.com/webhookb2/a@b/c/d https://api.telegram.org/bot1:x/send",
    "https://a.webhook.office.com/webhookb2/*** https://api.telegram.org/bot***",
  ],
  [
    "AKIAIOSFODNN7EXAMPLE ASIAIOSFODNN7EXAMPLE ghp_abc0123456789def glpat-abcdef0123456789",
    "*** *** *** ***",
  ],
  [
    "curl -sS -u user:p:w http://h; curl --user='me:x' h",
    "curl -sS -u user:*** http://h; curl --user='me:***' h",
  ],
  ["x -k Abcd1234efgh5678 --port 1", "x -k *** --port 1"],
  ["--api-key,x,--port,1", "--api-key,***,--port,1"],
  [`{"key": "Abcd1234efgh5678", "n": [{"key": "x"}]}`, `{"key": "***", "n": [{"key": "x"}]}`],
  ["key=550e8400-e29b-41d4-a716-446655440000", "key=***"],
  ["serve command: --api-key a b -> c", "serve command: --api-key *** *** -> ***"],
  ["environment: HF_TOKEN=(unset) -> x", "environment: HF_TOKEN=(unset) -> ***"],
  ["args: {'api_key': ['a', 'b'], 'port': 1}", "args: {'api_key': ['***', '***'], 'port': 1}"],
  ["Namespace(api_key='a', x=1, token=b)", "Namespace(api_key='***', x=1, token=***)"],
  [
    "['vllm', '--api-key', 'x', 'y', '--port', '1']",
    "['vllm', '--api-key', '***', '***', '--port', '1']",
  ],
  [
    `x {"e": "{\\"token\\": \\"x\\", \\"n\\": 2}"} y`,
    `x {"e": "{\\"token\\": \\"***\\", \\"n\\": 2}"} y`,
  ],
  [
    `x {"secret": {"a": "p}",\n "b": [12, "q"]}} y`,
    `x {"secret": {"a": "***",\n "b": [***, "***"]}} y`,
  ],
  [`x {"secret": {"a": "p", "b": "q`, `x {"secret": {"a": "***", "b": "***`],
  ["token = {\n  broken", "token = {\n  broken"],
  [`Authorization: Digest username="u", response="x"`, "Authorization: Digest ***"],
  ["-H 'Cookie: a=b; c=\"d\"' http://h", "-H 'Cookie: ***' http://h"],
  ["docker run -e 'HF_TOKEN=a b' i", "docker run -e 'HF_TOKEN=***' i"],
  [
    "vllm serve m \\\n  --token \\\n  x \\\n  --port 1",
    "vllm serve m \\\n  --token \\\n  *** \\\n  --port 1",
  ],
  ["Wrong key: sk-abc123abc123abc123abc1.", "Wrong key: ***."],
  ["clone https://abc@github.com/x", "clone https://***@github.com/x"],
  ["AccountKey=abc==;Endpoint=core", "AccountKey=***;Endpoint=core"],
  ["SecretStr: api_key=SecretStr('x'), b", "SecretStr: api_key=SecretStr('***'), b"],
  [
    `{"argv":["--api-key","x"],"n":1.0,"token":12}`,
    `{"argv":["--api-key","***"],"n":1.0,"token":"***"}`,
  ],
];

const MARK = "Qz7";
/** Anything, with a mark at its start, its end or in its middle by which every rest of it is found. */
const secrets = fc.tuple(
  fc.oneof(anyText({ maxLength: 8 }), fc.string({ maxLength: 8 })),
  fc.constantFrom(
    (x: string) => `${MARK}${x}${MARK}`,
    (x: string) => `a${x}${MARK}${x}`,
    (x: string) => `${MARK}${x}'"\\`,
  ),
).map(([x, put]) => put(x));

/** As Python writes it into a URL. */
function inUrl(secret: string): string {
  return encodeURIComponent(secret.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** Each way to hand a secret to a command. */
const ways = fc.constantFrom<(secret: string) => string[]>(
  (s) => ["--api-key", s],
  (s) => ["--api-key", "first", s],
  (s) => [`--hf-token=${s}`],
  (s) => ["--header", `Authorization=Bearer ${s}`],
  (s) => ["-H", `X-Api-Key: ${s}`],
  (s) => ["-e", `OPENAI_API_KEY=${s}`],
  (s) => [`--env=DB_PASSWORD=${s}`],
  (s) => ["--url", `http://u:${inUrl(s)}@h/`],
  (s) => ["--url", `http://h/?x=1&token=${inUrl(s)}`],
  (s) => ["--extra-body", JSON.stringify({ n: 1, api_key: s })],
  (s) => [`--config=${JSON.stringify({ a: [{ secret: { s } }] })}`],
);
const commandsWith = (secret: fc.Arbitrary<string>) =>
  fc.tuple(secret, ways).map(([secret, way]) => ({
    secret,
    argv: ["vllm", "serve", "m", ...way(secret), "--port", "8000"],
  }));
const commands = commandsWith(secrets);
/** What issuers of keys make; where one word ends is not known in text of any kind. */
const keys = fc.stringMatching(/^[A-Za-z0-9._~+/=-]{0,12}$/).map((x) => `${MARK}${x}${MARK}`);

Deno.test("names of secrets are told from names of other things", () => {
  const yes =
    "HF_TOKEN HUGGING_FACE_HUB_TOKEN OPENAI_API_KEY AWS_SECRET_ACCESS_KEY WANDB_API_KEY " +
    "AWS_ACCESS_KEY_ID VLLM_API_KEY DB_PASSWORD GOOGLE_APPLICATION_CREDENTIALS AUTHORIZATION " +
    "PGPASSWORD MYSQL_PWD SSHPASS apiKey apikey x-api-key token accessToken auth_tokens --secret-x " +
    "GITHUB_PAT GH_PAT --pat SSH_KEY PIN user_pin JWT SENTRY_DSN WEBHOOK_URL SLACK_WEBHOOK DEPLOY_KEY " +
    "connection_string Cookie AZURE_OPENAI_KEY --pass NPM_CONFIG__AUTH kv.extra.api_key";
  const no =
    "TOKENIZERS_PARALLELISM MAX_TOKENS VLLM_MAX_TOKENS PUBLIC_KEY KEY CACHE_KEY PWD OLD_PWD " +
    "HF_TOKEN_PATH --tokenizer --max-tokens --num-tokens --ssl-keyfile --key --sort-key key tokens " +
    "PATH SPIN pin_memory cpu_pin SSH_KEY_PATH hook Inter-token inter_token first-token " +
    "eos_token time_per_token author --no-api-key disable_auth SSH_AUTH_SOCK bypass secret_name";
  assertEquals(yes.split(" ").filter((name) => !isSecretName(name)), []);
  assertEquals(no.split(" ").filter(isSecretName), []);
});

Deno.test("secrets in real command lines are masked and the rest stays", () => {
  for (const [before, after] of COMMANDS) assertEquals(maskArgv(before), after);
});

Deno.test("secrets in messages, logs and printed data are masked and the rest stays", () => {
  for (const [before, after] of TEXTS) assertEquals(maskText(before), after);
});

Deno.test("text without secrets is unchanged", () => {
  const vectors: { argv: { command: string; params: string; argv: string[] }[] } = JSON.parse(
    Deno.readTextFileSync(new URL("../../tests/fixtures/vectors.json", import.meta.url)),
  );
  for (const { command, params, argv } of vectors.argv) {
    assertEquals(maskArgv(argv), argv);
    for (const text of [command, params, quoteWords(argv)]) assertEquals(maskText(text), text);
  }
  for (const text of HARMLESS) {
    assertEquals(maskText(text), text);
    if (/^(vllm|exec) /.test(text)) assertEquals(maskArgv(text.split(" ")), text.split(" "));
  }
});

Deno.test("no part of a secret survives in the words of a command, and its value is collected", () => {
  fc.assert(
    fc.property(commands, ({ argv }) => {
      const masked = maskArgv(argv);
      assert(!masked.join("\n").includes(MARK), masked.join(" "));
      assertEquals(masked.slice(-2), ["--port", "8000"]);
      assert(secretValues(argv).some((value) => value.includes(MARK)));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("no part of a key survives in a command written as text", () => {
  fc.assert(
    fc.property(commandsWith(keys), ({ argv }) => {
      const command = quoteWords(argv);
      const nested = quoteWords(["servesweep", "serve", "--serve-cmd", command]);
      const line = JSON.stringify({ argv, inner: JSON.stringify({ argv }) });
      for (const text of [command, nested, line, `INFO ${line}`, `args: ${pyRepr(argv)}`]) {
        const masked = maskText(text);
        assert(!masked.includes(MARK), `${text}\n${masked}`);
      }
      for (const masked of maskArgv(["sh", "-c", command])) assert(!masked.includes(MARK), masked);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("what is masked stays as it is when it is masked again, as a message on its way to the terminal may be", () => {
  for (const [, masked] of COMMANDS) assertEquals(maskArgv(masked), masked);
  for (const [, masked] of TEXTS) assertEquals(maskText(masked), masked);
});

Deno.test("variables are masked by name, and those of other names as text", () => {
  assertEquals(
    maskEnv({ HF_TOKEN: "x", OPENAI_API_KEY: "EMPTY", HTTP_PROXY: "http://u:p@h", PATH: "/bin" }),
    { HF_TOKEN: "***", OPENAI_API_KEY: "EMPTY", HTTP_PROXY: "http://***@h", PATH: "/bin" },
  );
  assertEquals(secretValues({ HF_TOKEN: "x", HTTP_PROXY: "http://u:p@h", PATH: "/bin" }), [
    "x",
    "p",
  ]);
});

Deno.test("a known secret is masked however it is written, and a line of JSON stays one", () => {
  const known = secrets.filter((secret) => secret.length >= 6 && secret.isWellFormed());
  fc.assert(
    fc.property(known, fc.string(), (secret, other) => {
      const masker = new Masker([secret]);
      const event = {
        type: "x",
        reason: `${other} ${secret}`,
        list: [secret, 1.5],
        q: { r: secret },
      };
      const line = masker.text(JSON.stringify(event));
      assert(!line.includes(MARK), line);
      assertEquals(Object.keys(JSON.parse(line)), Object.keys(event));
      assertEquals(JSON.parse(line), masker.value(event));
      const texts = [
        JSON.stringify(secret),
        JSON.stringify(JSON.stringify(secret)),
        quoteWords([secret]),
        encodeURIComponent(secret),
      ];
      for (const text of texts) {
        const masked = masker.text(`It said ${text} here`);
        assert(!masked.includes(MARK), `${text}\n${masked}`);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("any JSON stays JSON with the same keys, also where a secret is the name of a key", () => {
  const json = fc.json({
    stringUnit: fc.constantFrom("abcdef", "token", "--api-key", "'", '"', "="),
  });
  const masker = new Masker(["abcdef", '"},{"', "{{{{{{"]);
  fc.assert(fc.property(json, (text) => {
    assertEquals(JSON.parse(masker.text(text)), masker.value(JSON.parse(text)));
  }));
  assertEquals(masker.text('{"abcdef":"abcdef"}'), '{"abcdef":"***"}');
});

Deno.test("short values, EMPTY and the like are not known secrets", () => {
  const masker = new Masker(["abcde", "EMPTY", "", "none", "null", "true", "***"]);
  assertEquals(masker.text("abcde EMPTY none null true"), "abcde EMPTY none null true");
  assertEquals(new Masker(["secret-1", "secret-12"]).text("a secret-12 b"), "a *** b");
});

Deno.test("data are copied with what they are, commands and variables in them masked as such", () => {
  const number = new JsonNumber("1.0");
  const data = {
    argv: ["vllm", "--api-key", "x"],
    logTail: ["--api-key", "stays"],
    serveEnv: { HF_TOKEN: "x", N: "1" },
    credentials: { a: ["b"] },
    result: new Map<string, unknown>([["n", number], ["password", "x"], ["t", "token=x"]]),
    n: 1,
    none: null,
  };
  const copy = new Masker([]).value(data);
  assertEquals(copy, {
    ...data,
    argv: ["vllm", "--api-key", "***"],
    serveEnv: { HF_TOKEN: "***", N: "1" },
    credentials: "***" as unknown as { a: string[] },
    result: new Map<string, unknown>([["n", number], ["password", "***"], ["t", "token=***"]]),
  });
  assert(copy.result.get("n") === number);
  assertEquals(data.argv[2], "x");
});
