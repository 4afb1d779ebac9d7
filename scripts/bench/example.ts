/** The example of vLLM's documentation: 6 serve sets, 3 bench sets, 3 runs. */
import vectors from "../../tests/fixtures/vectors.json" with { type: "json" };

/** Parameter sets as JSON text. */
export const EXAMPLE = vectors.sweeps[0]!;
