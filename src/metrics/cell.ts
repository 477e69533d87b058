import type { Labels } from "../model/labels.ts";
import type { Definition } from "./definition.ts";
import type { ExemplarSampler } from "./_exemplar_sampler.ts";
import type { SampledExemplar } from "./_sampled_exemplar.ts";

/** What a cell asks of the table that keeps it. */
export interface CellHome {
  /** What the instrument is. */
  readonly definition: Definition;
  /** Where exemplars come from that nobody gives. */
  readonly sampler: ExemplarSampler | undefined;
  /** The exemplars of cells that keep one; most keep none. */
  readonly exemplars: Map<Cell, SampledExemplar>;
  /** Reads the clock: milliseconds since this table first did so. */
  elapsedMs(): number;
  /** When this table first read the clock, in milliseconds since the epoch. */
  readonly originMs: number;
  /** Takes a cell in again that was dropped for not being written to. */
  revive(cell: Cell): void;
  /** Puts the labels of a series together. */
  labelsOf(cell: Cell): Labels;
}

/** Why the next write to a cell takes the long way; most take the short one. */
export const SlowPath = {
  /** It need not. */
  none: 0,
  /** It is the first since the cell was made, or since the table looked for series that are not written to. */
  unwritten: 1,
  /** An exemplar is wanted. */
  exemplar: 2,
} as const;

/** One series of an instrument: a point that is written to. Keep it where a path is hot. */
export abstract class Cell {
  /**
   * The table that keeps this cell.
   *
   * @ignore
   */
  protected readonly home: CellHome;
  /** Where the table keeps this series; the table changes it, -1 means no longer. */
  slot: number;
  /** Why the next write takes the long way, one of {@linkcode SlowPath}. */
  slowPath: number = SlowPath.unwritten;
  #createdAfterMs = -1;

  /**
   * Instruments make their cells themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Where it does
   */
  constructor(home: CellHome, slot: number) {
    this.home = home;
    this.slot = slot;
  }

  /** All labels of this series, put together at each reading. */
  get labels(): Labels {
    return this.home.labelsOf(this);
  }

  /** When this series began, at its first write or scrape, in milliseconds since the epoch. */
  get createdMs(): number {
    if (this.#createdAfterMs < 0) this.begin();
    return this.home.originMs + this.#createdAfterMs;
  }

  /** Makes this moment the begin of the series. */
  protected begin(): void {
    this.#createdAfterMs = this.home.elapsedMs();
  }

  /** Notes the first write. The clock is read here and not in the constructor, which may run where there is no time yet. */
  protected markWritten(): void {
    if (this.slot < 0) this.home.revive(this);
    if (this.#createdAfterMs < 0) this.begin();
    this.slowPath = SlowPath.none;
  }
}
