import type { Collector } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { attempt } from "./_attempt.ts";
import type { MakePart, Part, Setting } from "./_part.ts";
import type { RuntimeProbe } from "./probe.ts";
import type { Selection } from "./_selection.ts";

/** Settings of the parts, without the selection. Without a probe no parts are created. */
export type PartSettings = Omit<Setting, "probe" | "isWanted"> & { readonly probe: RuntimeProbe | undefined };

/** Collects from parts. A part that throws, because the runtime lacks its values, is omitted. */
export class PartsCollector implements Collector, Disposable {
  readonly name: string;
  readonly #selection: Selection;
  #parts: readonly Part[];

  constructor(name: string, makers: readonly MakePart[], selection: Selection, settings: PartSettings) {
    this.name = name;
    this.#selection = selection;
    const { probe } = settings;
    const setting = probe && { ...settings, probe, isWanted: (name: string) => selection.isWanted(name) };
    this.#parts = makers.flatMap((make) => setting && make(setting) || []);
  }

  *collect(): Iterable<MetricFamily> {
    for (const part of this.#parts) {
      for (const family of attempt(() => [...part.collect()]) ?? []) {
        if (this.#selection.isWanted(family.name)) yield this.#selection.rename(family);
      }
    }
  }

  [Symbol.dispose](): void {
    for (const { stop } of this.#parts) stop?.();
    this.#parts = [];
  }
}
