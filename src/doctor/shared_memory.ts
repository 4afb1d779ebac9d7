/** /dev/shm: the processes of a server with several GPUs talk through it, and a container gets 64 MiB of it. */
import { sizeText } from "../lib/size.ts";
import { type Check, ok, warn } from "../result/check.ts";
import { freeSpace } from "../exec/free_space.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "shm";
const PATH = "/dev/shm";

/** Enough for the queues of workers. */
const ENOUGH_BYTES = 2 ** 30;

/** Looks how much of it is free. */
export async function probeSharedMemory({ engine }: DoctorSubject): Promise<Check[]> {
  const remedy = "A container gets more with --ipc=host or --shm-size 16g";
  const space = await freeSpace(PATH);
  if (space === null || space.path !== PATH) return [warn(NAME, `${PATH} is not there`, remedy)];
  const text = `${sizeText(space.freeBytes)} free in ${PATH}`;
  if (space.freeBytes >= ENOUGH_BYTES || engine?.gpuNeed === "none") return [ok(NAME, text)];
  return [warn(NAME, `Only ${text}: servers with several GPUs need more`, remedy)];
}
