/** Reads the body of a request. */
import type { IncomingMessage } from "node:http";

/** The whole body as text; rejects if the client goes away before its end. */
export function bodyText(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    text += chunk;
  });
  request.on("end", () => resolve(text));
  request.on("error", reject);
  request.on("close", () => reject(new Error("The client closed the connection")));
  return promise;
}
