import type { LabelValue } from "../model/labels.ts";
import type { InfoFamily } from "../model/metric_family.ts";
import { Cell } from "./cell.ts";
import { defineMetric } from "./definition.ts";
import { Instrument } from "./instrument.ts";
import { SeriesTable } from "./_series_table.ts";

/** How an {@linkcode Info} is made. */
export interface InfoOptions {
  /** Name as it is exposed; it ends in `_info` in every format. */
  readonly name: `${string}_info`;
  /** What these facts are about, for people. */
  readonly help: string;
  /** The facts. */
  readonly labels: Readonly<Record<string, LabelValue>>;
}

/**
 * Tells facts that do not change while the process runs, as labels of a series whose value is 1.
 *
 * @example Tell the version
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
   * Makes an info that no registry knows yet.
   *
   * @param options Name, help and facts
   * @throws {TypeError} If a name, the help text or a label is not usable
   */
  constructor(options: InfoOptions) {
    const { name, help, labels } = options;
    const definition = defineMetric("info", { name, help, constLabels: labels }, { suffix: "_info" });
    super(new SeriesTable(definition, (home, slot) => new InfoCell(home, slot)));
  }

  /**
   * Reports the family.
   *
   * @returns A single family
   */
  override collect(): Iterable<InfoFamily> {
    return this.families<InfoFamily>();
  }
}

/** The single series of an {@linkcode Info}. */
export class InfoCell extends Cell {}
