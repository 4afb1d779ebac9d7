/** Reads the fields of a JSON request with the checks that the real server makes. */
import { badRequest } from "./api_error.ts";

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {ApiError} If the text is not a JSON object. */
export function parseFields(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Invalid JSON in the body of the request");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("The body of the request is not a JSON object");
  }
  return value as Fields;
}

/** A whole number or undefined. @throws {ApiError} If it is something else or below `min`. */
export function integerField(fields: Fields, name: string, min: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw badRequest(`${name} must be an integer, got ${JSON.stringify(value)}.`, name);
  }
  if (value < min) throw badRequest(`${name} must be at least ${min}, got ${value}.`, name);
  return value;
}

/** True, or false if absent. @throws {ApiError} If it is something else. */
export function booleanField(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") {
    throw badRequest(`${name} must be a boolean, got ${JSON.stringify(value)}.`, name);
  }
  return value;
}
