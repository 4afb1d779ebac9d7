/** Errors of the OpenAI API. */

/** Answers a request with an error object. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
    /** `BadRequestError`, `NotFoundError`, `InternalServerError` ... */
    readonly type: string,
    /** Field of the request that is wrong. */
    readonly param: string | null = null,
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): { error: { message: string; type: string; param: string | null; code: number } } {
    return {
      error: { message: this.message, type: this.type, param: this.param, code: this.status },
    };
  }
}

/** A request that cannot be served as it is. */
export function badRequest(message: string, param: string | null = null): ApiError {
  return new ApiError(400, message, "BadRequestError", param);
}

/** The engine is dead. */
export function engineDead(): ApiError {
  return new ApiError(
    500,
    "EngineCore encountered an issue. See stack trace (above) for the root cause.",
    "InternalServerError",
  );
}
