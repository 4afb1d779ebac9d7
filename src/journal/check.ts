/** Checks of values that may hold anything, typed from what they prove: a field of a type that has no check does not compile. */

/** True for a value of the type. */
export type Check<T> = (value: unknown) => value is T;

/** A check for each field of a type. */
export type Checks<T> = {
  readonly [Field in keyof T]-?: Check<T[Field]>;
};

/** Checks of the members of a union, by the field that tells them apart. */
export type Variants<Union extends object, Tag extends keyof Union> = {
  readonly [Name in Union[Tag] & string]: Checks<
    Fields<Extract<Union, Readonly<Record<Tag, Name>>>, Tag>
  >;
};

/** All fields but one. */
type Fields<T, Tag extends PropertyKey> = Pick<T, Exclude<keyof T, Tag>>;

/** An object with these fields; more may be there. */
export function object<T extends object>(checks: Checks<T>): Check<T> {
  const entries = Object.entries(checks) as [string, (value: unknown) => boolean][];
  return (value): value is T =>
    isRecord(value) && entries.every(([field, check]) => check(value[field]));
}

/** One of the members of a union. */
export function variant<Union extends object, Tag extends keyof Union & string>(
  tag: Tag,
  variants: Variants<Union, Tag>,
): Check<Union> {
  const checks = new Map<unknown, Check<object>>(
    Object.entries<Checks<object>>(variants).map(([name, fields]) => [name, object(fields)]),
  );
  return (value): value is Union => isRecord(value) && (checks.get(value[tag])?.(value) ?? false);
}

/** Whether a value is null or passes the check. */
export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

/** Whether a field is left out or passes the check. */
export function optional<T>(check: Check<T>): Check<T> {
  return (value): value is T => value === undefined || check(value);
}

/** A list. */
export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

/** An object whose keys are not known. */
export function recordOf<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every(check);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** JSON.parse makes Infinity of 1e999, which is no number here. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** An object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** A moment of UTC as ISO 8601 with a year of four digits: a day that no calendar has is none. */
export function isMoment(value: unknown): value is string {
  if (typeof value !== "string" || !MOMENT.test(value)) return false;
  const ms = Date.parse(value);
  // V8 takes the 30th of February for the 2nd of March, and 24:00 for the next day.
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 19) === value.slice(0, 19);
}
