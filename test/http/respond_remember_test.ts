import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { remember } from "../../src/http/respond.ts";

test("remember() computes once for each argument", () => {
  const asked: (string | null)[] = [];
  const recall = remember((argument: string | null) => {
    asked.push(argument);
    return `${argument}!`;
  });

  assertEquals([null, null, "a", "a", "b", "a"].map(recall), ["null!", "null!", "a!", "a!", "b!", "a!"]);
  assertEquals(asked, [null, "a", "b"]);
});

test("remember() remembers undefined, as argument and as result", () => {
  let count = 0;
  const recall = remember((_: undefined) => void count++);
  recall(undefined);
  recall(undefined);
  assertEquals(count, 1);
});

test("remember() forgets when there are many arguments", () => {
  let count = 0;
  const recall = remember((argument: number) => argument + 0 * count++);
  for (let i = 0; i < 1000; i++) assertEquals(recall(i), i);
  assertEquals(count, 1000);
  assertEquals([recall(999), recall(0), count], [999, 0, 1001]);
});
