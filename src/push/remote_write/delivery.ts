import { messageOf } from "../../model/message_of.ts";
import type { HttpClient } from "../http_client.ts";
import { PushError } from "../push_error.ts";
import { downgrade } from "./_downgrade.ts";
import type { WriteRequest } from "./write_request.ts";
import { compress } from "./snappy.ts";

/** Options of {@linkcode Delivery}. */
export interface DeliveryOptions {
  readonly version: 1 | 2;
  readonly maxQueueBytes: number;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly retryRateLimited: boolean;
  /**
   * Whether a request of 2.0 that is refused with the status 400 is sent again as one of 1.0; else only the next one is, because
   * the status may be about the samples.
   */
  readonly repeatsBadRequest: boolean;
  /** Called when samples are dropped. */
  readonly onProblem: (error: Error) => void;
  /** Called when a request fails for the first time, before it is repeated. */
  readonly onRetry?: ((error: Error) => void) | undefined;
}

/** Why samples were not delivered: the receiver refused them, or they had to make room for later ones. */
export type DropReason = "queue_full" | "refused";

const VERSIONS = {
  1: { "content-type": "application/x-protobuf", "x-prometheus-remote-write-version": "0.1.0" },
  2: {
    "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request",
    "x-prometheus-remote-write-version": "2.0.0",
  },
} as const;

const WRITTEN = ["samples", "histograms", "exemplars"].map((kind) => `x-prometheus-remote-write-${kind}-written`);

/** Delivers requests in order, each until it was accepted or refused. */
export class Delivery {
  /** Samples that were accepted. */
  sent = 0;
  /** Samples that were not delivered, by reason. */
  readonly dropped: Record<DropReason, number> = { queue_full: 0, refused: 0 };
  /** Requests that were sent again. */
  retries = 0;
  readonly #client: HttpClient;
  readonly #options: DeliveryOptions;
  readonly #queue: WriteRequest[] = [];
  #queueBytes = 0;
  #version: 1 | 2;
  /** Whether the receiver has accepted a request of this version. */
  #isProven = false;
  /** Whether it is not known yet if 1.0 works better than 2.0. */
  #isTrial = false;
  #last: Promise<void> = Promise.resolve();

  constructor(client: HttpClient, options: DeliveryOptions) {
    this.#client = client;
    this.#options = options;
    this.#version = options.version;
  }

  /** Size of the requests that wait, in bytes. */
  get queueBytes(): number {
    return this.#queueBytes;
  }

  /** Adds requests. The oldest ones make room for them. */
  add(requests: readonly WriteRequest[]): void {
    for (const request of requests) {
      this.#queue.push(request);
      this.#queueBytes += request.bytes.length;
    }
    let samples = 0;
    while (this.#queueBytes > this.#options.maxQueueBytes && this.#queue.length > 1) samples += this.#shift().samples;
    if (samples === 0) return;
    this.dropped.queue_full += samples;
    this.#options.onProblem(new PushError(`The queue is full: ${samples} samples were dropped`));
  }

  /**
   * Delivers everything that waits.
   *
   * @param signal Ends the attempts; what is left waits for the next call
   * @throws {PushError} If the receiver has refused samples, or did not answer until the signal
   */
  drain(signal: AbortSignal): Promise<void> {
    const drained = this.#last.then(() => this.#drain(signal));
    this.#last = drained.catch(() => {});
    return drained;
  }

  async #drain(signal: AbortSignal): Promise<void> {
    let refusal: unknown;
    for (let request = this.#queue[0]; request !== undefined; request = this.#queue[0]) {
      try {
        await this.#deliver(request, signal);
        this.sent += request.samples;
      } catch (error) {
        if (!isRefusal(error, this.#options.retryRateLimited)) throw error;
        refusal ??= error;
        this.dropped.refused += request.samples;
        this.#options.onProblem(error);
      }
      if (this.#queue[0] === request) this.#shift(); // else the queue was full
    }
    if (refusal !== undefined) throw refusal;
  }

  async #deliver(request: WriteRequest, signal: AbortSignal): Promise<void> {
    const { minBackoffMs, maxBackoffMs, retryRateLimited } = this.#options;
    for (let attempt = 0;; attempt++) {
      signal.throwIfAborted();
      try {
        return await this.#post(request, attempt, signal);
      } catch (error) {
        if (signal.aborted || isRefusal(error, retryRateLimited)) throw error;
        if (attempt === 0) this.#options.onRetry?.(error as Error);
        const { retryAfterMs } = error as PushError;
        const backoffMs = Math.min(maxBackoffMs, minBackoffMs * 2 ** Math.min(attempt, 30));
        const ms = retryAfterMs ?? backoffMs * (0.5 + Math.random() / 2);
        if (!await pause(ms, signal)) {
          throw new PushError(`${messageOf(error)} (${attempt + 1} attempts)`, { cause: error });
        }
        this.retries++;
        if (this.#queue[0] !== request) return; // it was dropped in the meantime
      }
    }
  }

  async #post(request: WriteRequest, attempt: number, signal: AbortSignal): Promise<void> {
    const version = this.#version;
    try {
      const headers = await this.#send(version, request, attempt, signal);
      const isUnderstood = version === 1 || WRITTEN.some((name) => headers.has(name));
      // A receiver of 1.0 takes a request of 2.0 for an empty one.
      if (!isUnderstood) throw new PushError("the receiver does not know remote write 2.0", { status: 415 });
      this.#isProven = true;
      this.#isTrial = false;
    } catch (error) {
      const status = error instanceof PushError ? error.status : undefined;
      if (this.#isTrial && status === 400) this.#try(2);
      const mayBeOld = version === 2 && (status === 415 || status === 400 && !this.#isProven);
      if (mayBeOld && status === 400 && !this.#options.repeatsBadRequest) this.#try(1);
      if (!mayBeOld || this.#isTrial) throw error;
      await this.#send(1, request, attempt, signal);
      this.#version = 1;
    }
  }

  #try(version: 1 | 2): void {
    this.#version = version;
    this.#isTrial = version === 1;
  }

  async #send(version: 1 | 2, { bytes }: WriteRequest, attempt: number, signal: AbortSignal): Promise<Headers> {
    const { headers } = await this.#client.request({
      method: "POST",
      headers: {
        ...VERSIONS[version],
        "content-encoding": "snappy",
        ...attempt > 0 && { "retry-attempt": `${attempt}` },
      },
      body: compress(version === 1 ? downgrade(bytes) : bytes),
      signal,
    });
    return headers;
  }

  #shift(): WriteRequest {
    const request = this.#queue.shift() as WriteRequest;
    this.#queueBytes -= request.bytes.length;
    return request;
  }
}

/** Checks whether an error is an answer that another attempt would not change. */
function isRefusal(error: unknown, retryRateLimited: boolean): error is PushError {
  const status = error instanceof PushError ? error.status : undefined;
  return status !== undefined && status < 500 && !(status === 429 && retryRateLimited);
}

/** Waits. Returns whether there was enough time. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isOver: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(isOver);
    };
    const abort = () => end(false);
    const timer = setTimeout(() => end(true), Math.min(ms, 2 ** 31 - 1));
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}
