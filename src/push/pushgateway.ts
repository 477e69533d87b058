import { PROTOBUF } from "../exposition/protobuf/protobuf.ts";
import { TEXT } from "../exposition/text/text.ts";
import type { Gatherer } from "../model/collector.ts";
import { escapeLabelName } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { isLabelName, isLegacyLabelName } from "../model/names.ts";
import { quote } from "../model/quote.ts";
import { base64, gzip, HttpClient, type HttpOptions, joined } from "./http_client.ts";
import { assertWithoutTimestamps } from "./_timestamps.ts";
import type { SendOptions, Sink } from "./sink.ts";

/** Options of {@linkcode pushgateway}. */
export interface PushgatewayOptions extends HttpOptions {
  /** Value of the label `job` of the group. */
  readonly job: string;
  /**
   * Further labels of the group, such as `instance`. A push replaces the metrics of its group only.
   *
   * @default {{}}
   */
  readonly grouping?: Readonly<Record<string, string>> | undefined;
  /**
   * Format of the body. Only protobuf contains native histograms.
   *
   * @default {"protobuf"}
   */
  readonly format?: "protobuf" | "text" | undefined;
  /**
   * Whether names may contain any characters. The Pushgateway must run with `--push.enable-utf8-names`.
   *
   * @default {false}
   */
  readonly utf8Names?: boolean | undefined;
}

/** A group of metrics of a Pushgateway. */
export interface Pushgateway extends Sink {
  /**
   * Replaces all metrics of the group (`PUT`).
   *
   * @param gatherer A registry
   * @param options Signal
   */
  send(gatherer: Gatherer, options?: SendOptions): Promise<void>;
  /**
   * Replaces only the metrics of the group that have the same names (`POST`).
   *
   * @param gatherer A registry
   * @param options Signal
   */
  add(gatherer: Gatherer, options?: SendOptions): Promise<void>;
  /**
   * Removes all metrics of the group (`DELETE`).
   *
   * @param options Signal
   */
  remove(options?: SendOptions): Promise<void>;
}

/**
 * Pushes to a Pushgateway: for jobs that end before Prometheus could scrape them. Scrape the Pushgateway with
 * `honor_labels: true`.
 *
 * @example Push the metrics of a job
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { pushgateway } from "@webprom/exporter/push";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "backup_size_bytes", help: "Size of the backup." }).set(1e9);
 *
 * const requests: string[] = [];
 * const gateway = pushgateway({
 *   url: "http://localhost:9091",
 *   job: "backup",
 *   grouping: { instance: "eu/1" },
 *   fetch: (url, { method }) => { // only for this example
 *     requests.push(`${method} ${url}`);
 *     return Promise.resolve(new Response());
 *   },
 * });
 * await gateway.send(registry);
 * assertEquals(requests, ["PUT http://localhost:9091/metrics/job/backup/instance@base64/ZXUvMQ"]);
 * ```
 *
 * @param options URL, job and grouping labels
 * @returns The group
 * @throws {TypeError} If the URL, the job or a grouping label is invalid
 */
export function pushgateway(options: PushgatewayOptions): Pushgateway {
  const { format = "protobuf", utf8Names = false } = options;
  const client = new HttpClient("Pushgateway", options);
  const group = { job: options.job, ...options.grouping };
  const path = pathOf(options.job, options.grouping ?? {}, utf8Names);
  const { contentType, encode } = format === "text" ? TEXT : PROTOBUF;

  async function push(method: "POST" | "PUT", gatherer: Gatherer, { signal }: SendOptions = {}): Promise<void> {
    const families = await gatherer.gather({ ...signal && { signal } });
    signal?.throwIfAborted();
    assertPushable(families, group);
    const body = await gzip(joined(encode(families, { escaping: utf8Names ? "allow-utf-8" : "underscores" })));
    await client.request({
      method,
      path,
      headers: { "content-type": contentType, "content-encoding": "gzip" },
      body,
      signal,
    });
  }
  return {
    name: "pushgateway",
    send: (gatherer, sending) => push("PUT", gatherer, sending),
    add: (gatherer, sending) => push("POST", gatherer, sending),
    async remove({ signal } = {}) {
      await client.request({ method: "DELETE", path, signal });
    },
    close: () => Promise.resolve(),
  };
}

/** The Pushgateway would refuse all families, or replace labels, with a message that names less. */
function assertPushable(families: readonly MetricFamily[], group: Readonly<Record<string, string>>): void {
  assertWithoutTimestamps("Pushgateway", families);
  for (const { name, points } of families) {
    for (const { labels } of points as Iterable<{ readonly labels: Readonly<Record<string, string>> }>) {
      const label = Object.keys(group).find((label) => Object.hasOwn(labels, label) && labels[label] !== group[label]);
      if (label !== undefined) {
        throw new TypeError(`Cannot push to Pushgateway: ${name} has a label ${label}, which is a label of the group`);
      }
    }
  }
}

function pathOf(job: string, grouping: Readonly<Record<string, string>>, utf8Names: boolean): string {
  if (typeof job !== "string" || job === "") {
    throw new TypeError(
      `Cannot push to Pushgateway: job must be a text that is not empty, current value is ${quote(job)}`,
    );
  }
  const names = Object.keys(grouping).sort();
  for (const name of names) {
    const isAllowed = name !== "job" && isLabelName(name) && (utf8Names || isLegacyLabelName(name));
    if (!isAllowed || typeof grouping[name] !== "string") {
      const rule = name === "job" ? "job has an option of its own" : "it must be a label name with a text as its value";
      throw new TypeError(`Cannot push to Pushgateway: grouping label ${quote(name)} cannot be used: ${rule}`);
    }
  }
  const parts = names.map((name) => part(utf8Names ? escaped(name) : name, grouping[name] as string));
  return `/metrics${part("job", job)}${parts.join("")}`;
}

/** Writes a label and its value, in base64 if a URL would change the value. */
function part(name: string, value: string): string {
  if (/^[\w~-][\w.~-]*$/.test(value)) return `/${name}/${value}`; // "." and ".." are relative paths
  const encoded = base64(value).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `/${name}@base64/${encoded || "="}`;
}

/** A name that begins like an escaped one has to be escaped, too. */
function escaped(name: string): string {
  return name.startsWith("U__") ? `U___55_${name.slice(1).replaceAll("_", "__")}` : escapeLabelName(name, "values");
}
