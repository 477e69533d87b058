/// <reference lib="esnext.disposable" preserve="true" />
import type { Clock } from "../model/clock.ts";
import type { Gatherer } from "../model/collector.ts";
import type { MergeProblem } from "../merge/merge_families.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Identity } from "./_message.ts";
import type { StateStore } from "./state_store.ts";

/** Options of {@linkcode shareRegistry}. */
export interface ShareOptions {
  /**
   * Name of what is shared: isolates with the same name share their metrics. With a name, independent processes of one user
   * on one host share a registry through a socket.
   *
   * @default {the threads of this process, the workers of this cluster, or the instances of this PM2 application}
   */
  readonly name?: string | undefined;
  /**
   * Transport between the isolates, or a store such as {@linkcode redis}.
   *
   * @default {the one that fits what this isolate is}
   */
  readonly mailbox?: Mailbox | StateStore | undefined;
  /**
   * Name of this isolate: value of the label `worker` of gauges that are merged as `perInstance`.
   *
   * @default {ID of the process, thread, cluster worker or PM2 instance}
   */
  readonly label?: string | undefined;
  /**
   * Longest time until changes reach the others, in seconds. If an isolate is killed, what it counted in this time is lost.
   *
   * @default {1}
   */
  readonly flushSeconds?: number | undefined;
  /**
   * Time in which others must answer a scrape, in milliseconds. After it, their last known values are used.
   *
   * @default {500}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Called for each metric that isolates define differently, once for each difference.
   *
   * @default {() => {}}
   */
  readonly onProblem?: ((problem: MergeProblem) => void) | undefined;
  /**
   * Called with what happens: which transport is used, and how many isolates there are.
   *
   * @default {() => {}}
   */
  readonly onEvent?: ((message: string) => void) | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** A registry together with those of all isolates that share it. */
export interface SharedRegistry extends Gatherer, AsyncDisposable {
  /** Name of the transport, such as `threads`. */
  readonly mailbox: string;
  /** Name of this isolate. */
  readonly label: string;
  /**
   * Sends what has changed at once, instead of after `flushSeconds`. Await it before a serverless function is frozen. It never
   * rejects: what could not be sent is sent by the next flush.
   */
  flush(): Promise<void>;
  /** Sends the last state of this isolate to the others, and stops. */
  close(): Promise<void>;
}

/** How one isolate takes part, with all defaults. */
export interface Sharing extends ShareOptions {
  readonly label: string;
  readonly flushSeconds: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Without a message for this long, an isolate counts as silent, and its gauges are left out. */
  readonly silentMs: number;
  /** Without a message for this long, an isolate counts as ended. */
  readonly endedMs: number;
  /** Creates an identity of this isolate. */
  readonly renew: () => Identity;
}
