import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { messageOf } from "../../src/model/message_of.ts";

describe("messageOf()", () => {
  it("returns the message of an error, and other values as text", () => {
    assertEquals(messageOf(new TypeError("broken")), "broken");
    assertEquals(messageOf("text"), "text");
    assertEquals(messageOf(undefined), "undefined");
  });

  it("returns the reason of a file system error in words, the same on every runtime", () => {
    const error = Object.assign(new Error("ENOENT: no such file or directory, open '/x'"), { code: "ENOENT" });
    assertEquals(messageOf(error), "file does not exist");
    assertEquals(messageOf(Object.assign(new Error("busy"), { code: "EBUSY" })), "busy");
  });
});
