import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { decodeMessage, encodeMessage, type Envelope } from "../../src/share/_message.ts";
import { fromJson, toJson } from "../../src/share/_json.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { property } from "../support/property.ts";

const from = { id: "a", process: "p", label: "1" };
const hello: Envelope = {
  from,
  by: undefined,
  to: undefined,
  message: { kind: "seen" },
  values: Float64Array.of(1, NaN),
};

test("toJson() writes numbers and texts that JSON does not have", () => {
  const value = { a: [NaN, Infinity, -Infinity, 1.5], texts: [...HOSTILE_TEXTS, "\0#NaN", "\0#\0#1"] };
  assertEquals(fromJson(toJson(value)), value);
  const objects = HOSTILE_TEXTS.map((text) => ({ [text]: text, [`a${text}`]: { [`b${text}`]: [1] } }));
  for (const object of [...objects, ["\0#{}", "\0#"]]) assertEquals(fromJson(toJson(object)), object);
});

test("decodeMessage() reads what encodeMessage() writes", () => {
  assertEquals(decodeMessage(encodeMessage(hello), "b"), hello);
  const shifted = new Uint8Array(encodeMessage(hello).length + 3);
  shifted.set(encodeMessage(hello), 3);
  assertEquals(decodeMessage(shifted.subarray(3), "b"), hello);
});

test("decodeMessage() ignores messages to others", () => {
  assertEquals(decodeMessage(encodeMessage({ ...hello, to: "c" }), "b"), undefined);
  assertEquals(decodeMessage(encodeMessage({ ...hello, to: "b" }), "b"), { ...hello, to: "b" });
});

test("decodeMessage() refuses another version", () => {
  const bytes = encodeMessage(hello);
  bytes[0] = 3;
  assertThrows(() => decodeMessage(bytes, "b"), SyntaxError, "message has version 3, expected 2");
});

property("decodeMessage() refuses what is truncated or changed, or reads a message", (random) => {
  const bytes = encodeMessage(hello);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeMessage(bytes.subarray(0, length), "b"), SyntaxError);
  }
  for (let i = 0; i < 1000; i++) {
    const changed = bytes.slice();
    changed[random.below(bytes.length)] = random.below(256);
    try {
      decodeMessage(changed, "b");
    } catch (error) {
      assertEquals(error instanceof SyntaxError || error instanceof TypeError, true, String(error));
    }
  }
});
