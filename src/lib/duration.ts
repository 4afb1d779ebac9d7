/** Lengths of time as text. */

const HOUR_MS = 3_600_000;

/** A duration for people: `350 ms`, `12.3 s`, `4 min 05 s`, `3 h 12 min`. Each is rounded, and no part of it reaches 60. */
export function durationText(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** A length of time that changes while somebody looks, to the second: `12 s`, `4 min 05 s`, `3 h 12 min`. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1_000);
}

/** A length of time that nobody needs to the second: `350 ms`, `119 s`, `12 min`, `3.2 h`. */
export function roughText(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 1_000) < 120) return `${Math.round(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${(ms / HOUR_MS).toFixed(1)} h`;
}

/** A limit as a person would write it, nothing rounded: `4 h`, `90 min`, `1.5 s`. */
export function limitText(ms: number): string {
  if (ms >= HOUR_MS && ms % (HOUR_MS / 2) === 0) return `${ms / HOUR_MS} h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
