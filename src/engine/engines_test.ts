import { assert, assertEquals } from "@std/assert";
import { benchmarkOf, engineNamed, engineOf, ENGINES, OTHER } from "./engines.ts";

/** What each command runs. */
const PROGRAMS: readonly [command: string, engine: string][] = [
  ["vllm serve m", "vllm"],
  ["/opt/venv/bin/vllm serve m", "vllm"],
  ["env A=b numactl -N 0 vllm serve m", "vllm"],
  ["python3 -m vllm.entrypoints.openai.api_server --model m", "vllm"],
  ["python -m sglang.launch_server --model-path m", "sglang"],
  ["llama-server -m /models/vllm", "llama.cpp"],
  ["x --model /models/vllm", "other"],
  ["servesweep sim m", "sim"],
  ["infinity_emb v2", "infinity"],
  ["sglang serve --model-path m", "sglang"],
  ["text-generation-launcher --model-id m", "tgi"],
  ["./servesweep-1.0-linux sim m", "sim"],
  ["deno run -A main.ts sim m", "sim"],
  ["python vllm_server.py", "other"],
  ["my-server sim", "other"],
  ["docker run --rm vllm/vllm-openai", "other"],
  ["numactl --cpunodebind=0 vllm serve m", "vllm"],
  ["nice -- vllm serve m", "vllm"],
  // Behind what has the name of an engine and is none.
  ["sudo -u vllm python -m sglang.launch_server --model-path m", "sglang"],
  ["sudo -E -u vllm LD_PRELOAD=x llama-server -m m", "llama.cpp"],
  ["conda run --no-capture-output -n vllm sglang serve --model-path m", "sglang"],
  ["uv run --with vllm python -m sglang.launch_server --model-path m", "sglang"],
  ["docker run --name vllm -v vllm:/m -it --rm --gpus all my/image llama-server -m m", "llama.cpp"],
  ["podman run -e A=b -p8000:8000 localhost/vllm sglang serve --model-path m", "sglang"],
  ["docker run --gpus=all nvcr.io/x vllm serve m", "vllm"],
  ["docker compose run vllm", "vllm"],
  ["timeout -k 5 1h nice -n 5 taskset -c 0-7 vllm serve m", "vllm"],
  ["timeout --signal=INT 60 env -i PATH=/bin -u A vllm serve m", "vllm"],
  ["stdbuf -oL ionice -c 2 -n 0 chrt -b 0 setsid vllm serve m", "vllm"],
  ["numactl --cpunodebind 0 -m 0 /usr/bin/time -f %e vllm serve m", "vllm"],
  ["uv run vllm serve m", "vllm"],
  ["my-wrapper -f vllm serve m", "vllm"],
  ["trtllm-serve m --tp_size 2", "trtllm"],
  ["mpirun -n 1 /usr/local/bin/trtllm-serve serve m", "trtllm"],
  ["python3 -m tensorrt_llm.commands.serve m", "trtllm"],
  ["lmdeploy serve api_server m", "lmdeploy"],
  ["docker run --gpus all openmmlab/lmdeploy lmdeploy serve api_server m", "lmdeploy"],
  ["python -m lmdeploy serve api_server m", "lmdeploy"],
  ["env", "other"],
  ["timeout 5", "other"],
];

for (const [command, engine] of PROGRAMS) {
  Deno.test(`the program decides the engine: ${command}`, () => {
    assertEquals(engineOf(command.split(" ")).name, engine);
  });
}

/** What follows from a command: port, health path, GPUs, served names. */
const FACTS: readonly [
  command: string,
  port: number,
  gpus: number | null,
  served: readonly string[],
][] = [
  ["vllm serve m/a --port 1", 8000, 1, ["m/a"]],
  ["vllm serve --model m/a -tp 2", 8000, 2, ["m/a"]],
  ["vllm serve m --served-model-name a b --seed 1", 8000, 1, ["a", "b"]],
  ["vllm serve m --served_model_name=a", 8000, 1, ["a"]],
  ["vllm serve --port 1 m", 8000, 1, []],
  ["python -m vllm.entrypoints.openai.api_server --model m", 8000, 1, ["m"]],
  ["python -m sglang.launch_server --model-path m --tp 4", 30_000, 4, ["m"]],
  ["sglang serve --model-path m --served-model-name a", 30_000, 1, ["a"]],
  ["servesweep sim m -tp 2", 8000, 2, ["m"]],
  ["llama-server -m /models/a.gguf", 8080, null, []],
  ["text-generation-launcher --model-id m --num-shard 2", 3000, 2, []],
  ["text-generation-launcher --model-id m", 3000, null, []],
  ["infinity_emb v2 --model-id m", 7997, 1, []],
  ["trtllm-serve serve m --tp_size 4 --pp_size 2", 8000, 8, []],
  ["trtllm-serve m --tensor_parallel_size=2 --served_model_name a", 8000, 2, ["a"]],
  ["lmdeploy serve api_server m/a --tp 2", 23_333, 2, ["m/a"]],
  ["lmdeploy serve api_server m --model-name a", 23_333, 1, ["a"]],
  ["my-server m", 8000, null, []],
  ["./serve.sh --tp 2 --pp-size=2", 8000, 4, []],
];

for (const [command, port, gpus, served] of FACTS) {
  Deno.test(`what is known of a command: ${command}`, () => {
    const argv = command.split(" ");
    const engine = engineOf(argv);
    assertEquals(
      [engine.defaultPort, engine.healthPath, engine.gpus(argv), engine.servedNames(argv)],
      [port, "/health", gpus, served],
    );
  });
}

Deno.test("the model in a command, by which durations of other settings are found", () => {
  const modelOf = (command: string) => {
    const argv = command.split(" ");
    return engineOf(argv).model(argv);
  };
  assertEquals(modelOf("trtllm-serve serve m --tp_size 2"), "m");
  assertEquals(modelOf("trtllm-serve m"), "m");
  assertEquals(modelOf("trtllm-serve --tp_size 2 m"), null);
  assertEquals(modelOf("lmdeploy serve api_server m --tp 2"), "m");
  assertEquals(modelOf("text-generation-launcher --model-id m"), "m");
  assertEquals(modelOf("./start.sh --model-path m"), "m");
});

Deno.test("our own executable is known by what it is, whatever its name", () => {
  const own = ["/tmp/x1", "y2"];
  const nameOf = (command: string) => engineOf(command.split(" "), own).name;
  assertEquals(nameOf("/tmp/x1 sim m"), "sim");
  assertEquals(nameOf("env A=b y2 sim m"), "sim");
  assertEquals(nameOf("/tmp/other sim m"), "other");
  const isBenchmark = (command: string) => benchmarkOf(command.split(" "), own) !== null;
  assertEquals(
    ["/tmp/x1 bench", "servesweep bench", "vllm bench serve", "/a/vllm bench serve", "x bench"]
      .map(isBenchmark),
    [true, true, true, true, false],
  );
});

Deno.test("a benchmark program asks the port of its engine when its command names none", () => {
  const portOf = (command: string) => benchmarkOf(command.split(" "))?.defaultPort;
  assertEquals(portOf("python -m sglang.bench_serving --backend sglang"), 30_000);
  assertEquals(portOf("python /x/benchmark_serving.py --model m"), 8000);
  assertEquals(portOf("python benchmark_other.py"), undefined);
});

Deno.test("a name is that of one engine; one of a later version is read as a program of no known kind", () => {
  const names = [...ENGINES, OTHER].map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  for (const engine of [...ENGINES, OTHER]) assertEquals(engineNamed(engine.name), engine);
  assertEquals(engineNamed("from-the-future"), OTHER);
});

Deno.test("every example is of the engine that it is for, and its benchmark is known", () => {
  for (const { name, example } of ENGINES) {
    if (example === null) continue;
    assertEquals(engineOf(example.serveCmd("m").split(" ")).name, name);
    const bench = example.benchCmd?.("m") ?? "servesweep bench";
    assert(benchmarkOf(bench.split(" ")) !== null, bench);
  }
});

Deno.test("docs/engines.md has each engine with its port", () => {
  const text = Deno.readTextFileSync(new URL("../../docs/engines.md", import.meta.url));
  const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  for (const { name, defaultPort } of [...ENGINES, OTHER]) {
    const row = rows.find((cells) => cells[1] === `\`${name}\``);
    assertEquals(row?.[3], String(defaultPort), name);
  }
});
