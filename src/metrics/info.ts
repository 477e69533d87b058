import type { LabelValue } from "../model/labels.ts";
import type { InfoFamily } from "../model/metric_family.ts";
import { Cell } from "./cell.ts";
import { defineMetric } from "./definition.ts";
import { Instrument } from "./instrument.ts";
import { SeriesTable } from "./_series_table.ts";

/** Options of {@linkcode Info}. */
export interface InfoOptions {
  /** Exposed name; it ends in `_info` in every format. */
  readonly name: `${string}_info`;
  /** Description of the facts. */
  readonly help: string;
  /** The facts, by label name. */
  readonly labels: Readonly<Record<string, LabelValue>>;
}

/**
 * Exposes facts that do not change while the process runs, as labels of a series with the value 1.
 *
 * @example Expose the version
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.info({ name: "app_build_info", help: "About this build.", labels: { version: "1.2.3" } });
 *
 * assertStringIncludes(await expose(registry), 'app_build_info{version="1.2.3"} 1\n');
 * ```
 */
export class Info extends Instrument<Readonly<Record<never, never>>, InfoCell> {
  /**
   * Creates an info without registering it.
   *
   * @param options Name, help and facts
   * @throws {TypeError} If a name, the help text or a label is invalid
   */
  constructor(options: InfoOptions) {
    const { name, help, labels } = options;
    const definition = defineMetric("info", { name, help, constLabels: labels }, { suffix: "_info" });
    super(new SeriesTable(definition, (home, slot) => new InfoCell(home, slot)));
  }

  /**
   * Returns the family.
   *
   * @returns A single family
   */
  override collect(): Iterable<InfoFamily> {
    return this.families<InfoFamily>();
  }
}

/** The single series of an {@linkcode Info}. */
export class InfoCell extends Cell {}
