import type { Collector } from "../../src/model/collector.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { gaugeFamily } from "./families.ts";

/** A collector that reports how often it was asked, and only when it is told to. */
export class CountedSource implements Collector {
  readonly name = "tested";
  /** How often it was asked. */
  asked = 0;
  /** Whether it fails. */
  isBroken = false;
  /** The signal of the last collection. */
  signal: AbortSignal | undefined;
  #open: () => void = () => {};
  #gate: Promise<void> | undefined;

  /** Has collections wait from now on, until the returned function is called. */
  close(): () => void {
    this.#gate = new Promise((resolve) => this.#open = resolve);
    return () => {
      this.#gate = undefined;
      this.#open();
    };
  }

  async collect({ signal }: { readonly signal: AbortSignal }): Promise<MetricFamily[]> {
    this.signal = signal;
    const value = ++this.asked;
    await this.#gate;
    if (this.isBroken) throw new Error("broken");
    return [gaugeFamily("asked", value)];
  }
}
