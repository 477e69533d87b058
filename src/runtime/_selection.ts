import { copyPoint } from "../model/copy_point.ts";
import type { Labels, LabelValue } from "../model/labels.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { isLabelName, isMetricName } from "../model/names.ts";
import { labelText, quote } from "../metrics/definition.ts";

/** Which families are collected, and how they are called. */
export interface SelectionOptions {
  /**
   * Put before each name.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /**
   * Put on each series.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, LabelValue>> | undefined;
  /**
   * The only families to collect, by their names without prefix; a `*` stands for any text.
   *
   * @default {["*"]}
   */
  readonly only?: readonly string[] | undefined;
  /**
   * Families not to collect, as in `only`.
   *
   * @default {[]}
   */
  readonly except?: readonly string[] | undefined;
}

/** Selects families, and gives them prefix and labels. */
export class Selection {
  readonly #only: RegExp;
  readonly #except: RegExp;
  readonly #prefix: string;
  readonly #labels: Labels;

  /**
   * @throws {TypeError} If the prefix or a label is not usable
   */
  constructor({ prefix = "", labels = {}, only = ["*"], except = [] }: SelectionOptions) {
    const subject = "Cannot collect runtime metrics";
    if (!isMetricName(`${prefix}_`)) {
      throw new TypeError(`${subject}: prefix must be well-formed text, current value is ${quote(prefix)}`);
    }
    const texts = Object.entries(labels).map(([name, value]) => {
      if (isLabelName(name)) return [name, labelText(value, name, subject)];
      throw new TypeError(`${subject}: label name ${quote(name)} is empty, reserved or not well-formed`);
    });
    this.#only = patternOf(only);
    this.#except = patternOf(except);
    this.#prefix = prefix;
    this.#labels = Object.fromEntries(texts);
  }

  /** Tells whether a family is wanted, by its name without prefix. */
  isWanted(name: string): boolean {
    return this.#only.test(name) && !this.#except.test(name);
  }

  /** Gives a family prefix and labels. */
  rename(family: MetricFamily): MetricFamily {
    const points = Array.from<PointHead, PointHead>(family.points, (point) => copyPoint(point, this.#labels));
    return { ...family, name: this.#prefix + family.name, points } as MetricFamily;
  }
}

function patternOf(names: readonly string[]): RegExp {
  const patterns = names.map((name) => name.replace(/[^\w*]/g, "\\$&").replaceAll("*", ".*"));
  return new RegExp(`^(?:${patterns.join("|")})$`);
}
