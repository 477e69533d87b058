import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { watch } from "../../src/metrics/_watch.ts";

/** What the end of a watched function was told. */
function watching(): { ends: unknown[]; onEnd: (error?: { readonly thrown: unknown }) => void } {
  const ends: unknown[] = [];
  return { ends, onEnd: (error) => ends.push(error) };
}

const broken = new RangeError("broken");

describe("watch", () => {
  it("watch() tells the end of a function and returns what it returns", () => {
    const { ends, onEnd } = watching();
    assertEquals(watch(() => (assertEquals(ends, []), "done"), onEnd), "done");
    assertEquals(ends, [undefined]);
  });

  it("watch() tells what a function throws, and throws it", () => {
    const { ends, onEnd } = watching();
    const failing = (): never => {
      throw broken;
    };
    assertThrows(() => watch(failing, onEnd), RangeError, "broken");
    assertEquals(ends, [{ thrown: broken }]);
  });

  it("watch() tells undefined that was thrown from nothing thrown", () => {
    const { ends, onEnd } = watching();
    try {
      watch(() => {
        throw undefined;
      }, onEnd);
    } catch (thrown) {
      ends.push(thrown);
    }
    assertEquals(ends, [{ thrown: undefined }, undefined]);
  });

  it("watch() tells the end of a promise when it has settled", async () => {
    const { ends, onEnd } = watching();
    let settle: (value: string) => void = () => {};
    const result = watch(() => new Promise<string>((resolve) => settle = resolve), onEnd);
    await Promise.resolve();
    assertEquals(ends, []);
    settle("done");
    assertEquals(await result, "done");
    assertEquals(ends, [undefined]);
  });

  it("watch() tells why a promise was rejected, and rejects", async () => {
    const { ends, onEnd } = watching();
    await assertRejects(() => watch(() => Promise.reject(broken), onEnd), RangeError, "broken");
    assertEquals(ends, [{ thrown: broken }]);
  });
});
