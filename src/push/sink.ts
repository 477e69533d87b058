import type { Gatherer } from "../model/collector.ts";

/** Options of one push. */
export interface SendOptions {
  /** Aborts the push, also while it waits for collectors. */
  readonly signal?: AbortSignal | undefined;
}

/** A place that metrics are pushed to. */
export interface Sink {
  /** Name in metrics and messages, such as `pushgateway`. */
  readonly name: string;
  /**
   * Gathers metrics and sends them once.
   *
   * @param gatherer A registry
   * @param options Signal
   * @returns Settles when the receiver has accepted them
   */
  send(gatherer: Gatherer, options?: SendOptions): Promise<void>;
  /**
   * Sends what still waits, and frees connections. Sinks without connections do nothing.
   *
   * @returns Settles when it has ended
   */
  close(): Promise<void>;
}
