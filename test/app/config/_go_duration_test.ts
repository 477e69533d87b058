import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { parseGoDuration } from "../../../src/app/config/_web_schema.ts";

describe("parseGoDuration()", () => {
  it("reads what Go reads", () => {
    const durations = {
      "1s": 1000,
      "1m30s": 90_000,
      "1.5h": 5_400_000,
      "100ms": 100,
      "1us": 0.001,
      ".5s": 500,
      "0": 0,
    };
    for (const [text, ms] of Object.entries(durations)) assertEquals([text, parseGoDuration(text)], [text, ms]);
    assertEquals([parseGoDuration("1µs"), parseGoDuration("1μs"), parseGoDuration("1.s")], [0.001, 0.001, 1000]);
  });

  it("reads nothing else", () => {
    for (const text of ["", "1", "s", "1d", "1 s", "-1s", "+1s", "1s ", "1e3s", "1,5s", ".s", "1sm", "ten"]) {
      assertEquals([text, parseGoDuration(text)], [text, undefined]);
    }
  });
});
