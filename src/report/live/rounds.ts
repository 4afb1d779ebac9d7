/** The rounds of a plan told apart: several starts of one serve set have one name, and in events too. */
import type { Plan, ServerStart } from "../../plan/plan.ts";
import type { Event } from "../../journal/event.ts";

/** Gives each start and each combination of a round a name of its own, in a plan and in events. */
export class Rounds {
  /** The round in which each server is. Those of one serve set never run side by side. */
  readonly #current = new Map<string, number>();
  readonly #given = new Map<ServerStart, ServerStart>();

  /** The plan with such names. */
  named({ starts }: Plan): Plan {
    return {
      starts: starts.map((start) => {
        const { name, round, combinations } = start;
        const named = {
          ...start,
          name: inRound(name, round),
          combinations: combinations.map((combination) => ({
            ...combination,
            directory: inRound(combination.directory, round),
          })),
        };
        this.#given.set(named, start);
        return named;
      }),
    };
  }

  /** The starts as they were before they were named. */
  asGiven<Job extends { readonly start: ServerStart }>(jobs: readonly Job[]): Job[] {
    return jobs.map((job) => ({ ...job, start: this.#given.get(job.start) ?? job.start }));
  }

  /** An event with such names; each is to be given once, in order. */
  inRound(event: Event): Event {
    if (!("server" in event)) return event;
    if (event.type === "server-starting") this.#current.set(event.server, event.round);
    const round = this.#current.get(event.server) ?? 0;
    if (round === 0) return event;
    const named = { ...event, server: inRound(event.server, round) };
    if ("directory" in named) return { ...named, directory: inRound(named.directory, round) };
    if (!("name" in named) || named.name === null) return named;
    const { directory, run } = named.name;
    return { ...named, name: { directory: inRound(directory, round), run } } as Event;
  }
}

/** No file name has a line end in it. */
function inRound(name: string, round: number): string {
  return round === 0 ? name : `${name}\n${round}`;
}
