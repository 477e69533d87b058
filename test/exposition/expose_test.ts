import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { expose } from "../../src/exposition/expose.ts";
import type { GatherOptions } from "../../src/model/collector.ts";
import { gaugeFamily } from "../support/families.ts";

describe("expose", () => {
  it("expose() writes what it gathers as text", async () => {
    const gatherer = { gather: () => Promise.resolve([gaugeFamily("test")]) };
    assertEquals(await expose(gatherer), "# HELP test Test.\n# TYPE test gauge\ntest 1\n");
    assertEquals(await expose(gatherer, "text"), await expose(gatherer));
  });

  it("expose() hands its options to the gatherer", async () => {
    const options: GatherOptions = { onError: () => {}, signal: new AbortController().signal };
    let received: GatherOptions | undefined;
    await expose({ gather: (given) => Promise.resolve([]).finally(() => received = given) }, "text", options);
    assertStrictEquals(received, options);
  });

  it("expose() rejects where nothing can be gathered", async () => {
    await assertRejects(() => expose({ gather: () => Promise.reject(new RangeError("broken")) }), RangeError, "broken");
  });
});
