import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Deadline } from "../../../src/app/targets/deadline.ts";

const never = new Promise<never>(() => {});

describe("Deadline", () => {
  it("Deadline.bound() hands on what comes in time", async () => {
    const deadline = new Deadline(60_000);
    assertEquals(await deadline.bound(Promise.resolve(1)), 1);
    await assertRejects(() => deadline.bound(Promise.reject(new Error("broken"))), Error, "broken");
    deadline.end();
    assertEquals(deadline.signal.aborted, false);
  });

  it("Deadline.bound() rejects what does not", async () => {
    const deadline = new Deadline(1);
    const error = await assertRejects(() => deadline.bound(never), DOMException);
    assertEquals([error.name, deadline.signal.aborted], ["TimeoutError", true]);
    await assertRejects(() => deadline.bound(never), DOMException);
  });

  it("Deadline.follow() ends it with another signal", async () => {
    const deadline = new Deadline(60_000);
    const client = new AbortController();
    deadline.follow(client.signal);
    const waiting = deadline.bound(never);
    const reason = new Error("gone");
    client.abort(reason);
    assertStrictEquals(await assertRejects(() => waiting), reason);
  });

  it("Deadline.follow() ends it at once where the signal is aborted already", () => {
    const deadline = new Deadline(60_000);
    deadline.follow(AbortSignal.abort());
    assertEquals(deadline.signal.aborted, true);
  });

  it("Deadline leaves no timer and no listener behind, in whatever way it ends", () => {
    for (const way of ["end", "cancel", "abort"]) {
      const { setTimeout, clearTimeout } = globalThis;
      const pending = new Set<unknown>();
      Object.assign(globalThis, {
        setTimeout: () => (pending.add("timer"), "timer"),
        clearTimeout: (timer: unknown) => pending.delete(timer),
      });
      const deadline = new Deadline(60_000);
      const client = new AbortController();
      const { signal } = client;
      const { addEventListener, removeEventListener } = signal;
      Object.assign(signal, {
        addEventListener: (...args: Parameters<typeof addEventListener>) => {
          pending.add(args[1]);
          addEventListener.apply(signal, args);
        },
        removeEventListener: (...args: Parameters<typeof removeEventListener>) => {
          pending.delete(args[1]);
          removeEventListener.apply(signal, args);
        },
      });
      deadline.follow(signal);
      const before = pending.size;
      if (way === "end") deadline.end();
      else if (way === "cancel") deadline.cancel(new Error("over"));
      else client.abort();
      Object.assign(globalThis, { setTimeout, clearTimeout });
      assertEquals([way, before, pending.size], [way, 2, 0]);
    }
  });
});
