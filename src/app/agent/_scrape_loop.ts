import { messageOf } from "../../model/message_of.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { parse } from "../../parse/parse.ts";
import { RequestEncoder } from "../../push/remote_write/request_encoder.ts";
import type { Logger } from "../log/logger.ts";
import { fetchAnswer } from "../modules/fetch_answer.ts";
import type { ModuleHost } from "../modules/module.ts";
import { relabelLabels } from "../modules/relabel.ts";
import type { RelabelRule } from "../modules/relabel_rule.ts";
import type { ScrapeConfig } from "./agent_config.ts";
import type { Receiver } from "./_receiver.ts";
import type { ScrapeTarget } from "./targets.ts";

/** What the scraper of Prometheus asks for if it reads native histograms, and if it does not. */
const TEXTS = [
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6",
  "application/openmetrics-text;version=0.0.1;q=0.5",
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4",
  "text/plain;version=0.0.4;q=0.3",
  "*/*;q=0.2",
].join(",");
const PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7";

/** What a scrape loop needs. */
export interface ScrapeLoopOptions {
  readonly config: ScrapeConfig;
  readonly target: ScrapeTarget;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly receivers: readonly Receiver[];
  readonly host: ModuleHost;
  readonly logger: Logger;
}

/** Scrapes one target regularly, and gives its samples to the receivers. */
export class ScrapeLoop {
  readonly #options: ScrapeLoopOptions;
  /** For each receiver, encoders of the samples of the target and of those about the scrape. */
  readonly #outputs: readonly {
    readonly receiver: Receiver;
    readonly own: RequestEncoder;
    readonly about: RequestEncoder;
  }[];
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<void> = Promise.resolve();
  #isUp = true;
  #lastMs = 0;

  constructor(options: ScrapeLoopOptions) {
    this.#options = options;
    const { config, target, externalLabels, receivers } = options;
    const { alwaysScrapeClassicHistograms, convertClassicHistogramsToNhcb } = config;
    this.#outputs = receivers.map((receiver) => {
      const { maxSamplesPerSend, sendExemplars, writeRelabelConfigs } = receiver.config;
      const make = (rules: readonly RelabelRule[]) =>
        new RequestEncoder({
          labels: target.labels,
          maxSamplesPerSend,
          skipExemplars: !sendExemplars,
          honorLabels: config.honorLabels,
          classicHistograms: convertClassicHistogramsToNhcb
            ? "nhcb"
            : alwaysScrapeClassicHistograms
            ? "series"
            : "fallback",
          relabel: relabelBy(rules, externalLabels, writeRelabelConfigs),
        });
      return { receiver, own: make(config.metricRelabelConfigs), about: make([]) };
    });
    this.#wait(offsetOf(target.key, config.scrapeInterval));
  }

  /** Ends the series of the target with stale markers. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#controller.abort(new Error("the target has gone"));
    await this.#last;
    const nowMs = this.#now();
    for (const { receiver, own, about } of this.#outputs) {
      receiver.add(own.encodeEnd(nowMs));
      receiver.add(about.encodeEnd(nowMs));
    }
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const startMs = Date.now();
      this.#last = this.#scrape().then(() => {
        const { scrapeInterval } = this.#options.config;
        // Scrapes that could not begin in time are left out.
        const lateMs = (Date.now() - startMs) % scrapeInterval;
        if (!this.#controller.signal.aborted) this.#wait(scrapeInterval - lateMs);
      });
    }, ms);
  }

  async #scrape(): Promise<void> {
    const { config, target, logger } = this.#options;
    const nowMs = this.#now();
    const start = performance.now();
    let families: readonly MetricFamily[] = [];
    let problem: unknown;
    try {
      families = await this.#read();
    } catch (error) {
      problem = error;
    }
    if (this.#controller.signal.aborted) return;
    const seconds = (performance.now() - start) / 1000;
    for (const { receiver, own, about } of this.#outputs) {
      let requests = own.encode(families, nowMs);
      let { all, kept, added } = own.counts;
      if (config.sampleLimit > 0 && kept > config.sampleLimit) {
        problem = new RangeError(`it has ${kept} series, sample_limit is ${config.sampleLimit}`);
        [requests, added] = [own.encodeEnd(nowMs), 0];
      }
      receiver.add(requests);
      if (problem !== undefined) [all, kept] = [0, 0];
      receiver.add(about.encode(reportOf({ isUp: problem === undefined, seconds, all, kept, added }), nowMs));
    }
    const isUp = problem === undefined;
    if (isUp !== this.#isUp) {
      if (isUp) logger.info("Target is up again", { url: target.url });
      else logger.warn("Scrape failed", { url: target.url, error: messageOf(problem) });
    }
    this.#isUp = isUp;
  }

  async #read(): Promise<readonly MetricFamily[]> {
    const { config, target, host, logger } = this.#options;
    const { scrapeNativeHistograms, scrapeTimeout, bodySizeLimit, client, honorTimestamps } = config;
    const accept = scrapeNativeHistograms ? `${PROTOBUF},${TEXTS}` : TEXTS;
    const headers = {
      "x-prometheus-scrape-timeout-seconds": String(scrapeTimeout / 1000),
      "user-agent": "webprom-agent",
    };
    const request = {
      headers,
      httpClientConfig: client,
      validStatusCodes: [200],
      timeout: scrapeTimeout,
      retries: 0,
      retryBackoff: 0,
      bodySizeLimit,
      sampleLimit: Infinity,
      metricRelabelConfigs: [],
    };
    const { bytes, contentType } = await fetchAnswer(target.url, request, accept, host, this.#controller.signal);
    const families = parse(bytes, {
      ...contentType !== null && { contentType },
      lenient: true,
      onProblem: ({ message }) => logger.debug("Line left out", { url: target.url, error: message }),
    });
    return honorTimestamps ? families : families.map(withoutTimes);
  }

  /** Samples of a target must not go back in time when the clock does. */
  #now(): number {
    return this.#lastMs = Math.max(Date.now(), this.#lastMs + 1);
  }
}

/** Relabels a series of a target, adds labels that it does not have, and relabels it for the receiver. */
function relabelBy(
  rules: readonly RelabelRule[],
  externalLabels: Readonly<Record<string, string>>,
  writeRules: readonly RelabelRule[],
): ((labels: Map<string, string>) => boolean) | undefined {
  const added = Object.entries(externalLabels);
  if (rules.length === 0 && added.length === 0 && writeRules.length === 0) return undefined;
  return (labels) => {
    if (!relabelLabels(labels, rules)) return false;
    dropTemporary(labels);
    for (const [name, value] of added) if (!labels.has(name)) labels.set(name, value);
    const isKept = relabelLabels(labels, writeRules);
    dropTemporary(labels);
    return isKept;
  };
}

function dropTemporary(labels: Map<string, string>): void {
  for (const name of [...labels.keys()]) if (name.startsWith("__") && name !== "__name__") labels.delete(name);
}

/** Families about a scrape, with the names that Prometheus gives them. */
function reportOf(
  { isUp, seconds, all, kept, added }: {
    readonly isUp: boolean;
    readonly seconds: number;
    readonly all: number;
    readonly kept: number;
    readonly added: number;
  },
): MetricFamily[] {
  const values = {
    up: isUp ? 1 : 0,
    scrape_duration_seconds: seconds,
    scrape_samples_scraped: all,
    scrape_samples_post_metric_relabeling: kept,
    scrape_series_added: added,
  };
  return Object.entries(values).map(([name, value]) => ({
    type: "gauge",
    name,
    help: "",
    points: [{ labels: {}, value }],
  }));
}

function withoutTimes(family: MetricFamily): MetricFamily {
  const points = Array.from(family.points as Iterable<PointHead>, ({ timestampMs: _, ...point }) => point);
  return { ...family, points } as MetricFamily;
}

/** Spreads targets over the interval, each at the same moment of it whenever the agent starts. */
function offsetOf(key: string, intervalMs: number): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash, 31) + key.charCodeAt(i) >>> 0;
  const offset = hash % intervalMs - Date.now() % intervalMs;
  return offset < 0 ? offset + intervalMs : offset;
}
