/** Programs whose server runs outside our process tree: a container, another node. */

/** True for a word that names one. */
export function isRemoteLauncher(word: string): boolean {
  return /(^|\/)(docker|podman|nerdctl|kubectl|ssh|srun|flux|ray)$/.test(word);
}
