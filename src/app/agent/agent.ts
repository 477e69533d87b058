import { messageOf } from "../../model/message_of.ts";
import type { Logger } from "../log/logger.ts";
import { fetchAnswer } from "../modules/fetch_answer.ts";
import type { ModuleHost } from "../modules/module.ts";
import type { AgentConfig, HttpSdConfig, ScrapeConfig, TargetGroup } from "./agent_config.ts";
import { Receiver } from "./_receiver.ts";
import { ScrapeLoop } from "./_scrape_loop.ts";
import { readGroups, targetsOf } from "./targets.ts";

/** Time that the last requests may take, in milliseconds. */
const CLOSE_MS = 10_000;
const MAX_SD_BYTES = 2 ** 26;

/** Scrapes targets and sends their samples to receivers, as Prometheus does in its agent mode. */
export class Agent implements AsyncDisposable {
  readonly #receivers: readonly Receiver[];
  readonly #jobs: readonly Job[];

  /**
   * Starts to scrape.
   *
   * @param config Jobs and receivers
   * @param host Access to the network and to files
   * @param logger Output for targets that fail, and samples that are dropped
   */
  constructor(config: AgentConfig, host: ModuleHost, logger: Logger) {
    this.#receivers = config.remoteWrite.map((receiver) => new Receiver(receiver, host, logger));
    this.#jobs = config.scrapeConfigs.map((job) => new Job(job, config, this.#receivers, host, logger));
  }

  /** Ends scraping, and delivers what waits. As with Prometheus, series go on if the agent starts again. */
  async close(): Promise<void> {
    await Promise.all(this.#jobs.map((job) => job.close()));
    await Promise.all(this.#receivers.map((receiver) => receiver.close(CLOSE_MS)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The targets of one job. */
class Job {
  readonly #config: ScrapeConfig;
  readonly #agent: AgentConfig;
  readonly #receivers: readonly Receiver[];
  readonly #host: ModuleHost;
  readonly #logger: Logger;
  readonly #loops = new Map<string, ScrapeLoop>();
  /** The last answer of each service discovery. */
  readonly #found = new Map<HttpSdConfig, readonly TargetGroup[]>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #controller = new AbortController();

  constructor(
    config: ScrapeConfig,
    agent: AgentConfig,
    receivers: readonly Receiver[],
    host: ModuleHost,
    logger: Logger,
  ) {
    this.#config = config;
    this.#agent = agent;
    this.#receivers = receivers;
    this.#host = host;
    this.#logger = logger;
    this.#update();
    for (const discovery of config.httpSdConfigs) void this.#discover(discovery);
  }

  async close(): Promise<void> {
    this.#controller.abort(new Error("the agent ends"));
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(Array.from(this.#loops.values(), (loop) => loop.close()));
  }

  async #discover(discovery: HttpSdConfig): Promise<void> {
    const { url, client, refreshInterval } = discovery;
    const { signal } = this.#controller;
    const request = {
      headers: { "x-prometheus-refresh-interval-seconds": String(refreshInterval / 1000) },
      httpClientConfig: client,
      validStatusCodes: [200],
      timeout: Math.min(refreshInterval, 30_000),
      retries: 0,
      retryBackoff: 0,
      bodySizeLimit: MAX_SD_BYTES,
      sampleLimit: Infinity,
      metricRelabelConfigs: [],
    };
    try {
      const { bytes } = await fetchAnswer(url, request, "application/json", this.#host, signal);
      this.#found.set(discovery, readGroups(new TextDecoder().decode(bytes)));
      if (!signal.aborted) this.#update();
    } catch (error) {
      // The targets that were found before remain.
      if (!signal.aborted) this.#logger.warn("Service discovery failed", { url, error: messageOf(error) });
    }
    if (signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#discover(discovery);
    }, refreshInterval);
    this.#timers.add(timer);
  }

  /** Starts and ends loops, so that each target has one. */
  #update(): void {
    const groups = [...this.#config.staticConfigs, ...[...this.#found.values()].flat()];
    const targets = new Map(targetsOf(this.#config, groups).map((target) => [target.key, target]));
    for (const [key, loop] of this.#loops) {
      if (targets.has(key)) continue;
      this.#loops.delete(key);
      void loop.remove();
    }
    for (const [key, target] of targets) {
      if (this.#loops.has(key)) continue;
      this.#loops.set(
        key,
        new ScrapeLoop({
          config: this.#config,
          target,
          externalLabels: this.#agent.externalLabels,
          receivers: this.#receivers,
          host: this.#host,
          logger: this.#logger,
        }),
      );
    }
  }
}
