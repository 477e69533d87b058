import type { Collector } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { attempt } from "./_attempt.ts";
import type { MakePart, Part, Setting } from "./_part.ts";
import type { RuntimeProbe } from "./probe.ts";
import { Selection, type SelectionOptions } from "./_selection.ts";

/** Settings of the parts, without the selection. Without a probe no parts are created. */
export type PartSettings = Omit<Setting, "probe" | "isWanted"> & { readonly probe: RuntimeProbe | undefined };

/** Writes options as text, equal for equal options. The sources of values and time are left out. */
export function textOf(options: SelectionOptions & { readonly probe?: unknown; readonly clock?: unknown }): string {
  const { probe: _probe, clock: _clock, ...others } = options;
  const sorted = Object.entries(others).sort(([one], [other]) => one < other ? -1 : 1);
  return JSON.stringify(sorted, (_, value) => typeof value === "bigint" ? String(value) : value);
}

/** Collects from parts. A part that throws, because the runtime lacks its values, is omitted. */
export class PartsCollector implements Collector, Disposable {
  readonly name: string;
  /** Collectors with the same name and options are interchangeable, so that a module can be reloaded. */
  readonly replaceKey: symbol;
  readonly #selection: Selection;
  #parts: readonly Part[];

  constructor(name: string, makers: readonly MakePart[], options: SelectionOptions, settings: PartSettings) {
    const selection = new Selection(options);
    this.name = name;
    this.replaceKey = Symbol.for(`@webprom/exporter/${name}/${textOf(options)}`);
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
