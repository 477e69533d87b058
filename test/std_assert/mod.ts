/**
 * Stands in for `@std/assert`, which JSR alone serves: with it, Deno, Node, Bun and workerd run the tests from npm alone.
 * To drop it, delete this folder, `links` in deno.json and the path in tsconfig.json, and install the real package.
 *
 * Same names, same meanings, except that `assertEquals` tells `0` from `-0` and looks at prototypes.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { inspect } from "node:util";

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** What a failed assertion throws. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

/** Fails. */
export function fail(msg?: string): never {
  throw new AssertionError(explain("Failed assertion", msg));
}

/** Fails where no code should come. */
export function unreachable(msg?: string): never {
  throw new AssertionError(explain("Unreachable", msg));
}

/** Asserts that a condition is truthy. */
export function assert(condition: unknown, msg?: string): asserts condition {
  if (!condition) fail(msg);
}

/** Asserts that a condition is falsy. */
export function assertFalse(condition: unknown, msg?: string): asserts condition is false {
  if (condition) fail(msg);
}

/** Asserts that a value is neither `undefined` nor `null`. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  expect(actual !== undefined && actual !== null, msg, `Expected a value, got ${actual}`);
}

/** Asserts deep equality. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  const difference = differenceOf(actual, expected);
  expect(difference === undefined, msg, difference);
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  expect(differenceOf(actual, expected) !== undefined, msg, `Expected another value than ${inspect(actual)}`);
}

/** Asserts that two values are the same. */
export function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T {
  const difference = differenceOf(actual, expected) ?? "Values have the same structure but are not the same object";
  expect(Object.is(actual, expected), msg, difference);
}

/** Asserts that two values are not the same. */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  expect(!Object.is(actual, expected), msg, `Expected another value than ${inspect(actual)}`);
}

/** Asserts that two numbers differ by no more than a tolerance, by default the 1e-7th part of the expected one. */
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, msg?: string): void {
  const most = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected) * 1e-7 : 1e-7);
  const isNear = Object.is(actual, expected) || Math.abs(actual - expected) <= most;
  expect(isNear, msg, `Expected ${actual} to be within ${most} of ${expected}`);
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  expect(actual > expected, msg, `Expected ${inspect(actual)} > ${inspect(expected)}`);
}

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  expect(actual >= expected, msg, `Expected ${inspect(actual)} >= ${inspect(expected)}`);
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  expect(actual < expected, msg, `Expected ${inspect(actual)} < ${inspect(expected)}`);
}

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  expect(actual <= expected, msg, `Expected ${inspect(actual)} <= ${inspect(expected)}`);
}

/** Asserts that a text matches a pattern. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  expect(expected.test(actual), msg, `Expected ${inspect(actual)} to match ${expected}`);
}

/** Asserts that a text does not match a pattern. */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  expect(!expected.test(actual), msg, `Expected ${inspect(actual)} not to match ${expected}`);
}

/** Asserts that a text contains another one. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  expect(actual.includes(expected), msg, `Expected ${inspect(actual)} to include ${inspect(expected)}`);
}

/** Asserts that each of some elements is, by deep equality, in an array. */
export function assertArrayIncludes<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, msg?: string): void {
  const missing = Array.from(expected).filter((item) =>
    !Array.from(actual).some((other) => differenceOf(other, item) === undefined)
  );
  expect(missing.length === 0, msg, `Expected ${inspect(actual)} to include ${inspect(missing)}`);
}

/** Asserts that an object has all that another one has, deeply. */
export function assertObjectMatch(actual: object, expected: Record<PropertyKey, unknown>, msg?: string): void {
  assertEquals<unknown>(common(actual, expected), expected, msg);
}

/** Asserts that a value is an instance of a class. */
export function assertInstanceOf<C extends abstract new (...args: never[]) => unknown>(
  actual: unknown,
  expectedType: C,
  msg?: string,
): asserts actual is InstanceType<C> {
  expect(actual instanceof expectedType, msg, `Expected an instance of ${expectedType.name}, got ${inspect(actual)}`);
}

/** Asserts that a value is an error, of a class and with a text in its message where given. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  errorClass?: ErrorClass<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  assertInstanceOf(error, errorClass ?? Error, msg);
  if (typeof msgMatches === "string") assertStringIncludes(error.message, msgMatches, msg);
  if (msgMatches instanceof RegExp) assertMatch(error.message, msgMatches, msg);
}

/** Asserts that a function throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(fn: () => unknown, ...expected: Expected): unknown {
  try {
    fn();
  } catch (error) {
    return checkThrown(error, expected);
  }
  throw new AssertionError(explain("Expected function to throw", messageOf(expected)));
}

/** Asserts that a function's promise rejects, and resolves to the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
export function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(fn: () => PromiseLike<unknown>, ...expected: Expected): Promise<unknown> {
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch (error) {
    throw new AssertionError(explain(`Expected function to reject, it threw ${error}`, messageOf(expected)));
  }
  try {
    await promise;
  } catch (error) {
    return checkThrown(error, expected);
  }
  throw new AssertionError(explain("Expected function to reject", messageOf(expected)));
}

/** What follows the function in `assertThrows` and `assertRejects`. */
type Expected = [classOrMsg?: ErrorClass<Error> | string, msgIncludes?: string, msg?: string];

function messageOf([classOrMsg, , msg]: Expected): string | undefined {
  return typeof classOrMsg === "string" ? classOrMsg : msg;
}

function checkThrown(error: unknown, [classOrMsg, msgIncludes, msg]: Expected): unknown {
  if (typeof classOrMsg === "function") assertIsError(error, classOrMsg, msgIncludes, msg);
  return error;
}

function expect(condition: boolean, msg: string | undefined, problem: string | undefined): asserts condition {
  if (!condition) throw new AssertionError(explain(problem ?? "Failed assertion", msg));
}

function explain(problem: string, msg: string | undefined): string {
  return msg === undefined ? problem : `${problem}: ${msg}`;
}

function differenceOf(actual: unknown, expected: unknown): string | undefined {
  try {
    deepStrictEqual(actual, expected);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The part of a value that another one also has. */
function common(actual: unknown, expected: unknown): unknown {
  if (!isContainer(expected) || typeof actual !== "object" || actual === null) return actual;
  const part = Array.isArray(expected) ? [] : {};
  for (const key of Reflect.ownKeys(expected)) {
    if (key in actual) Reflect.set(part, key, common(Reflect.get(actual, key), Reflect.get(expected, key)));
  }
  return part;
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === "object" && value?.constructor === Object);
}
