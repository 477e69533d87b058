import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";

/** A signal that counts its listeners. */
class CountingSignal extends EventTarget {
  readonly aborted = false;
  listeners = 0;
  most = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.most = Math.max(this.most, ++this.listeners);
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

describe("AbortListeners", () => {
  it("adds one listener to the signal of a scrape, however many collectors wait, and removes it again", async () => {
    const registry = new Registry();
    for (let i = 0; i < 30; i++) registry.register({ name: `c${i}`, collect: () => Promise.resolve([]) });
    const signal = new CountingSignal();
    await registry.gather({ signal: signal as unknown as AbortSignal });
    assertEquals([signal.most, signal.listeners], [1, 0]);
  });

  it("aborts all collectors that still wait", async () => {
    const registry = new Registry();
    for (const name of ["a", "b"]) registry.register({ name, collect: () => new Promise(() => {}) });
    const controller = new AbortController();
    const failed: string[] = [];
    const gathered = registry.gather({ signal: controller.signal, onError: (_, name) => failed.push(name) });
    controller.abort(new Error("gone"));
    await gathered;
    assertEquals(failed, ["a", "b"]);
  });
});
