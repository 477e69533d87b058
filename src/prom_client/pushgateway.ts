import { gzip, HttpClient } from "../push/http_client.ts";
import { hasNodeHttp, type PushRequest, requestWithNode } from "./_node_request.ts";
import { globalRegistry, Registry } from "./registry.ts";
import type { PushResult, RegistryContentType } from "./types.ts";

/**
 * Pushes metrics to a Pushgateway.
 *
 * @example Push at the end of a job
 * ```ts
 * import { Gauge, Pushgateway, Registry } from "@webprom/exporter/prom-client";
 *
 * const registry = new Registry();
 * new Gauge({ name: "last_success", help: "Time of the last success.", registers: [registry] }).setToCurrentTime();
 * const gateway = new Pushgateway("http://localhost:9091", { fetch: async () => new Response() }, registry);
 *
 * await gateway.push({ jobName: "nightly" });
 * ```
 */
export class Pushgateway<T extends RegistryContentType = RegistryContentType> {
  readonly #url: string;
  readonly #options: Pushgateway.Options;
  readonly #registry: Registry;

  /**
   * Creates a client for a registry.
   *
   * @param url URL of the Pushgateway
   * @param registry Registry to push
   */
  constructor(url: string, registry: Registry<T>);
  /**
   * Creates a client for a registry.
   *
   * @param url URL of the Pushgateway
   * @param options Headers, timeout and other options of requests
   * @param registry Registry to push; the default is `register`
   */
  constructor(url: string, options?: Pushgateway.Options | null, registry?: Registry<T>);
  constructor(url: string, options?: Pushgateway.Options | Registry<T> | null, registry?: Registry<T>) {
    this.#url = url;
    this.#options = options instanceof Registry ? {} : options ?? {};
    this.#registry = (options instanceof Registry ? options : registry) ?? globalRegistry();
  }

  /**
   * Replaces the metrics with the same names in the group.
   *
   * @param parameters Labels of the group
   * @throws {Error} If the job name is missing, the Pushgateway cannot be reached, or answers with an error
   */
  pushAdd(parameters: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send("POST", parameters);
  }

  /**
   * Replaces all metrics of the group.
   *
   * @param parameters Labels of the group
   * @throws {Error} If the job name is missing, the Pushgateway cannot be reached, or answers with an error
   */
  push(parameters: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send("PUT", parameters);
  }

  /**
   * Deletes all metrics of the group.
   *
   * @param parameters Labels of the group
   * @throws {Error} If the job name is missing, the Pushgateway cannot be reached, or answers with an error
   */
  delete(parameters: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send("DELETE", parameters);
  }

  #send(method: "DELETE" | "POST" | "PUT", parameters: Partial<Pushgateway.Parameters> = {}): Promise<PushResult> {
    const { requireJobName = true, fetch, ...options } = this.#options;
    const { jobName, groupings } = parameters;
    if (requireJobName && !jobName) throw new Error("Missing jobName parameter");
    const path = jobName ? `/metrics${groupPath({ job: jobName, ...groupings })}` : "/metrics";
    const registry = method === "DELETE" ? undefined : this.#registry;
    if (fetch === undefined && hasNodeHttp()) return requestWithNode(this.#url, path, { method, options, registry });
    return requestWithFetch(this.#url, path, { method, options: this.#options, registry });
  }
}

/** Types of the original for {@linkcode Pushgateway}. */
export declare namespace Pushgateway {
  /** Options of all requests. On runtimes with `node:http`, all options of `http.request()` can be given, such as `agent`. */
  interface Options {
    /**
     * Whether a job name must be given.
     *
     * @default {true}
     */
    readonly requireJobName?: boolean | undefined;
    /** Time to wait for the answer, in milliseconds. */
    readonly timeout?: number | undefined;
    /** Headers; `Content-Encoding: gzip` compresses the body. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
    /** Sends the requests in place of `node:http`, such as a `fetch` with client certificates. */
    readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
    /** Other options of `http.request()`. */
    readonly [option: string]: unknown;
  }

  /** Labels of a group. */
  interface Parameters {
    /** Value of the label `job`. */
    readonly jobName: string;
    /** Other labels of the group. */
    readonly groupings?: Readonly<Record<string, string | number>> | undefined;
  }
}

async function requestWithFetch(url: string, path: string, request: PushRequest): Promise<PushResult> {
  const { method, registry } = request;
  const { timeout, headers = {}, fetch } = request.options as Pushgateway.Options;
  const isCompressed = new Headers(headers).get("content-encoding") === "gzip";
  const own = Object.entries(headers).filter(([name]) => !/^content-(?:encoding|type)$/i.test(name));
  const client = new HttpClient("the Pushgateway", {
    url,
    headers: Object.fromEntries(own),
    ...timeout !== undefined && { timeoutSeconds: timeout / 1000 },
    ...fetch && { fetch },
  });
  const text = registry && new TextEncoder().encode(await registry.metrics());
  const resp = await client.request({
    method,
    path,
    ...registry && text && {
      headers: { "content-type": registry.contentType, ...isCompressed && { "content-encoding": "gzip" } },
      body: isCompressed ? await gzip(text) : text,
    },
  });
  return { resp, body: new TextDecoder().decode(resp.body) };
}

/** Returns the labels of a group as a path. Empty values and those with a slash need base64. */
function groupPath(labels: Readonly<Record<string, string | number>>): string {
  return Object.entries(labels).map(([name, label]) => {
    const value = String(label);
    if (value !== "" && !value.includes("/")) return `/${encodeURIComponent(name)}/${encodeURIComponent(value)}`;
    const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(value)));
    return `/${encodeURIComponent(name)}@base64/${base64.replaceAll("+", "-").replaceAll("/", "_") || "="}`;
  }).join("");
}
