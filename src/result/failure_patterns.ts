/** How failures look in the logs of servers and benchmarks. Every row is met by a line in tests/fixtures/logs. */
import type { FailureClass } from "../journal/event.ts";

/** A text that says why something failed. */
export interface FailurePattern {
  readonly class: FailureClass;
  /** Looked for within one line. */
  readonly pattern: RegExp;
  /** Program that prints it. */
  readonly source: string;
}

/** Lines that name a cause. A row stands before the rows that also fit its lines. */
export const CAUSES: readonly FailurePattern[] = [
  row("gpu-out-of-memory", /(?:CUDA|HIP|XPU|NPU) out of memory/, "PyTorch; vLLM warming up"),
  row(
    "gpu-out-of-memory",
    /(?:(?:CUDA|HIP)(?: driver)? error|Triton Error \[(?:CUDA|HIP)\]): out of memory/,
    "CUDA through PyTorch, Triton and llama.cpp",
  ),
  row("gpu-out-of-memory", /Cuda failure (?:\d+ )?'out of memory'/, "NCCL"),
  row("gpu-out-of-memory", /CUBLAS_STATUS_ALLOC_FAILED/, "cuBLAS through PyTorch"),
  row("gpu-out-of-memory", /ValueError: No available memory for the cache blocks/, "vLLM"),
  // "Free memory on device ... on startup. Desired GPU memory utilization is" is a line of a healthy start.
  row(
    "gpu-out-of-memory",
    /Free memory on device .*on startup is less than desired GPU memory utilization/,
    "vLLM V1",
  ),
  row(
    "gpu-out-of-memory",
    /is larger than the maximum number of tokens that can be stored in KV cache/,
    "vLLM V0",
  ),
  row("gpu-out-of-memory", /larger than the available KV cache memory \(/, "vLLM V1"),
  row("gpu-out-of-memory", /Failed to load model - not enough GPU memory/, "vLLM"),
  row("gpu-out-of-memory", /Not enough memory\. Please try to increase --mem-fraction/, "SGLang"),
  // Not "KV cache pool is full. Retract requests.": the scheduler goes on after it.
  row("gpu-out-of-memory", /[Oo]ut of memory\. Try to lower your batch size/, "SGLang"),
  row("gpu-out-of-memory", /cudaMalloc failed: out of memory/, "llama.cpp"),
  row(
    "gpu-out-of-memory",
    /(?:unable|failed) to allocate (?:CUDA|ROCm|Vulkan|SYCL)\d+ buffer/,
    "llama.cpp",
  ),
  row(
    "gpu-out-of-memory",
    /Not enough memory to handle \d+ \w+ tokens/,
    "text-generation-launcher",
  ),

  row("host-out-of-memory", /DefaultCPUAllocator: (?:can't allocate|not enough) memory/, "PyTorch"),
  row("host-out-of-memory", /std::bad_alloc/, "C++ runtime"),
  // Not the text alone: llama.cpp warns "failed to mlock ... Cannot allocate memory" and goes on.
  row("host-out-of-memory", /\[Errno 12\] Cannot allocate memory/, "Python"),
  row("host-out-of-memory", /(?:^|[\s.\]])_?(?:Array)?MemoryError(?::|$)/, "Python, NumPy"),
  row("host-out-of-memory", /oom-kill:|[Oo]ut of memory: Killed process/, "Linux kernel"),
  row("host-out-of-memory", /killed due to memory pressure/, "Ray"),
  row("host-out-of-memory", /Not enough host memory available/, "SGLang"),
  row("host-out-of-memory", /(?:unable|failed) to allocate CPU buffer/, "llama.cpp"),

  // vLLM and PyTorch warn of a taken port and try another: only what they raise counts.
  row("port-in-use", /\[Errno 98\]/, "Python, uvicorn"),
  row("port-in-use", /DistNetworkError: .*EADDRINUSE/, "PyTorch"),
  row("port-in-use", /ZMQError: Address already in use/, "pyzmq"),
  row("port-in-use", /couldn't bind HTTP server socket/, "llama.cpp"),
  row("port-in-use", /ValueError: .*port at \d+ is not available in \d+ seconds/, "SGLang"),
  row("port-in-use", /kind: AddrInUse/, "text-generation-launcher"),

  row("model-not-found", /is not a local folder and is not a valid model id/, "transformers"),
  row("model-not-found", /(?:Repository|Revision)NotFoundError|GatedRepoError/, "huggingface_hub"),
  row("model-not-found", /You are trying to access a gated repo/, "transformers"),
  row("model-not-found", /40[134] Client Error.*huggingface\.co/, "huggingface_hub"),
  row("model-not-found", /HFValidationError: Repo id must/, "huggingface_hub"),
  row("model-not-found", /outgoing traffic has been disabled|offline mode is/, "huggingface_hub"),
  row("model-not-found", /Invalid repository ID or local directory specified/, "vLLM"),
  row(
    "model-not-found",
    /Error: Can't load (?:the configuration|tokenizer|the model)/,
    "transformers",
  ),
  row("model-not-found", /does not appear to have a file named/, "transformers"),
  row("model-not-found", /Cannot find any model weights with/, "vLLM, SGLang"),
  row("model-not-found", /SafetensorError: Error while deserializing/, "safetensors"),
  row("model-not-found", /failed to open GGUF file/, "llama.cpp"),
  row("model-not-found", /invalid magic (?:characters|number)/, "llama.cpp"),

  row(
    "bad-argument",
    /: error: (?:unrecognized arguments|argument \S+|the following arguments are required|ambiguous option)/,
    "argparse",
  ),
  row(
    "bad-argument",
    /^error: (?:invalid argument|unknown argument|unexpected argument|invalid value|the following required)/,
    "llama.cpp; clap of text-generation-launcher",
  ),
  row("bad-argument", /^error while handling argument "/, "llama.cpp"),
  row("bad-argument", /unknown model architecture/, "llama.cpp"),
  row("bad-argument", /must be divisible by tensor parallel size/, "vLLM"),
  row(
    "bad-argument",
    /CUDA error: invalid device ordinal/,
    "CUDA: more GPUs asked for than there are",
  ),
  row(
    "bad-argument",
    /Model architectures .* are not supported|does not recognize this architecture/,
    "vLLM, transformers",
  ),
  row("bad-argument", /No such file or directory: '[^']*\.jsonl?'/, "vllm bench: dataset"),

  row("infrastructure", /No space left on device|Disk quota exceeded/, "Linux"),
  row("infrastructure", /Read-only file system|Too many open files/, "Linux"),
  row("infrastructure", /unable to (?:open shared memory object|write to file <)/, "PyTorch"),
  row("infrastructure", /CUDA driver version is insufficient/, "CUDA"),
  row(
    "infrastructure",
    /Error: (?:The NVIDIA driver on your system is|Found no NVIDIA)/,
    "PyTorch",
  ),
  row("infrastructure", /Error: No CUDA GPUs are available/, "PyTorch"),
  // llama.cpp says it, with its own name in front, and goes on with the CPU.
  row("infrastructure", /(?:CUDA|HIP) error: no (?:CUDA|ROCm)-capable device/, "CUDA"),
  row("infrastructure", /device\(s\) is\/are busy or unavailable/, "CUDA"),
  row("infrastructure", /Failed to infer device type/, "vLLM: no GPU that works"),
  row("infrastructure", /no kernel image is available for execution/, "CUDA: build and GPU differ"),
  row("infrastructure", /uncorrectable ECC error|NVRM: Xid|fallen off the bus/, "NVIDIA driver"),
  row("infrastructure", /system not yet initialized/, "CUDA: fabric manager does not run"),
  // The attempts before the last are logged as "... thrown while requesting HEAD ...", without a type in front.
  row(
    "infrastructure",
    /\w+(?:Error|Timeout): (?!.*thrown while requesting).*HTTPS?ConnectionPool\(host='(?:huggingface\.co|[\w.-]*\.hf\.co)'/,
    "requests",
  ),
  row(
    "infrastructure",
    /(?:5\d\d Server Error|429 Client Error).*huggingface\.co/,
    "huggingface_hub",
  ),
  row("infrastructure", /We couldn't connect to '\S+' to load/, "transformers"),
  row(
    "infrastructure",
    /we cannot find the (?:requested files|appropriate snapshot)/,
    "huggingface_hub",
  ),
  row("infrastructure", /(?:gaierror|ConnectError): \[Errno -[235]\]/, "Python: name resolution"),

  row("load-timeout", /Error: Timed out waiting for (?:new )?engine/, "vLLM"),

  row("hang", /[Ww]atchdog timeout \((?!.*self\.soft=True)/, "SGLang"),
  row("hang", /Engine iteration timed out/, "vLLM V0"),
  row("hang", /TimeoutError: RPC call to \w+ timed out/, "vLLM V1"),
  row("hang", /Watchdog caught collective operation timeout/, "PyTorch"),

  row(
    "crash",
    /CUDA error: (?:an illegal (?:memory access|instruction)|device-side assert|unspecified launch|misaligned)/,
    "CUDA",
  ),
  row("crash", /Memory access fault by GPU/, "ROCm"),
  row("crash", /Fatal Python error: |!!!!!!! Segfault encountered/, "Python, vLLM"),
  row("crash", /GGML_ASSERT\(/, "llama.cpp"),
];

/** Lines that only say that something failed: they count where no line names a cause. */
export const SYMPTOMS: readonly FailurePattern[] = [
  // A wrong model is reported through it too; so it names no cause.
  row("bad-argument", /ValidationError: \d+ validation errors? for \w+/, "pydantic through vLLM"),
  row(
    "bad-argument",
    /arg_utils\.py", line \d+, in create_\w+_config/,
    "vLLM: frame of a traceback",
  ),
  row(
    "bad-argument",
    /server_args\.py", line \d+, in (?:__post_init__|_handle_\w+|check_\w+|prepare_server_args)/,
    "SGLang: frame of a traceback",
  ),
  // A rank that ran out of memory makes its peers say this, often before it says its own line.
  row(
    "infrastructure",
    /DistBackendError: |NCCL error|nccl(?:System|Remote|Internal|UnhandledCuda)Error/,
    "NCCL through PyTorch",
  ),
  row("infrastructure", /Dist(?:Store|Network)Error: /, "PyTorch: ranks that do not meet"),
  row(
    "infrastructure",
    /Could not find nvcc|No such file or directory: 'n(?:inja|vcc)'/,
    "kernel build",
  ),
  row("bench-error", /ValueError: Initial test run failed/, "vllm bench serve"),
  row("crash", /EngineCore (?:failed to start|encountered a fatal error)/, "vLLM V1"),
  row("crash", /EngineDeadError|Engine core initialization failed/, "vLLM"),
  row("crash", /(?:Engine core|Worker) proc \S+ died unexpectedly/, "vLLM V1"),
  row("crash", /Background loop (?:has errored|is not running|is stopped)/, "vLLM V0"),
  row("crash", /Engine background task failed|AsyncLLM output_handler failed/, "vLLM"),
  row("crash", /\w+ hit an exception: Traceback|Subprocess \S+ \(pid=\d+\) crashed/, "SGLang"),
  row("crash", /(?:Received sigquit from a child process|SIGQUIT received\.)/, "SGLang"),
  row("crash", /exiting due to model loading error/, "llama.cpp"),
  row("crash", /Error: ShardCannotStart|Error: WebserverFailed/, "text-generation-launcher"),
];

/**
 * Lines below the level of an error. A warning is no failure, and an informative line may quote a prompt,
 * which can hold any text. vLLM logs each attempt to list a repository's files as an error, also for a local directory.
 */
export const HARMLESS =
  /^(?:\([^)]*\) )?(?:\S+Z +)?(?:DEBUG|INFO|WARN|WARNING)(?::| )|^\[[^\]]*\] (?:Receive|Finish): obj=|Error retrieving (?:safetensors|file list)/;

function row(failureClass: FailureClass, pattern: RegExp, source: string): FailurePattern {
  return { class: failureClass, pattern, source };
}
