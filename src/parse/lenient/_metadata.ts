import type { MetricType } from "../../model/metric_family.ts";

/** What the comments say of a family. */
export interface Head {
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

/** Names of families in text, whose samples have suffixes in OpenMetrics. */
const SUFFIXED: readonly MetricType[] = ["counter", "info"];

/**
 * The metadata of all families. In the text format, it is found by name. In OpenMetrics, a counter `x` and a gauge `x` differ,
 * because the samples of the counter are called `x_total`: metadata is collected in blocks, which end with a sample or another
 * name.
 */
export class Metadata {
  readonly #isOpenMetrics: boolean;
  readonly #heads = new Map<string, Partial<Head>>();
  /** Counters and infos of OpenMetrics, by the names of their samples. */
  readonly #suffixed = new Map<string, Partial<Head>>();
  #block: { readonly name: string; head: Partial<Head> } | undefined;

  /** @param isOpenMetrics Whether the samples of some types have suffixes that their families lack */
  constructor(isOpenMetrics: boolean) {
    this.#isOpenMetrics = isOpenMetrics;
  }

  setType(name: string, type: MetricType): void {
    this.#set(name, { type });
  }

  setHelp(name: string, help: string): void {
    this.#set(name, { help });
  }

  setUnit(name: string, unit: string): void {
    this.#set(name, { unit });
  }

  /** Ends the metadata of a family, because a sample follows. */
  endOfBlock(): void {
    const block = this.#block;
    if (block === undefined) return;
    this.#block = undefined;
    const { name, head } = block;
    const isSuffixed = this.#isOpenMetrics && head.type !== undefined && SUFFIXED.includes(head.type);
    const heads = isSuffixed ? this.#suffixed : this.#heads;
    const key = isSuffixed ? `${name}_${head.type === "counter" ? "total" : "info"}` : name;
    // What comes first is kept, as Prometheus' metadata is that of the first sample.
    heads.set(key, { ...head, ...heads.get(key) });
    if (isSuffixed && !this.#heads.has(name) && key !== name) {
      this.#suffixed.set(name, { ...head, ...this.#suffixed.get(name) });
    }
  }

  /** Ends the input. */
  end(): void {
    this.endOfBlock();
  }

  /**
   * Finds the metadata of samples by their name.
   *
   * @param name Name of the samples
   * @returns The metadata; `undefined` if there is none
   */
  of(name: string): Partial<Head> | undefined {
    return this.#suffixed.get(name) ?? this.#heads.get(name);
  }

  /**
   * Finds the type of a family whose samples may have suffixes.
   *
   * @param name Name of the family
   */
  typeOf(name: string): MetricType | undefined {
    return this.#heads.get(name)?.type;
  }

  #set(name: string, part: Partial<Head>): void {
    if (
      this.#block !== undefined && (this.#block.name !== name || "type" in part && this.#block.head.type !== undefined)
    ) {
      this.endOfBlock();
    }
    this.#block ??= { name, head: {} };
    this.#block.head = { ...part, ...this.#block.head };
  }
}
