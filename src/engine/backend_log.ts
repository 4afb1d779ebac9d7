/** How the backends of devices say that memory is short, or that a device cannot do what was asked: whatever server runs on them. */
import { type FailurePattern, row } from "./failure_pattern.ts";

/** Lines that name a cause. */
export const BACKEND_CAUSES: readonly FailurePattern[] = [
  row("gpu-out-of-memory", /(?:CUDA|HIP|XPU|NPU|HPU|MUSA) out of memory/, "PyTorch"),
  row(
    "gpu-out-of-memory",
    /\btorch\.(?:\w+\.)?OutOfMemoryError: (?!.*\bCPU\b)/,
    "PyTorch: any device",
  ),
  row("gpu-out-of-memory", /MPS backend out of memory/, "PyTorch on Metal"),
  row(
    "gpu-out-of-memory",
    /(?:(?:CUDA|HIP|ROCm|XPU|SYCL|MUSA)(?: driver| runtime)? [Ee]rror(?: \d+)?(?: in .+)?|Triton Error \[(?:CUDA|HIP)\]): (?:\S+: )?out of memory/,
    "CUDA through PyTorch, Triton, TensorRT-LLM and llama.cpp",
  ),
  row(
    "gpu-out-of-memory",
    /\b(?:cuda|hip)(?:ErrorMemoryAllocation|ErrorOutOfMemory)\b|\bCUDA_ERROR_OUT_OF_MEMORY\b/,
    "names of CUDA and HIP",
  ),
  row("gpu-out-of-memory", /\b(?:cuda|hip)Malloc\w* failed: out of memory/, "llama.cpp"),
  row("gpu-out-of-memory", /Cuda failure (?:\d+ )?'out of memory'/, "NCCL"),
  row(
    "gpu-out-of-memory",
    /\b(?:(?:CU|HIP)(?:BLAS|DNN|SOLVER|SPARSE|FFT)|CUDNN)_STATUS_(?:\w+_)?ALLOC(?:ATION)?_FAILED\b|\brocblas_status_memory_error\b/,
    "libraries of CUDA and ROCm",
  ),
  row(
    "gpu-out-of-memory",
    /\bHSA_STATUS_ERROR_OUT_OF_RESOURCES\b|Memory critical error by agent/,
    "ROCm runtime",
  ),
  row(
    "gpu-out-of-memory",
    /\b(?:UR|ZE|PI)_(?:RESULT_)?ERROR_OUT_OF_(?:DEVICE_MEMORY|RESOURCES)\b/,
    "Level Zero and SYCL on XPU",
  ),
  row(
    "gpu-out-of-memory",
    /\b(?:VK_ERROR_OUT_OF_DEVICE_MEMORY|ErrorOutOfDeviceMemory)\b|ggml_vulkan: Device memory allocation of size \d+ failed/,
    "Vulkan",
  ),
  row(
    "gpu-out-of-memory",
    /kIOGPUCommandBufferCallbackErrorOutOfMemory|Insufficient Memory \(0{7}8:|\[metal::malloc\] Attempting to allocate|ggml_metal\w*: error: failed to allocate/,
    "Metal: llama.cpp, MLX",
  ),
  // gRPC has the same word for messages that are too long.
  row(
    "gpu-out-of-memory",
    /\bR(?:ESOURCE_EXHAUSTED|esource exhausted)\b.*(?:[Oo]ut of memory|[Aa]llocat|[Rr]eserv|\b(?:hbm|HBM|vmem)\b)/,
    "XLA on TPU and GPU",
  ),
  row(
    "gpu-out-of-memory",
    /Attempting to (?:allocate|reserve) [\d.]+[KMGT]i?B?\b.* That was not possible/,
    "libtpu",
  ),
  row("gpu-out-of-memory", /\bNRT_RESOURCE\b|\bNERR_RESOURCE\b/, "Neuron runtime"),
  row("gpu-out-of-memory", /PT_DEVMEM.*Allocation failed for size/, "Gaudi"),
  row(
    "gpu-out-of-memory",
    /Failed to allocate memory for \S+ with size \d+ .*in AlignedAllocator/,
    "FlashInfer",
  ),
  row(
    "gpu-out-of-memory",
    /Requested amount of GPU memory \(\d+ bytes\) could not be allocated/,
    "TensorRT",
  ),
  row(
    "host-out-of-memory",
    /\b(?:UR|ZE|PI)_(?:RESULT_)?ERROR_OUT_OF_HOST_MEMORY\b|\b(?:VK_ERROR_OUT_OF_HOST_MEMORY|ErrorOutOfHostMemory)\b/,
    "Level Zero, Vulkan",
  ),
  row(
    "host-out-of-memory",
    /DefaultCPUAllocator: (?:can't allocate|not enough) memory|DefaultCPUAllocator: .*not enough memory/,
    "PyTorch",
  ),
  row(
    "host-out-of-memory",
    /unable to mmap \d+ bytes from file .*Cannot allocate memory/,
    "PyTorch",
  ),
  row("host-out-of-memory", /^memory allocation of \d+ bytes failed/, "Rust"),
  row("host-out-of-memory", /std::bad_alloc/, "C++ runtime"),
  row(
    "host-out-of-memory",
    /Available memory on node \d+ .*less than desired CPU memory utilization/,
    "vLLM on CPU",
  ),
  row(
    "bad-argument",
    /[Bb]float16 is only supported on|is only supported on GPUs with compute capability|[Rr]equires (?:an? )?(?:GPUs? with )?compute capability|FlashAttention only supports Ampere/,
    "vLLM: a dtype that the GPU cannot",
  ),
  row(
    "bad-argument",
    /CUDA error: invalid device ordinal/,
    "CUDA: more GPUs asked for than there are",
  ),
];
