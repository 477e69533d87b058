import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { rememberLast } from "../../src/http/_remember_last.ts";

test("rememberLast() computes again only for another argument", () => {
  const asked: (string | null)[] = [];
  const remember = rememberLast((argument: string | null) => {
    asked.push(argument);
    return `${argument}!`;
  });

  assertEquals([null, null, "a", "a", "b", "a"].map(remember), ["null!", "null!", "a!", "a!", "b!", "a!"]);
  assertEquals(asked, [null, "a", "b", "a"]);
});

test("rememberLast() remembers undefined, as argument and as result", () => {
  let count = 0;
  const remember = rememberLast((_: undefined) => void count++);
  remember(undefined);
  remember(undefined);
  assertEquals(count, 1);
});
