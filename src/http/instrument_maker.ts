/** Where a handler keeps metrics of itself; a registry is one. */
export interface InstrumentMaker {
  /**
   * Makes a counter.
   *
   * @param options Its definition
   * @returns The counter
   */
  counter(options: {
    readonly name: `${string}_total`;
    readonly help: string;
    readonly labelNames: readonly ["code"];
  }): CodeCounter;
  /**
   * Makes a gauge.
   *
   * @param options Its definition
   * @returns The gauge
   */
  gauge(options: { readonly name: string; readonly help: string }): LevelGauge;
}

/** Counts answers by their status. */
export interface CodeCounter {
  /**
   * Finds the series of a status.
   *
   * @param values The status
   * @returns The series
   */
  labels(values: { readonly code: string }): {
    /** Counts one more. */
    inc(): void;
  };
}

/** A value that goes up and down. */
export interface LevelGauge {
  /** Adds one. */
  inc(): void;
  /** Takes one away. */
  dec(): void;
}
