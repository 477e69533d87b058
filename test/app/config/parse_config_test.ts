import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { parseConfig } from "../../../src/app/config/parse_config.ts";

function problemsOf(schema: z.ZodType, value: unknown): readonly string[] {
  return assertThrows(() => parseConfig("Cannot read", schema, value), ConfigError).problems;
}

test("parseConfig() returns what fits, complete", () => {
  const schema = z.strictObject({ a: z.number().default(1), b: z.string().optional() });

  assertEquals(parseConfig("Cannot read", schema, { b: "x" }), { a: 1, b: "x" });
});

test("parseConfig() lists all problems at once, each with its path and value", () => {
  const schema = z.strictObject({
    list: z.array(z.strictObject({ n: z.int().min(2).max(4), word: z.enum(["one", "two", "three"]) })),
    text: z.string(),
    yes: z.boolean(),
    gone: z.number(),
    names: z.record(z.string().refine((name) => name !== "bad", "must be good"), z.string()),
    some: z.array(z.string()).min(1),
  });
  const list = [{ n: 1, word: "four" }, { n: 5, word: "one", more: 1 }, { n: 2.5, word: "two" }];
  const value = { list, text: 3, yes: "no", names: { bad: "x", "a b": 1 }, other: {}, some: [] };

  assertEquals(problemsOf(schema, value), [
    "list[0].n must be >= 2, current value is 1",
    'list[0].word must be one, two or three, current value is "four"',
    "list[1].n must be <= 4, current value is 5",
    "list[1].more is not known",
    "list[2].n must be an integer, current value is 2.5",
    "text must be text, current value is 3",
    'yes must be true or false, current value is "no"',
    "gone is missing",
    'names.bad must be good, current value is "bad"',
    'names["a b"] must be text, current value is 1',
    "some must not be empty",
    "other is not known",
  ]);
});

test("parseConfig() names the whole configuration where there is no path", () => {
  assertEquals(problemsOf(z.strictObject({}), null), ["the configuration must be a mapping, current value is null"]);
});

test("parseConfig() keeps secrets to itself", () => {
  const schema = z.strictObject({ password: z.string(), bearer_token: z.string(), tls: z.object({ key: z.string() }) });

  assertEquals(problemsOf(schema, { password: 1234, bearer_token: ["swordfish"], tls: { key: 5678 } }), [
    "password must be text",
    "bearer_token must be text",
    "tls.key must be text",
  ]);
});

test("parseConfig() shows no more of a value than one can read", () => {
  const [problem = ""] = problemsOf(z.number(), "x".repeat(1000));

  assertEquals(problem.length < 200, true);
});
