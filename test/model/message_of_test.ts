import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { messageOf } from "../../src/model/message_of.ts";

test("messageOf() returns the message of an error, and other values as text", () => {
  assertEquals(messageOf(new TypeError("no such host")), "no such host");
  assertEquals(messageOf("no such host"), "no such host");
  assertEquals(messageOf(undefined), "undefined");
});
