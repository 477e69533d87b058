import { copyPoint } from "../model/copy_point.ts";
import type { Labels, LabelValue } from "../model/labels.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { isLabelName, isMetricName } from "../model/names.ts";
import { labelText } from "../metrics/definition.ts";
import { quote } from "../model/quote.ts";

/** Selection of families, with the prefix and labels to add. */
export interface SelectionOptions {
  /**
   * Prefix of all names.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /**
   * Labels of all series.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, LabelValue>> | undefined;
  /**
   * Families to collect, by name without prefix; `*` matches any text.
   *
   * @default {["*"]}
   */
  readonly only?: readonly string[] | undefined;
  /**
   * Families to omit, written as in `only`.
   *
   * @default {[]}
   */
  readonly except?: readonly string[] | undefined;
}

/** Selects families, and adds the prefix and labels. */
export class Selection {
  readonly #only: RegExp;
  readonly #except: RegExp;
  readonly #prefix: string;
  readonly #labels: Labels;

  /**
   * @throws {TypeError} If the prefix or a label is invalid
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

  /** Checks whether a family is selected, by its name without prefix. */
  isWanted(name: string): boolean {
    return this.#only.test(name) && !this.#except.test(name);
  }

  /** Copies a family, with the prefix and labels added. */
  rename(family: MetricFamily): MetricFamily {
    const points = Array.from<PointHead, PointHead>(family.points, (point) => copyPoint(point, this.#labels));
    return { ...family, name: this.#prefix + family.name, points } as MetricFamily;
  }
}

function patternOf(names: readonly string[]): RegExp {
  const patterns = names.map((name) => name.replace(/[^\w*]/g, "\\$&").replaceAll("*", ".*"));
  return new RegExp(`^(?:${patterns.join("|")})$`);
}
