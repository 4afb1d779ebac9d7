import { assertEquals } from "@std/assert";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { allRefused, requestError } from "./request_errors.ts";

function result(text: string): JsonObject {
  return parseJson(text).value as JsonObject;
}

Deno.test("the first error is told, of the result before that of the log", () => {
  const log = ["Error 0: Bad Request", "Error 1: Not Found", "Successful requests:   0"];
  assertEquals(requestError(null, log), "Bad Request");
  const told = result(`{"completed": 0, "errors": ["", "Unauthorized"]}`);
  assertEquals(requestError(told, log), "Unauthorized");
  assertEquals(requestError(result(`{"errors": ["", ""]}`), []), null);
  assertEquals(
    requestError(null, [
      "ValueError: Initial test run failed - Please make sure benchmark arguments are correctly specified. Error: Not Found",
    ]),
    "Not Found",
  );
});

Deno.test("of a traceback the last line is the error", () => {
  const log = [
    "Failed requests during benchmark run detected (capping to 10):",
    "Error 0: Traceback (most recent call last):",
    `  File "endpoint_request_func.py", line 393, in async_request_openai_chat_completions`,
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host 127.0.0.1:8000",
    "",
    "Error 1: Traceback (most recent call last):",
    "TimeoutError",
  ];
  assertEquals(
    requestError(null, log),
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host 127.0.0.1:8000",
  );
  assertEquals(allRefused(null, log), false);
});

Deno.test("requests are refused if each error is a client's, and none was answered", () => {
  const errors = (...texts: string[]) =>
    allRefused(result(JSON.stringify({ completed: 0, errors: texts })), []);
  for (
    const text of [
      "Bad Request",
      "Not Found",
      "HTTP 404 Not Found: {}",
      "400",
      "Error code: 400 - {'object': 'error'}",
      `{"error": {"message": "too long", "code": 400}}`,
      "Unprocessable Entity",
      "status code: 422",
    ]
  ) assertEquals([text, errors(text)], [text, true]);
  for (
    const text of [
      "Too Many Requests",
      "HTTP 429 Too Many Requests",
      "408",
      "Internal Server Error",
      "HTTP 500 Internal Server Error: 404",
      "Cannot connect to host 127.0.0.1:8400",
    ]
  ) assertEquals([text, errors(text)], [text, false]);
  assertEquals(errors("Bad Request", "Internal Server Error"), false);
  assertEquals(errors(), false);
  assertEquals(allRefused(result(`{"completed": 1, "errors": ["Bad Request"]}`), []), false);
});
