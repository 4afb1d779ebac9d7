import { assertEquals } from "@std/assert";
import {
  kvBytesPerToken,
  layerParameters,
  profileFor,
  PROFILES,
  readParameters,
} from "./profile.ts";

Deno.test("the size in the name of a model picks the profile", () => {
  const cases: [string, string][] = [
    ["meta-llama/Llama-3.1-8B-Instruct", "Llama-3.1-8B"],
    ["Qwen/Qwen3-0.6B", "Llama-3.2-1B"],
    ["facebook/opt-125m", "Llama-3.2-1B"],
    ["mistralai/Mistral-7B-v0.3", "Llama-3.1-8B"],
    ["Qwen/Qwen2.5-32B", "Qwen2.5-32B"],
    ["meta-llama/Llama-2-70b-hf", "Llama-3.1-70B"],
    ["some/model", "Llama-3.1-8B"],
    ["demo-v2", "Llama-3.1-8B"],
  ];
  for (const [model, profile] of cases) assertEquals(profileFor(model).name, profile, model);
});

Deno.test("a token of Llama 8B holds 128 KiB of keys and values", () => {
  assertEquals(kvBytesPerToken(profileFor("8B"), 2), 131_072);
});

Deno.test("parameters add up from the shape of the layers", () => {
  for (const profile of PROFILES.filter((one) => one.name.startsWith("Llama"))) {
    const { hidden, headDim, attentionHeads, kvHeads, intermediate, layers } = profile;
    const attention = 2 * hidden * headDim * (attentionHeads + kvHeads);
    const norms = 2 * hidden;
    const layer = attention + 3 * hidden * intermediate + norms;
    assertEquals(layerParameters(profile), layers * layer + hidden, profile.name);
    assertEquals(readParameters(profile) - layerParameters(profile), profile.vocabulary * hidden);
  }
});
