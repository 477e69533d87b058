import type { MetricFamily } from "../../model/metric_family.ts";

/** Reports of one reading beyond which problems are only counted: a source may have any number of them. */
const MAX_REPORTS = 10;

/** What cannot be read of a source whose other parts can. */
export class Problems {
  readonly #module: string;
  readonly #report: ((problem: Error) => void) | undefined;
  #count = 0;

  /**
   * @param module Name of the module
   * @param report Called for the first ones
   */
  constructor(module: string, report: ((problem: Error) => void) | undefined) {
    this.#module = module;
    this.#report = report;
  }

  /** The number of problems as a family. */
  get family(): MetricFamily {
    return {
      type: "gauge",
      name: "webprom_module_problems",
      help: "Number of values that the last reading of a module had to leave out.",
      points: [{ labels: { module: this.#module }, value: this.#count }],
    };
  }

  /**
   * Notes a problem.
   *
   * @param problem What is wrong
   */
  add(problem: Error): void {
    if (++this.#count <= MAX_REPORTS) this.#report?.(problem);
  }
}
