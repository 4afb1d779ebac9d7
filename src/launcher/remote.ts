/** Programs whose server runs outside our process tree: a container, another node. */

/** True for a word that names one. */
export function isRemoteLauncher(word: string): boolean {
  return /(^|\/)(docker|docker-compose|podman|podman-compose|nerdctl|kubectl|ssh|rsh|srun|flux|ray|systemd-run|tmux|screen)$/
    .test(word);
}
