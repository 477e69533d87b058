import { messageOf } from "../../model/message_of.ts";
import { Delivery } from "../../push/remote_write/delivery.ts";
import { RequestBuilder } from "../../push/remote_write/request_builder.ts";
import type { WriteRequest } from "../../push/remote_write/write_request.ts";
import { HttpClient } from "../../push/http_client.ts";
import type { Logger } from "../log/logger.ts";
import { authorizationOf, tlsOf } from "../modules/fetch_answer.ts";
import type { ModuleHost } from "../modules/module.ts";
import type { RemoteWriteConfig } from "./agent_config.ts";

/** Memory for requests that could not be delivered yet, in bytes. */
const MAX_QUEUE_BYTES = 2 ** 28;

/** A receiver of remote write, and what waits for it. */
export class Receiver {
  readonly config: RemoteWriteConfig;
  /** Where the series of all targets come together. */
  readonly builder: RequestBuilder;
  readonly #delivery: Delivery;
  readonly #logger: Logger;
  readonly #name: string;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(config: RemoteWriteConfig, host: ModuleHost, logger: Logger) {
    const { url, headers, remoteTimeout, client, version, minBackoff, maxBackoff, retryOnHttp429 } = config;
    this.config = config;
    this.builder = new RequestBuilder(config.maxSamplesPerSend);
    this.#logger = logger;
    this.#name = config.name ?? new URL(url).host;
    const isHttp = /^https?:/i.test(url);
    const http = new HttpClient("remote write", {
      url: isHttp ? url : "http://localhost",
      headers,
      timeoutSeconds: remoteTimeout / 1000,
      async fetch(url, init) {
        if (!isHttp) throw new TypeError(`the URL must begin with http:// or https://, current value is ${config.url}`);
        const authorization = await authorizationOf(client, host);
        const tls = await tlsOf(client, host);
        const headers = new Headers(init.headers);
        if (authorization !== undefined) headers.set("authorization", authorization);
        return await host.fetch(url, { ...init, headers, ...tls && { tls } });
      },
    }, ["x-prometheus-remote-write-version", "retry-attempt"]);
    this.#delivery = new Delivery(http, {
      version,
      maxQueueBytes: MAX_QUEUE_BYTES,
      minBackoffMs: minBackoff,
      maxBackoffMs: maxBackoff,
      retryRateLimited: retryOnHttp429,
      repeatsBadRequest: false,
      onProblem: (error) => logger.error("Samples were dropped", { receiver: this.#name, error: messageOf(error) }),
      onRetry: (error) => logger.warn("Delivery failed", { receiver: this.#name, error: messageOf(error) }),
    });
  }

  /** Delivers requests that are full, after those that wait, and the others after a while. */
  add(full: readonly WriteRequest[]): void {
    if (this.builder.pending > 0) this.#timer ??= setTimeout(() => this.#flush(), this.config.batchSendDeadline);
    if (full.length === 0) return;
    this.#delivery.add(full);
    this.#running ??= this.#run();
  }

  /** Waits until everything is delivered, at most for some time. */
  async close(timeoutMs: number): Promise<void> {
    this.#flush();
    const timer = setTimeout(() => this.#stop.abort(new Error("the agent ends")), timeoutMs);
    await this.#running;
    clearTimeout(timer);
    const { queueBytes } = this.#delivery;
    if (queueBytes > 0) this.#logger.error("Samples were not delivered", { receiver: this.#name, bytes: queueBytes });
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.add(this.builder.takeAll());
  }

  async #run(): Promise<void> {
    while (this.#delivery.queueBytes > 0 && !this.#stop.signal.aborted) {
      await this.#delivery.drain(this.#stop.signal).catch(() => {}); // it is logged
    }
    this.#running = undefined;
  }
}
