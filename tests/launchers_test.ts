/** Commands behind launchers, and addresses: what is refused before anything starts, and what is planned instead. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { Workspace } from "./harness/workspace.ts";

/** A sweep that is only planned. */
async function dryRun(serveCmd: string, benchCmd: string, ...extra: string[]) {
  using workspace = new Workspace();
  workspace.write("v.yaml", "port: 18423\nhost: 0.0.0.0\nserved-model-name: [a, b]\n");
  const result = await cli([
    ...["serve", "--serve-cmd", serveCmd, "--bench-cmd", benchCmd, "--num-runs", "1"],
    ...["--dry-run", ...extra],
  ], { cwd: workspace.path });
  assertEquals(workspace.files().filter((file) => file !== "v.yaml"), []);
  return result;
}

const BENCH = "vllm bench serve --model m";
const ONE = `[{"max_num_seqs": 7}]`;
const FLASH = `[{"_env": {"VLLM_ATTENTION_BACKEND": "FLASHINFER"}}]`;

/** What is refused, and a part of what is said. */
const REFUSED: readonly [
  name: string,
  says: string,
  serveCmd: string,
  benchCmd: string,
  ...extra: string[],
][] = [
  ["a Unix socket", "leave out --uds and name a --port", "vllm serve m --uds /tmp/v.sock", BENCH],
  [
    "a benchmark on another port",
    "The benchmark goes to 127.0.0.1:9, the server listens on 127.0.0.1:8",
    "vllm serve m --port 8",
    `${BENCH} --port 9`,
  ],
  [
    "a base URL elsewhere",
    "The benchmark goes to 127.0.0.1:9",
    "vllm serve m --port 8",
    `${BENCH} --base-url http://127.0.0.1:9/v1`,
  ],
  [
    "another host",
    "The benchmark goes to gpu7.example:8",
    "vllm serve m --port 8",
    `${BENCH} --host gpu7.example --port 8`,
  ],
  [
    "the default of the benchmark",
    "goes to 127.0.0.1:8000, the server listens on 127.0.0.1:18423",
    "vllm serve m",
    BENCH,
    "--serve-params",
    `[{"port": 18423}]`,
    "--after-bench-cmd",
    "true",
  ],
  [
    "the port of a set of the benchmark",
    "goes to 127.0.0.1:9",
    "vllm serve m --port 8",
    BENCH,
    "--bench-params",
    `[{"port": 8}, {"port": 9}]`,
  ],
  [
    "the port of a file",
    "the server listens on 127.0.0.1:18423",
    "vllm serve m --config v.yaml",
    `${BENCH} --port 9`,
  ],
  [
    "a publish of another port",
    "the server listens on 127.0.0.1:9001",
    "docker run -p 127.0.0.1:9001:8000 i vllm serve m --port 8000",
    `${BENCH} --port 8000`,
    "--no-cache-reset",
  ],
  [
    "a publish at a port of the daemon",
    "publishes port 8000 of the container at a port that it chooses",
    "podman run -p 8000 i vllm serve m",
    `${BENCH} --port 8000`,
    "--no-cache-reset",
  ],
  [
    "sudo without -E",
    "sudo does not hand it on. Write sudo -E",
    "sudo -u x vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "ssh",
    "VLLM_ATTENTION_BACKEND does not reach",
    "ssh -p 22 box vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "env -i",
    "Leave out -i",
    "env -i PATH=/bin vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "srun --export=NONE",
    "--export=ALL",
    "srun -p gpu --export=NONE vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "apptainer --cleanenv",
    "write --env VLLM_ATTENTION_BACKEND".slice(6),
    "apptainer exec --nv --cleanenv v.sif vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "su with a login",
    "su - does not hand it on",
    `su - x -c 'vllm serve m --port 8'`,
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
    "--no-cache-reset",
  ],
  [
    "a variable that the command sets otherwise",
    "leave A=1 out of the command".slice(1),
    "env A=1 vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    `[{"_env": {"A": "2"}}]`,
  ],
  [
    "dev mode behind sudo",
    "VLLM_SERVER_DEV_MODE does not reach the server, for the cache reset",
    "sudo vllm serve m --port 8",
    `${BENCH} --port 8`,
  ],
  [
    "GPUs behind sudo",
    "CUDA_VISIBLE_DEVICES does not reach the server, for the choice of GPUs",
    "sudo --preserve-env=CUDA_DEVICE_ORDER vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--gpus",
    "0",
    "--no-cache-reset",
  ],
  [
    "GPUs of a container's own",
    "write --gpus all",
    "docker run --gpus device=3 --network host i vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--gpus",
    "0",
    "--no-cache-reset",
  ],
  [
    "a script without its words",
    `write bash -lc 'vllm serve m --port 8 "$@"' vllm`,
    "bash -lc 'vllm serve m --port 8'",
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
  ],
  [
    "a script whose first word is lost",
    `"$@"' vllm`,
    `sh -c 'exec vllm serve m --port 8 "$@"'`,
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
  ],
  [
    "a script in a container",
    "inside sh -c",
    "docker run --network host i sh -c 'vllm serve m --port 8'",
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
    "--no-cache-reset",
  ],
  [
    "a script of busybox",
    "inside sh -c",
    "busybox sh -ec 'vllm serve m --port 8'",
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
  ],
  [
    "a script of su",
    "inside su -c",
    "su x -c 'vllm serve m --port 8'",
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
  ],
  [
    "a script of the benchmark",
    ` ...") does not reach the program inside bash -c`,
    "vllm serve m --port 8",
    `bash -c '${BENCH} --port 8'`,
  ],
  [
    "a free port inside a script",
    "write $SERVESWEEP_PORT there",
    "sh -c 'vllm serve m --port auto'",
    `${BENCH} --port auto`,
  ],
  [
    "docker run -d",
    "leave out -d",
    "docker run --rm -d --network host i --port 8",
    `${BENCH} --port 8`,
    "--no-cache-reset",
  ],
  [
    "docker run -itd",
    "leave out -d",
    "docker run -itd i --port 8",
    `${BENCH} --port 8`,
    "--no-cache-reset",
  ],
  [
    "podman run --detach",
    "leave out -d",
    "sudo podman run --detach i --port 8",
    `${BENCH} --port 8`,
    "--no-cache-reset",
  ],
  [
    "docker compose up -d",
    "leave out -d",
    "docker compose -f c.yml up -d vllm",
    `${BENCH} --port 8000`,
    "--no-cache-reset",
  ],
  [
    "an & at the end of a script",
    "leave it out",
    "bash -c 'nohup vllm serve m --port 8 >s.log 2>&1 &'",
    `${BENCH} --port 8`,
  ],
  [
    "tmux",
    "leaves the program in a session of its own",
    "tmux new -d vllm serve m --port 8",
    `${BENCH} --port 8`,
  ],
];

for (const [name, says, serveCmd, benchCmd, ...extra] of REFUSED) {
  Deno.test(`refused before the start: ${name}`, async () => {
    const result = await dryRun(serveCmd, benchCmd, ...extra);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, says);
  });
}

/** What is planned, and a part of the plan. */
const PLANNED: readonly [
  name: string,
  shows: string,
  serveCmd: string,
  benchCmd: string,
  ...extra: string[],
][] = [
  [
    "names of this machine are equal",
    "vllm serve m --host 0.0.0.0 --port 8\n",
    "vllm serve m --host 0.0.0.0 --port 8",
    `${BENCH} --base-url http://[::1]:8`,
  ],
  [
    "the health URL is meant",
    "--port 9 ",
    "vllm serve m --port 8",
    `${BENCH} --port 9`,
    "--health-url",
    "http://127.0.0.1:9/health",
  ],
  [
    "another address on purpose",
    "--base-url http://router:1 ",
    "vllm serve m --port 8",
    `${BENCH} --base-url http://router:1`,
    "--other-address",
  ],
  [
    "the port of a file",
    "to http://127.0.0.1:18423",
    "vllm serve m --config v.yaml",
    `${BENCH} --port 18423`,
  ],
  [
    "a port inside a script",
    "to http://127.0.0.1:18423",
    "bash -c 'cd /tmp && exec vllm serve m --port 18423 2>&1'",
    `${BENCH} --port 18423`,
  ],
  [
    "a variable inside a script",
    "to http://127.0.0.1:18423",
    "sh -c 'vllm serve m --port ${P:-18423}'",
    `${BENCH} --port 18423`,
  ],
  [
    "a port of srun and one of vllm",
    "to http://127.0.0.1:18423",
    "srun -p 8 -n 1 vllm serve m --port 18423",
    `${BENCH} --port 18423`,
  ],
  [
    "a published port",
    "to http://127.0.0.1:9001",
    "docker run -p 9000-9001:8000-8001/tcp i vllm serve m --port 8001",
    `${BENCH} --port 9001`,
  ],
  [
    "variables of a container",
    "docker run -e VLLM_SERVER_DEV_MODE -e VLLM_ATTENTION_BACKEND --rm",
    "docker run --rm --network host i vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
  ],
  [
    "variables that get through",
    "$ VLLM_SERVER_DEV_MODE=1 VLLM_ATTENTION_BACKEND=FLASHINFER sudo -E vllm",
    "sudo -E vllm serve m --port 8",
    `${BENCH} --port 8`,
    "--serve-params",
    FLASH,
  ],
  [
    "a script that hands its words on",
    "vllm --max-num-seqs 7",
    `bash -c 'exec vllm serve m --port 8 "$@"' vllm`,
    `${BENCH} --port 8`,
    "--serve-params",
    ONE,
  ],
  [
    "a script to which nothing is appended",
    "bash -c 'vllm serve m --port 8'",
    "bash -c 'vllm serve m --port 8'",
    `${BENCH} --port 8`,
  ],
];

for (const [name, shows, serveCmd, benchCmd, ...extra] of PLANNED) {
  Deno.test(`planned: ${name}`, async () => {
    const result = await dryRun(serveCmd, benchCmd, ...extra);
    assertCode(result, 0);
    assertStringIncludes(result.stdout, shows);
  });
}
