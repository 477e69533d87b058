import { type Labels, labelValueText } from "../model/labels.ts";
import type { TranslatedType, Translation } from "./translation.ts";

/** Instrumentation scope of a metric: the library that reports it. */
export interface Scope {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
  /** Further attributes, by name. */
  readonly attributes?: Iterable<readonly [string, unknown]> | undefined;
}

/** A label before its translation. */
export type Attribute = readonly [key: string, value: unknown];

/** Labels that must not be attributes, by type of the family. */
const RESERVED: Readonly<Partial<Record<TranslatedType, string>>> = { histogram: "le", summary: "quantile" };

/** Labels of all points of a scope. */
export function scopeAttributes({ name = "", version = "", schemaUrl = "", attributes = [] }: Scope): Attribute[] {
  const own: Attribute[] = [
    ["otel_scope_name", name],
    ["otel_scope_version", version],
    ["otel_scope_schema_url", schemaUrl],
  ];
  const names = new Set(own.map(([key]) => key));
  const others = Array.from(attributes, ([key, value]): Attribute => [`otel_scope_${key}`, value]);
  const isFree = ([key]: Attribute) => !names.has(key.replaceAll(/[^a-zA-Z0-9]+/g, "_"));
  return [...own.filter(([, value]) => value !== ""), ...others.filter(isFree)];
}

/** Translates the attributes of the points of one metric. */
export class StreamLabels {
  readonly #translation: Translation;
  readonly #fixed: readonly Attribute[];
  readonly #reserved: string | undefined;
  /** By label name, the attribute that it is made of, and the type of its values. */
  readonly #origins = new Map<string, string>();
  #mayCollide = false;

  /**
   * @param translation Translates names
   * @param type Type of the family
   * @param fixed Labels of all points, which are translated, too
   */
  constructor(translation: Translation, type: TranslatedType, fixed: readonly Attribute[]) {
    this.#translation = translation;
    this.#reserved = RESERVED[type];
    this.#fixed = fixed;
  }

  /**
   * Whether two points of OpenTelemetry may have the same labels: two attributes have one label name, or values of different
   * types.
   */
  get mayCollide(): boolean {
    return this.#mayCollide;
  }

  /** Returns the labels of a point. */
  of(attributes: Iterable<Attribute>): Labels {
    const labels: Record<string, string> = {};
    let joined: Map<string, Attribute[]> | undefined;
    const add = ([key, value]: Attribute): void => {
      const name = this.#nameOf(key);
      const text = attributeText(value);
      this.#note(name, key, value, text);
      if (!Object.hasOwn(labels, name)) {
        labels[name] = text;
        (joined ??= new Map()).set(name, [[key, text]]);
      } else {
        const parts = joined?.get(name) ?? [];
        parts.push([key, text]);
        labels[name] = parts.toSorted(byKey).map(([, text]) => text).join(";");
      }
    };
    for (const attribute of this.#fixed) add(attribute);
    for (const attribute of attributes) add(attribute);
    return labels;
  }

  #nameOf(key: string): string {
    const name = this.#translation.labelName(key);
    return name === this.#reserved ? `exported_${name}` : name;
  }

  #note(name: string, key: string, value: unknown, text: string): void {
    const origin = text === "" ? "" : `${typeof value} ${key}`;
    const known = this.#origins.get(name);
    if (known === undefined) this.#origins.set(name, origin);
    if (origin === "" || known !== undefined && known !== origin) this.#mayCollide = true;
  }
}

function byKey([one]: Attribute, [other]: Attribute): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Writes the value of an attribute as text.
 *
 * @see https://github.com/open-telemetry/opentelemetry-specification/blob/main/specification/common/README.md#anyvalue-representation-for-non-otlp-protocols
 */
export function attributeText(value: unknown): string {
  return labelValueText(value) ?? (value === undefined || value === null ? "" : JSON.stringify(value));
}
