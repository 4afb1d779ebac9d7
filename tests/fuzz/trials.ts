/** Runs properties on generated inputs and counts the inputs. */
import fc from "fast-check";

/** FUZZ_RUNS=10 for ten times as many inputs. */
const FACTOR = Math.max(1, Math.trunc(Number(Deno.env.get("FUZZ_RUNS") ?? 1)) || 1);

/** Trials of properties, and how many there were. */
export class Trials {
  count = 0;

  /**
   * Tries inputs until one breaks the property. The error names the seed and path that make it again.
   *
   * @param runs Inputs if FUZZ_RUNS is not set.
   */
  check<T>(runs: number, inputs: fc.Arbitrary<T>, property: (input: T) => void): void {
    fc.assert(
      fc.property(inputs, (input) => {
        this.count++;
        property(input);
      }),
      { numRuns: runs * FACTOR },
    );
  }

  /** As {@linkcode check}, for properties that wait for something. */
  async checkAsync<T>(
    runs: number,
    inputs: fc.Arbitrary<T>,
    property: (input: T) => Promise<void>,
  ): Promise<void> {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        this.count++;
        await property(input);
      }),
      { numRuns: runs * FACTOR },
    );
  }
}
