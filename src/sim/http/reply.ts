/** Writes whole answers. */
import type { ServerResponse } from "node:http";
import { ApiError } from "./api_error.ts";

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendText(response, status, JSON.stringify(value), "application/json");
}

/** Answers with text. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  const length = new TextEncoder().encode(text).length;
  response.writeHead(status, { "content-type": type, "content-length": String(length) });
  response.end(text);
}

/** Answers with the error; one that is not of the API is a fault of ours. */
export function sendError(response: ServerResponse, error: unknown): void {
  const known = error instanceof ApiError
    ? error
    : new ApiError(500, `Internal error: ${error}`, "InternalServerError");
  sendJson(response, known.status, known.body);
}
