import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ExemplarSampler } from "../../src/metrics/_exemplar_sampler.ts";
import type { ExemplarProvider } from "../../src/model/exemplar.ts";

/** At which of so many calls the sampler asks its provider. */
function asksOf(sampler: ExemplarSampler, calls: number, asked: { times: number }): number[] {
  const at: number[] = [];
  for (let call = 1; call <= calls; call++) {
    const before = asked.times;
    sampler.sample();
    if (asked.times > before) at.push(call);
  }
  return at;
}

/** A sampler whose provider counts how often it is asked. */
function counted(provider: ExemplarProvider): { sampler: ExemplarSampler; asked: { times: number } } {
  const asked = { times: 0 };
  const sampler = new ExemplarSampler(() => {
    asked.times++;
    return provider();
  });
  return { sampler, asked };
}

describe("ExemplarSampler", () => {
  it("ExemplarSampler.sample() asks each time where there is an exemplar", () => {
    const { sampler, asked } = counted(() => ({}));
    assertEquals(asksOf(sampler, 5, asked), [1, 2, 3, 4, 5]);
  });

  it("ExemplarSampler.sample() doubles its pause while there is none, up to 1,024 calls", () => {
    const { sampler, asked } = counted(() => undefined);
    const pauses = asksOf(sampler, 6000, asked).map((call, i, calls) => call - (calls[i - 1] ?? 0) - 1);
    assertEquals(pauses.slice(0, 13), [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1024, 1024]);
  });

  it("ExemplarSampler.sample() makes no pause any more as soon as there is one", () => {
    let answer: Record<string, string> | undefined;
    const { sampler, asked } = counted(() => answer);
    assertEquals(asksOf(sampler, 4, asked), [1, 3]);
    answer = { trace_id: "x" };
    assertEquals(asksOf(sampler, 6, asked), [3, 4, 5, 6]);
    answer = undefined;
    assertEquals(asksOf(sampler, 4, asked), [1, 3]);
  });

  it("ExemplarSampler.sample() has none where the provider fails or gives what is not usable", () => {
    const failing = new ExemplarSampler(() => {
      throw new Error("No context");
    });
    assertEquals(failing.sample(), undefined);
    assertEquals(new ExemplarSampler(() => ({ trace_id: "x".repeat(200) })).sample(), undefined);
  });
});
