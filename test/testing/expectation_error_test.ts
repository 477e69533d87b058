import { test } from "node:test";
import { assertEquals, assertInstanceOf } from "@std/assert";
import { ExpectationError } from "../../src/testing/expectation_error.ts";

test("ExpectationError is known to test runners as a failed assertion", () => {
  const cause = new Error("x");
  const error = new ExpectationError("Not so", { actual: "a", expected: "b", cause });
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message, error.actual, error.expected], ["AssertionError", "Not so", "a", "b"]);
  assertEquals(error.cause, cause);
});

test("ExpectationError has no cause where none is given", () => {
  assertEquals("cause" in new ExpectationError("Not so"), false);
});
