/**
 * How failures look that every server and benchmark may meet: PyTorch, CUDA, Python, Hugging Face, Linux. An engine's own lines are
 * in its file.
 */
import { BACKEND_CAUSES } from "./backend_log.ts";
import { type FailurePattern, row } from "./failure_pattern.ts";

/** Lines that name a cause. */
export const COMMON_CAUSES: readonly FailurePattern[] = [
  ...BACKEND_CAUSES,
  // Not the text alone: llama.cpp warns "failed to mlock ... Cannot allocate memory" and goes on.
  row("host-out-of-memory", /\[Errno 12\] Cannot allocate memory/, "Python"),
  row("host-out-of-memory", /(?:^|[\s.\]])_?(?:Array)?MemoryError(?::|$)/, "Python, NumPy"),
  row("host-out-of-memory", /oom-kill:|[Oo]ut of memory: Killed process/, "Linux kernel"),
  row("host-out-of-memory", /killed due to memory pressure/, "Ray"),
  // vLLM and PyTorch warn of a taken port and try another: only what they raise counts.
  row("port-in-use", /\[Errno 98\]/, "Python, uvicorn"),
  row("port-in-use", /DistNetworkError: .*EADDRINUSE/, "PyTorch"),
  row("port-in-use", /ZMQError: Address already in use/, "pyzmq"),
  row("model-not-found", /is not a local folder and is not a valid model id/, "transformers"),
  row(
    "model-not-found",
    /(?:Repository|Revision|Dataset)NotFoundError|GatedRepoError/,
    "huggingface_hub",
  ),
  row("model-not-found", /You are trying to access a gated repo/, "transformers"),
  row("model-not-found", /40[134] Client Error.*huggingface\.co/, "huggingface_hub"),
  row("model-not-found", /HFValidationError: Repo id must/, "huggingface_hub"),
  row("model-not-found", /outgoing traffic has been disabled|offline mode is/, "huggingface_hub"),
  row(
    "model-not-found",
    /Error: Can't load (?:the configuration|tokenizer|the model|image processor|feature extractor)/,
    "transformers",
  ),
  row(
    "model-not-found",
    /Access to model \S+ is restricted|Cannot access gated repo|Invalid (?:user|access) token|Invalid credentials in Authorization header/,
    "huggingface_hub",
  ),
  row(
    "model-not-found",
    /Couldn't instantiate the backend tokenizer|Tokenizer class \S+ does not exist|Unable to load vocabulary from file|No (?:tokenizer file|tokenizer) found in/,
    "transformers: tokenizer",
  ),
  row(
    "model-not-found",
    /Unrecognized model in \S+\. Should have a `?model_type|NotExistError: .*model|Error no file named .* found in directory/,
    "transformers, ModelScope",
  ),
  row("model-not-found", /does not appear to have a file named/, "transformers"),
  row("model-not-found", /SafetensorError: Error while deserializing/, "safetensors"),
  row(
    "bad-argument",
    /: error: (?:unrecognized arguments|argument \S+|the following arguments are required|ambiguous option|one of the arguments .* is required)/,
    "argparse",
  ),
  row(
    "bad-argument",
    /^(?:Error: |[│|] )(?:No such (?:option|command)|Invalid value(?: for|:)|Missing (?:argument|option|parameter|command)|Got unexpected extra|Option '?-\S+ (?:requires an?|does not take) |--?\S+ option (?:requires|does not take))/,
    "click, typer",
  ),
  row(
    "bad-argument",
    /^flag provided but not defined: |Flags parsing error|Unknown command line flag|^Option '\S+' does not exist|not used by the HfArgumentParser/,
    "Go, absl, cxxopts, transformers",
  ),
  row(
    "bad-argument",
    /(?:argument|option|setting) `?trust_remote_code=True|execute (?:the configuration file|some code) in that repo|contains custom code which must be executed/,
    "transformers",
  ),
  // The line that follows "1 validation error for ...".
  row(
    "bad-argument",
    /(?:^|\s)(?:Value error|Assertion failed), |\[type=[\w.]+, input_value=/,
    "pydantic",
  ),
  row(
    "bad-argument",
    /quantization method \S+ is not supported|is not supported for quantization method|(?:[Uu]nknown|[Ii]nvalid|[Uu]nsupported) quantization(?: method| type|:)|quantization is currently not supported|does not match the quantization method specified|Cannot find the config file for \w+/,
    "vLLM, SGLang: quantization",
  ),
  row(
    "bad-argument",
    /Error: (?:.* )?(?:[Uu]nknown|[Uu]nsupported|[Ii]nvalid) (?:kv[ _-]cache[ _-])?d(?:ata )?type\b|Error: .*\bdtype\b.* not supported/,
    "vLLM, SGLang, TensorRT-LLM: dtype",
  ),
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
  // llama-server says it, with its own name in front, and goes on with the CPU.
  row("infrastructure", /(?:CUDA|HIP) error: no (?:CUDA|ROCm)-capable device/, "CUDA"),
  row("infrastructure", /device\(s\) is\/are busy or unavailable/, "CUDA"),
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
  row("hang", /Watchdog caught collective operation timeout/, "PyTorch"),
  row(
    "crash",
    /CUDA error: (?:an illegal (?:memory access|instruction)|device-side assert|unspecified launch|misaligned)/,
    "CUDA",
  ),
  row("crash", /Memory access fault by GPU/, "ROCm"),
  row("crash", /Fatal Python error: /, "Python"),
];

/** Lines that only say that something failed. */
export const COMMON_SYMPTOMS: readonly FailurePattern[] = [
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
];

/** Lines below the level of an error. A warning is no failure, and an informative line may quote a prompt. */
export const COMMON_HARMLESS = /^(?:\([^)]*\) )?(?:\S+Z +)?(?:DEBUG|INFO|WARN|WARNING)(?::| )/;

/** A progress bar (tqdm): all that is left of thousands that were drawn over one another. */
export const PROGRESS_BAR = /\b\d{1,3}%(?:\|| Completed \|)/;
