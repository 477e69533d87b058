import { z } from "zod";
import { isLabelName } from "../../model/names.ts";
import { parseConfig } from "../config/parse_config.ts";
import { type ClientConfig, clientFields } from "../modules/http_config.ts";
import { parseSize, parseTimeout } from "../modules/quantities.ts";
import { type RelabelRule, relabelRule, targetRelabelRule } from "../modules/relabel_rule.ts";
import { camelKeys, compiled, plain } from "../modules/schema.ts";

/** Targets with the same labels. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** How targets are found by HTTP. */
export interface HttpSdConfig {
  readonly url: string;
  /** Time between requests, in milliseconds. */
  readonly refreshInterval: number;
  readonly client: ClientConfig;
}

/** A format, with the name that Prometheus gives it. */
export type ScrapeProtocol = typeof SCRAPE_PROTOCOLS[number];

/** How the targets of one job are scraped. Times are in milliseconds. */
export interface ScrapeConfig {
  readonly jobName: string;
  readonly scrapeInterval: number;
  readonly scrapeTimeout: number;
  readonly metricsPath: string;
  readonly scheme: string;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** Largest number of series after relabelling; 0 for any. */
  readonly sampleLimit: number;
  readonly bodySizeLimit: number;
  /** Formats to ask for, the best one first. */
  readonly scrapeProtocols: readonly ScrapeProtocol[];
  readonly alwaysScrapeClassicHistograms: boolean;
  readonly convertClassicHistogramsToNhcb: boolean;
  readonly staticConfigs: readonly TargetGroup[];
  readonly httpSdConfigs: readonly HttpSdConfig[];
  readonly relabelConfigs: readonly RelabelRule[];
  readonly metricRelabelConfigs: readonly RelabelRule[];
  readonly client: ClientConfig;
}

/** A receiver of remote write. */
export interface RemoteWriteConfig {
  readonly url: string;
  readonly name?: string | undefined;
  readonly version: 1 | 2;
  /** In milliseconds. */
  readonly remoteTimeout: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly sendExemplars: boolean;
  readonly writeRelabelConfigs: readonly RelabelRule[];
  /** Time that samples wait for others of the same request, in milliseconds. */
  readonly batchSendDeadline: number;
  readonly maxSamplesPerSend: number;
  readonly minBackoff: number;
  readonly maxBackoff: number;
  readonly retryOnHttp429: boolean;
  readonly client: ClientConfig;
}

/** The part of a configuration of Prometheus that an agent needs. */
export interface AgentConfig {
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly scrapeConfigs: readonly ScrapeConfig[];
  readonly remoteWrite: readonly RemoteWriteConfig[];
}

const time = compiled(parseTimeout);
const flag = plain(z.boolean());
const url = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "must be an HTTP URL");
const labels = z.record(z.string().refine(isLabelName, "must be a valid label name"), z.string()).default({});
const PROTOCOLS = {
  "prometheus.WriteRequest": 1,
  "io.prometheus.write.v2.Request": 2,
} as const;

const SCRAPE_PROTOCOLS = [
  "PrometheusProto",
  "OpenMetricsText1.0.0",
  "OpenMetricsText0.0.1",
  "PrometheusText1.0.0",
  "PrometheusText0.0.4",
] as const;

const staticConfig = z.strictObject({ targets: z.array(z.string().min(1)), labels });

const httpSdConfig = z.strictObject({ url, refresh_interval: time.prefault("1m"), ...clientFields })
  .transform(({ url, refresh_interval, ...rest }): HttpSdConfig => ({
    url,
    refreshInterval: refresh_interval,
    client: clientOf(rest),
  }));

const scrapeConfig = z.strictObject({
  job_name: z.string().min(1),
  scrape_interval: time.optional(),
  scrape_timeout: time.optional(),
  metrics_path: z.string().startsWith("/", "must begin with /").default("/metrics"),
  scheme: z.enum(["http", "https"]).default("http"),
  params: z.record(z.string(), z.array(z.string())).default({}),
  honor_labels: flag.default(false),
  honor_timestamps: flag.default(true),
  sample_limit: plain(z.int().min(0)).default(0),
  body_size_limit: compiled(parseSize).prefault("256MB"),
  scrape_native_histograms: flag.optional(),
  scrape_protocols: z.array(z.enum(SCRAPE_PROTOCOLS)).optional(),
  always_scrape_classic_histograms: flag.default(false),
  convert_classic_histograms_to_nhcb: flag.default(false),
  static_configs: z.array(staticConfig).default([]),
  http_sd_configs: z.array(httpSdConfig).default([]),
  relabel_configs: z.array(targetRelabelRule).default([]),
  metric_relabel_configs: z.array(relabelRule).default([]),
  ...clientFields,
});

const queueConfig = z.strictObject({
  batch_send_deadline: time.prefault("5s"),
  max_samples_per_send: plain(z.int().min(1).max(1_000_000)).default(2000),
  min_backoff: time.prefault("100ms"),
  max_backoff: time.prefault("10s"),
  retry_on_http_429: flag.default(true),
});

const remoteWrite = z.strictObject({
  // As with Prometheus, another scheme fails when something is sent.
  url: z.string().refine((text) => URL.canParse(text), "must be a URL"),
  name: z.string().min(1).optional(),
  protobuf_message: z.enum(Object.keys(PROTOCOLS) as (keyof typeof PROTOCOLS)[]).default(
    "io.prometheus.write.v2.Request",
  ),
  remote_timeout: time.prefault("30s"),
  headers: z.record(z.string(), z.string()).default({}),
  send_exemplars: flag.default(true),
  write_relabel_configs: z.array(relabelRule).default([]),
  metadata_config: z.strictObject({ send: plain(z.literal(true)) }).optional(),
  queue_config: queueConfig.prefault({}),
  ...clientFields,
}).transform(({ url, name, protobuf_message, remote_timeout, headers, send_exemplars, ...rest }): RemoteWriteConfig => {
  const { write_relabel_configs, queue_config, metadata_config: _, ...client } = rest;
  const { batch_send_deadline, max_samples_per_send, min_backoff, max_backoff, retry_on_http_429 } = queue_config;
  return {
    url,
    name,
    version: PROTOCOLS[protobuf_message],
    remoteTimeout: remote_timeout,
    headers,
    sendExemplars: send_exemplars,
    writeRelabelConfigs: write_relabel_configs,
    batchSendDeadline: batch_send_deadline,
    maxSamplesPerSend: max_samples_per_send,
    minBackoff: min_backoff,
    maxBackoff: max_backoff,
    retryOnHttp429: retry_on_http_429,
    client: clientOf(client),
  };
});

const schema = z.strictObject({
  global: z.strictObject({
    scrape_interval: time.prefault("1m"),
    scrape_timeout: time.prefault("10s"),
    external_labels: labels,
  }).prefault({}),
  scrape_configs: z.array(scrapeConfig).default([]),
  remote_write: z.array(remoteWrite).min(1, "must name a receiver"),
}).transform(({ global, scrape_configs, remote_write }): AgentConfig => ({
  externalLabels: global.external_labels,
  scrapeConfigs: scrape_configs.map((config) => {
    const interval = config.scrape_interval ?? global.scrape_interval;
    const { scrape_timeout, scrapeNativeHistograms = true, scrapeProtocols, ...own } = camelOf(config);
    return {
      ...own,
      scrapeProtocols: (scrapeProtocols ?? SCRAPE_PROTOCOLS).filter((name) =>
        scrapeNativeHistograms || name !== "PrometheusProto"
      ),
      scrapeInterval: interval,
      scrapeTimeout: scrape_timeout ?? Math.min(global.scrape_timeout, interval),
    };
  }),
  remoteWrite: remote_write,
}));

/**
 * Reads a configuration of Prometheus. Everything that an agent does not support is an error that names it.
 *
 * @param subject Beginning of the error message, such as `Cannot read agent.yml`
 * @param value Content of the YAML
 * @throws {ConfigError} If it is invalid; the error lists every problem
 */
export function readAgentConfig(subject: string, value: unknown): AgentConfig {
  return parseConfig(subject, schema, value ?? {});
}

/** Splits the fields of the client off. */
function camelOf(config: z.output<typeof scrapeConfig>) {
  const clientKeys = new Set(Object.keys(clientFields));
  const entries = Object.entries(config);
  const own = Object.fromEntries(entries.filter(([key]) => !clientKeys.has(key)));
  return {
    ...camelKeys(own as Omit<typeof config, keyof typeof clientFields | "scrape_timeout">),
    scrape_timeout: config.scrape_timeout,
    client: clientOf(Object.fromEntries(entries.filter(([key]) => clientKeys.has(key)))),
  };
}

/** The fields are already checked, one by one. */
function clientOf(fields: object): ClientConfig {
  return camelKeys(fields) as ClientConfig;
}
