import { assertEquals } from "@std/assert";
import { parseSpecDecode, specDecodeDelta } from "./spec_decode.ts";

const PAGE = `# HELP vllm:spec_decode_num_drafts_total Number of drafts
vllm:num_requests_running{engine="0"} 1.0
vllm:spec_decode_num_drafts_total{engine="0"} 10.0
vllm:spec_decode_num_drafts_total{engine="1"} 5.0
vllm:spec_decode_num_draft_tokens_total{engine="0"} 3e1
vllm:spec_decode_num_accepted_tokens_total{engine="0"} 18.0
vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="1"} 6.0
vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="0"} 12.0
`;

Deno.test("counters are summed over their label sets", () => {
  assertEquals(parseSpecDecode(PAGE), {
    drafts: 15,
    draftTokens: 30,
    acceptedTokens: 18,
    acceptedAt: new Map([[1, 6], [0, 12]]),
  });
});

Deno.test("a page without these counters is a server without speculative decoding", () => {
  assertEquals(parseSpecDecode("vllm:num_requests_running 1.0\n"), null);
});

Deno.test("the difference of two pages is what the run added", () => {
  const before = {
    drafts: 5,
    draftTokens: 10,
    acceptedTokens: 8,
    acceptedAt: new Map([[0, 2]]),
  };

  assertEquals(specDecodeDelta(before, parseSpecDecode(PAGE)), {
    drafts: 10,
    draftTokens: 20,
    acceptedTokens: 10,
    acceptanceRate: 50,
    acceptanceLength: 2,
    acceptedShareAt: [1, 0.6],
  });
});

Deno.test("nothing drafted or a page missing is no speculative decoding", () => {
  const page = parseSpecDecode(PAGE);

  assertEquals(specDecodeDelta(page, page), null);
  assertEquals(specDecodeDelta(null, page), null);
  assertEquals(specDecodeDelta(page, null), null);
});
