import type { Labels } from "../model/labels.ts";
import type { Definition } from "./definition.ts";
import type { ExemplarSampler } from "./_exemplar_sampler.ts";
import type { SampledExemplar } from "./_sampled_exemplar.ts";

/** Interface of the table that keeps a cell. */
export interface CellHome {
  /** Definition of the instrument. */
  readonly definition: Definition;
  /** Source of exemplars for writes without one. */
  readonly sampler: ExemplarSampler | undefined;
  /** Exemplars by cell; most cells have none. */
  readonly exemplars: Map<Cell, SampledExemplar>;
  /** Reads the clock. Returns milliseconds since the table first read it. */
  elapsedMs(): number;
  /** Time at which the table first read the clock, in milliseconds since the epoch. */
  readonly originMs: number;
  /** Restores an expired cell that is written to again. */
  revive(cell: Cell): void;
  /** Returns the labels of a series. */
  labelsOf(cell: Cell): Labels;
}

/** Reasons why the next write to a cell takes the slow path. */
export const SlowPath = {
  /** The next write takes the fast path. */
  none: 0,
  /** It is the first write since the cell was created, or since the table last looked for expired series. */
  unwritten: 1,
  /** An exemplar is to be sampled. */
  exemplar: 2,
} as const;

/** One series of an instrument. Cache it on hot paths. */
export abstract class Cell {
  /**
   * The table that keeps this cell.
   *
   * @ignore
   */
  protected readonly home: CellHome;
  // The table reads and writes the next two as `cell["slot"]`, so that completions do not offer them to users.
  /** Index of this series in its table; -1 after its removal. */
  protected slot: number;
  /** Reason why the next write takes the slow path, one of {@linkcode SlowPath}. */
  protected slowPath: number = SlowPath.unwritten;
  #createdAfterMs = -1;

  /**
   * Creates a cell. Instruments do this themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Index of this series in the table
   */
  constructor(home: CellHome, slot: number) {
    this.home = home;
    this.slot = slot;
  }

  /** All labels of this series; each read creates a new object. */
  get labels(): Labels {
    return this.home.labelsOf(this);
  }

  /** Time of the first write or scrape of this series, in milliseconds since the epoch. */
  get createdMs(): number {
    if (this.#createdAfterMs < 0) this.begin();
    return this.home.originMs + this.#createdAfterMs;
  }

  /** Sets the created time of this series to the current time. */
  protected begin(): void {
    this.#createdAfterMs = this.home.elapsedMs();
  }

  /**
   * Records that this series was written to. The clock is read here because a Worker has no time while modules load.
   */
  protected markWritten(): void {
    if (this.slot < 0) this.home.revive(this);
    if (this.#createdAfterMs < 0) this.begin();
    // A cell that is not in the table tries again with each write.
    this.slowPath = this.slot < 0 ? SlowPath.unwritten : SlowPath.none;
  }
}
