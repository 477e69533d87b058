import { test } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { PROMLINT_RULES, RULES } from "../../src/lint/rules.ts";

test("RULES begin with those of promlint", () => {
  assertEquals(RULES.slice(0, PROMLINT_RULES.length), PROMLINT_RULES);
});

test("RULES have ids in kebab-case, no two alike", () => {
  const ids = RULES.map(({ id }) => id);
  assertEquals([...new Set(ids)], ids);
  for (const id of ids) assertMatch(id, /^[a-z]+(?:-[a-z]+)*$/);
});
