import type { MetricFamily } from "../../model/metric_family.ts";

/** Maximum number of reported problems per read; further ones are only counted. */
const MAX_REPORTS = 10;

/** Counts and reports the parts of a source that cannot be read and are skipped. */
export class Problems {
  readonly #module: string;
  readonly #report: ((problem: Error) => void) | undefined;
  #count = 0;

  /**
   * @param module Name of the module
   * @param report Called for each of the first problems
   */
  constructor(module: string, report: ((problem: Error) => void) | undefined) {
    this.#module = module;
    this.#report = report;
  }

  /** The number of problems, as a family. */
  get family(): MetricFamily {
    return {
      type: "gauge",
      name: "webprom_module_problems",
      help: "Number of values, series and files skipped in the last read of a module because of errors.",
      points: [{ labels: { module: this.#module }, value: this.#count }],
    };
  }

  /**
   * Adds a problem.
   *
   * @param problem The reason
   */
  add(problem: Error): void {
    if (++this.#count <= MAX_REPORTS) this.#report?.(problem);
  }
}
