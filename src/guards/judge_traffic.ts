/** The guard `traffic`: the server answered this benchmark and nobody else. */
import type { GuardVerdict } from "../journal/verdict.ts";
import { counted } from "../lib/count.ts";
import { countedBetween, type Counters, replacedServer } from "./counters.ts";
import type { Expectation } from "./expectation.ts";
import { bad, ok, unknown } from "./verdict.ts";

/** Compares the requests that the server ended with those that the benchmark sent. */
export function judgeTraffic(
  before: Counters,
  after: Counters,
  { completed, unmeasured }: Expectation,
): GuardVerdict {
  const replaced = replacedServer(before, after);
  if (replaced !== null) return bad(`The server was replaced during the run: ${replaced}`);
  const requests = countedBetween(before, after, "requests");
  if (requests === null) return unknown("The server does not count requests");
  if (completed === null || unmeasured === null) {
    return unknown(
      `The server answered ${
        counted(requests, "request")
      }; how many this benchmark sends is not known`,
      { requests },
    );
  }
  const [least, most] = [completed + unmeasured.least, completed + unmeasured.most];
  const values = { requests, foreign_requests: Math.max(0, requests - most) };
  const sent = least === most ? `${most}` : `${least} to ${most}`;
  if (requests > most) {
    return bad(
      `Another client used the server: it answered ${counted(requests, "request")}, ` +
        `the benchmark sent ${sent}`,
      values,
    );
  }
  if (requests < least) {
    return unknown(
      `The server counted ${
        counted(requests, "request")
      } of ${sent}: the benchmark may ask another one, ` +
        "or several processes count apart",
      values,
    );
  }
  return ok(`${counted(requests, "request")}, all of the benchmark`, values);
}
