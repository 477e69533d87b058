import { test } from "node:test";
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

const thrower = () => {
  throw new RangeError("Cannot go on");
};
// deno-lint-ignore require-await -- the error must come as a rejection
const rejecter = async () => thrower();
const circle: Record<string, unknown> = { big: 1n };
circle.self = circle;

/** By assertion: a call that must hold, and calls that must fail. */
const CASES: Readonly<Record<string, readonly [holds: () => unknown, ...fails: (() => unknown)[]]>> = {
  assert: [() => assert(1), () => assert(0)],
  assertAlmostEquals: [
    () => [assertAlmostEquals(0.1 + 0.2, 0.3), assertAlmostEquals(NaN, NaN), assertAlmostEquals(1, 1.4, 0.5)],
    () => assertAlmostEquals(1, 1.001),
    () => assertAlmostEquals(NaN, 1),
  ],
  assertArrayIncludes: [() => assertArrayIncludes([1, { a: 2 }], [{ a: 2 }]), () => assertArrayIncludes([1], [2])],
  assertEquals: [
    () => assertEquals({ a: [1, new Map([["b", NaN]])] }, { a: [1, new Map([["b", NaN]])] }),
    () => assertEquals<unknown>(1, "1"),
    () => assertEquals<unknown>({ a: 1 }, { a: 1, b: undefined }),
    () => assertEquals(new Uint8Array([1]), new Uint8Array([2])),
  ],
  assertExists: [() => assertExists(0), () => assertExists(undefined), () => assertExists(null)],
  assertFalse: [() => assertFalse(0), () => assertFalse(1)],
  assertGreater: [() => assertGreater(2, 1), () => assertGreater(1, 1)],
  assertGreaterOrEqual: [() => assertGreaterOrEqual(1, 1), () => assertGreaterOrEqual(0, 1)],
  assertInstanceOf: [() => assertInstanceOf([], Array), () => assertInstanceOf({}, Array)],
  assertIsError: [
    () => assertIsError(new RangeError("over the top"), RangeError, /over/),
    () => assertIsError({ message: "no error" }),
    () => assertIsError(new Error("over"), RangeError),
    () => assertIsError(new RangeError("over"), RangeError, "under"),
  ],
  assertLess: [() => assertLess(1, 2), () => assertLess(1, 1)],
  assertLessOrEqual: [() => assertLessOrEqual(1, 1), () => assertLessOrEqual(2, 1)],
  assertMatch: [() => assertMatch("abc", /b/), () => assertMatch("abc", /x/)],
  assertNotEquals: [() => assertNotEquals({ a: 1 }, { a: 2 }), () => assertNotEquals(circle, circle)],
  assertNotMatch: [() => assertNotMatch("abc", /x/), () => assertNotMatch("abc", /b/)],
  assertNotStrictEquals: [() => assertNotStrictEquals({}, {}), () => assertNotStrictEquals(1, 1)],
  assertObjectMatch: [
    () => assertObjectMatch({ a: { b: 1, c: [{ d: 2, e: 3 }] }, f: 4 }, { a: { c: [{ d: 2 }] } }),
    () => assertObjectMatch({ a: { b: 1 } }, { a: { b: 2 } }),
    () => assertObjectMatch({ a: { b: 1 } }, { a: { c: undefined } }),
  ],
  assertStrictEquals: [
    () => assertStrictEquals(circle, circle),
    () => assertStrictEquals({}, {}),
    () => assertStrictEquals(0, -0),
  ],
  assertStringIncludes: [() => assertStringIncludes("abc", "bc"), () => assertStringIncludes("abc", "cb")],
  assertThrows: [
    () => assertStrictEquals(assertThrows(thrower, Error, "go on").name, "RangeError"),
    () => assertThrows(() => {}),
    () => assertThrows(thrower, TypeError),
    () => assertThrows(thrower, RangeError, "go back"),
  ],
  fail: [() => {}, () => fail()],
  unreachable: [() => {}, () => unreachable()],
};

for (const [name, [holds, ...fails]] of Object.entries(CASES)) {
  test(`${name}() throws only if its claim does not hold`, () => {
    holds();
    for (const call of fails) {
      let thrown: unknown;
      try {
        call();
      } catch (error) {
        thrown = error;
      }
      if (!(thrown instanceof AssertionError)) {
        throw new Error(`Expected an AssertionError from ${call}, got ${thrown}`);
      }
    }
  });
}

test("assertRejects() rejects only if its claim does not hold", async () => {
  assertStrictEquals((await assertRejects(rejecter, RangeError, "go on")).message, "Cannot go on");
  assertInstanceOf(await assertRejects(() => assertRejects(rejecter, TypeError)), AssertionError);
  assertInstanceOf(await assertRejects(() => assertRejects(async () => {})), AssertionError);
  assertInstanceOf(await assertRejects(() => assertRejects(thrower)), AssertionError);
});

test("assertEquals() tells its message and the difference", () => {
  const { message } = assertThrows(() => assertEquals("left", "right", "two sides"), AssertionError);
  for (const part of ["two sides", "left", "right"]) assertStringIncludes(message, part);
});
