import { test } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeUtf8, readBody } from "../../../src/app/modules/_body.ts";

function endless(onCancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel: onCancel,
  });
}

test("readBody() reads a body, and one that is not there", async () => {
  assertEquals(new TextDecoder().decode(await readBody(new Response("héllo"), 6)), "héllo");
  assertEquals((await readBody(new Response(null), 1)).length, 0);
});

test("readBody() stops an endless body at the limit", async () => {
  let cancelled = 0;
  const response = new Response(endless(() => cancelled++));

  await assertRejects(
    () => readBody(response, 2500),
    RangeError,
    "the response is larger than 2500 bytes, the maximum set by body_size_limit",
  );
  assertEquals(cancelled, 1);
});

test("decodeUtf8() takes text with and without a byte order mark", () => {
  assertEquals(decodeUtf8(new TextEncoder().encode("\ufeffé")), "é");
});

test("decodeUtf8() rejects other text", () => {
  assertThrows(() => decodeUtf8(Uint8Array.of(0xe9)), TypeError, "the response is not valid UTF-8");
});
