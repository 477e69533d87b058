import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { LastFailures } from "../../../src/app/landing/last_failures.ts";
import { ManualClock } from "../../support/manual_clock.ts";

describe("LastFailures", () => {
  it("keeps the last failure of each collector, and hands all on", () => {
    const clock = new ManualClock();
    const failures = new LastFailures(clock, false);
    const handed: unknown[] = [];
    const onError = failures.watch((error, collector) => handed.push(error, collector));
    const errors = [new TypeError("swordfish"), new RangeError("swordfish"), "swordfish"];
    for (const [i, collector] of ["database", "queue", "database"].entries()) {
      clock.wallMs = i;
      onError(errors[i], collector);
    }

    assertEquals(failures.list, [
      { collector: "database", kind: "string", timeMs: 2 },
      { collector: "queue", kind: "RangeError", timeMs: 1 },
    ]);
    assertEquals(handed, [errors[0], "database", errors[1], "queue", errors[2], "database"]);
  });

  it("keeps what errors say only where it is told to, and no more than a few lines of it", () => {
    const failures = new LastFailures(new ManualClock(), true);
    const onError = failures.watch(undefined);
    onError(new Error("x".repeat(10_000)), "long");
    onError("Just text", "text");
    onError(Object.create(null), "none");

    assertEquals(failures.list.map(({ message }) => message), ["x".repeat(500), "Just text", ""]);
  });
});
