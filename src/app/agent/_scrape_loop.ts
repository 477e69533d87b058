import { messageOf } from "../../model/message_of.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { parse } from "../../parse/parse.ts";
import { RequestEncoder, type SeriesCounts } from "../../push/remote_write/request_encoder.ts";
import type { Logger } from "../log/logger.ts";
import { fetchAnswer } from "../modules/fetch_answer.ts";
import type { ModuleHost } from "../modules/module.ts";
import { relabelLabels } from "../modules/relabel.ts";
import type { RelabelRule } from "../modules/relabel_rule.ts";
import type { ScrapeConfig, ScrapeProtocol } from "./agent_config.ts";
import type { Receiver } from "./_receiver.ts";
import type { ScrapeTarget } from "./targets.ts";

/** What the scraper of Prometheus asks for. */
const MEDIA_TYPES: Readonly<Record<ScrapeProtocol, string>> = {
  PrometheusProto: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
  "OpenMetricsText1.0.0": "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8",
  "OpenMetricsText0.0.1": "application/openmetrics-text;version=0.0.1",
  "PrometheusText1.0.0": "text/plain;version=1.0.0;escaping=allow-utf-8",
  "PrometheusText0.0.4": "text/plain;version=0.0.4",
};

const NO_SERIES: SeriesCounts = { all: 0, kept: 0, added: 0 };

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
  readonly #outputs: readonly { readonly receiver: Receiver; readonly encoder: RequestEncoder }[];
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
      const classicHistograms = convertClassicHistogramsToNhcb
        ? "nhcb"
        : alwaysScrapeClassicHistograms
        ? "series"
        : "fallback";
      const encoder = new RequestEncoder({
        labels: target.labels,
        maxSamplesPerSend,
        classicHistograms,
        sampleLimit: config.sampleLimit,
        skipExemplars: !sendExemplars,
        honorLabels: config.honorLabels,
        relabel: relabelBy(config.metricRelabelConfigs, externalLabels, writeRelabelConfigs),
        relabelReport: relabelBy([], externalLabels, writeRelabelConfigs),
      }, receiver.builder);
      return { receiver, encoder };
    });
    this.#wait(offsetOf(target.key, config.scrapeInterval));
  }

  /** Ends scraping. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#controller.abort(new Error("the target has gone"));
    await this.#last;
  }

  /** Ends scraping, and the series of the target with stale markers. */
  async remove(): Promise<void> {
    await this.close();
    for (const { receiver, encoder } of this.#outputs) receiver.add(encoder.encodeEnd(this.#now()));
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
    for (const { receiver, encoder } of this.#outputs) {
      const report = (counts: SeriesCounts, isTooMuch: boolean) => {
        if (isTooMuch) {
          problem = new RangeError(`it has ${counts.kept} series, sample_limit is ${config.sampleLimit}`);
        }
        return reportOf(problem === undefined, seconds, problem === undefined || isTooMuch ? counts : NO_SERIES);
      };
      receiver.add(encoder.encode(families, nowMs, report));
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
    const { scrapeProtocols, scrapeTimeout, bodySizeLimit, client, honorTimestamps } = config;
    const accept = [...scrapeProtocols.map((name) => MEDIA_TYPES[name]), "*/*"]
      .map((type, i) => `${type};q=0.${scrapeProtocols.length + 1 - i}`).join(",");
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
function reportOf(isUp: boolean, seconds: number, { all, kept, added }: SeriesCounts): MetricFamily[] {
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
