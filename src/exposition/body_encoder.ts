import type { Bytes } from "../model/bytes.ts";
import type { EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { FamilyBytes } from "./family_bytes.ts";
import type { Encoder } from "./format.ts";
import { type FamilyKind, KeptFamilies } from "./kept_families.ts";
import { BATCH, LabelRanges } from "./label_ranges.ts";
import { FamilyNames } from "./wire_names.ts";

/** Initial capacity of a buffer in bytes: most bodies are small. */
export const CAPACITY: number = 16 * 1024;

/** Buffers used while one body is written. */
export interface Workspace<W extends ByteWriter> {
  /** Bytes that are not returned yet. */
  readonly out: W;
  /** The beginning of a family that is not kept. */
  readonly head: W;
  /** Labels that are not kept. */
  readonly labels: LabelRanges<W>;
}

/** Writes bodies one after the other or at the same time, and keeps families for the next body. */
export abstract class BodyEncoder<W extends ByteWriter, F extends FamilyBytes<W>> implements Encoder {
  readonly #kind: FamilyKind<W, F>;
  readonly #names: FamilyNames;
  readonly #kept: KeptFamilies<W, F>;
  #workspace: Workspace<W> | undefined;

  /**
   * @param kind How families are written
   * @param escaping Escaping of names
   * @param maxBytes Limit of memory, in bytes
   */
  constructor(kind: FamilyKind<W, F>, escaping: EscapingScheme, maxBytes: number | undefined) {
    this.#kind = kind;
    this.#names = new FamilyNames(escaping);
    this.#kept = new KeptFamilies(kind, maxBytes);
  }

  get size(): number {
    return this.#kept.size;
  }

  *encode(families: Iterable<MetricFamily>): Generator<Bytes> {
    const workspace = this.#workspace ?? this.#newWorkspace();
    this.#workspace = undefined; // another body may start before this one is complete
    try {
      const all = Array.isArray(families) ? families as readonly MetricFamily[] : [...families];
      workspace.out.length = 0;
      yield* this.write(all, this.#names.of(all), this.#kept, workspace);
      this.#kept.endScrape();
    } finally {
      this.#kept.tidy();
      this.#workspace = workspace;
    }
  }

  /** Writes one body. `names` are the exposed names; `undefined` if these are the families' own. */
  protected abstract write(
    families: readonly MetricFamily[],
    names: readonly string[] | undefined,
    kept: KeptFamilies<W, F>,
    workspace: Workspace<W>,
  ): Generator<Bytes>;

  #newWorkspace(): Workspace<W> {
    const { newBytes } = this.#kind;
    return { out: newBytes(), head: newBytes(), labels: new LabelRanges(newBytes(), BATCH) };
  }
}
