import { test } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeText, readBody } from "../../../src/app/modules/_body.ts";

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

test("decodeText() takes text with and without a byte order mark", () => {
  assertEquals(decodeText({ bytes: new TextEncoder().encode("\ufeffé") }), "é");
});

test("decodeText() rejects text that is not in its charset", () => {
  assertThrows(() => decodeText({ bytes: Uint8Array.of(0xe9) }), TypeError, "the response is not valid UTF-8");
});

test("decodeText() reads the charset that the response declares, or that its byte order mark shows", () => {
  const latin = { bytes: Uint8Array.of(0x4d, 0xfc), contentType: "text/csv; charset=ISO-8859-1" };
  assertEquals(decodeText(latin), "Mü");
  assertEquals(decodeText({ bytes: Uint8Array.of(0xff, 0xfe, 0x4d, 0, 0xfc, 0) }), "Mü");
  assertEquals(decodeText({ bytes: Uint8Array.of(0xfe, 0xff, 0, 0x4d, 0, 0xfc), contentType: "text/csv" }), "Mü");
  assertThrows(
    () => decodeText({ bytes: Uint8Array.of(1), contentType: "text/csv; charset=klingon" }),
    TypeError,
    'the charset "klingon" of the response is unknown',
  );
});
