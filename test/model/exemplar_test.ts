import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { exemplarProblem, MAX_EXEMPLAR_LENGTH } from "../../src/model/exemplar.ts";

describe("exemplarProblem", () => {
  for (
    const labels of [{}, { trace_id: "x" }, { "a.b": "", 花火: "\ud800" }, { a: "😱".repeat(127) }, {
      ["😱".repeat(127)]: "x",
    }]
  ) {
    it(`exemplarProblem() finds none in ${JSON.stringify(labels).slice(0, 40)}`, () => {
      assertEquals(exemplarProblem(labels as Record<string, string>), undefined);
    });
  }

  const bad: readonly [labels: unknown, problem: string][] = [
    [null, "exemplar labels must be an object, current value is null"],
    [5, "exemplar labels must be an object, current value is 5"],
    [{ "": "x" }, 'exemplar label name "" is empty, reserved or not well-formed'],
    [{ __x: "x" }, 'exemplar label name "__x" is empty, reserved or not well-formed'],
    [{ a: true }, 'exemplar label "a" must be a string, current value is true'],
    [{ ab: "x".repeat(127) }, "exemplar must have at most 128 code points, current number is 129"],
    [{ a: "x".repeat(64), b: "😱".repeat(63) }, "exemplar must have at most 128 code points, current number is 129"],
  ];
  for (const [labels, problem] of bad) {
    it(`exemplarProblem() tells that ${problem}`, () => {
      assertEquals(exemplarProblem(labels as Record<string, string>), problem);
    });
  }

  it("MAX_EXEMPLAR_LENGTH is that of OpenMetrics 1.0", () => assertEquals(MAX_EXEMPLAR_LENGTH, 128));
});
