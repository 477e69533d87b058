import { gzip, HttpClient } from "../push/http_client.ts";
import { globalRegistry, type Registry } from "./registry.ts";

/** What is pushed, and as what. */
export interface PushParameters {
  /** Name of the job. */
  readonly jobName: string;
  /** Further labels of the group. */
  readonly groupings?: Readonly<Record<string, string | number>> | undefined;
}

/** Options of a {@linkcode Pushgateway}. */
export interface PushgatewayOptions {
  /** Time to wait for the answer, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Headers; `Content-Encoding: gzip` compresses the body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether a job name must be given.
   *
   * @default {true}
   */
  readonly requireJobName?: boolean | undefined;
  /** Sends requests, such as a `fetch` with client certificates. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** The answer of a push. */
export interface PushResult {
  /** The answer. */
  readonly resp?: unknown;
  /** Its body, as text. */
  readonly body?: unknown;
}

/** Pushes to a Pushgateway. */
export class Pushgateway {
  readonly #url: string;
  readonly #options: PushgatewayOptions;
  readonly #registry: Registry;

  /**
   * Creates a client.
   *
   * @param url URL of the Pushgateway
   * @param options Headers and timeout
   * @param registry What to push
   */
  constructor(url: string, options: PushgatewayOptions = {}, registry: Registry = globalRegistry()) {
    this.#url = url;
    this.#options = options ?? {};
    this.#registry = registry;
  }

  /** Replaces the metrics of the same names in the group. */
  pushAdd(parameters: PushParameters): Promise<PushResult> {
    return this.#send("POST", parameters);
  }

  /** Replaces all metrics of the group. */
  push(parameters: PushParameters): Promise<PushResult> {
    return this.#send("PUT", parameters);
  }

  /** Removes the group. */
  delete(parameters: PushParameters): Promise<PushResult> {
    return this.#send("DELETE", parameters);
  }

  async #send(
    method: "DELETE" | "POST" | "PUT",
    { jobName, groupings = {} }: Partial<PushParameters> = {},
  ): Promise<PushResult> {
    const { timeout, headers = {}, requireJobName = true, fetch } = this.#options;
    if (requireJobName && !jobName) throw new Error("Missing jobName parameter");
    const isPacked = Object.entries(headers).some(([name, value]) =>
      name.toLowerCase() === "content-encoding" && value === "gzip"
    );
    const own = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !/^(content-encoding|content-type)$/i.test(name)),
    );
    const client = new HttpClient("the Pushgateway", {
      url: this.#url,
      headers: own,
      ...timeout !== undefined && { timeoutSeconds: timeout / 1000 },
      ...fetch && { fetch },
    });
    const pairs = [...jobName ? [["job", jobName]] : [], ...Object.entries(groupings)];
    const path = `/metrics${pairs.map(([name, value]) => pathOf(String(name), String(value))).join("")}`;
    const text = method === "DELETE" ? undefined : new TextEncoder().encode(await this.#registry.metrics());
    const answer = await client.request({
      method,
      path,
      ...text && {
        headers: { "content-type": this.#registry.contentType, ...isPacked && { "content-encoding": "gzip" } },
        body: isPacked ? await gzip(text) : text,
      },
    });
    return { resp: answer, body: new TextDecoder().decode(answer.body) };
  }
}

/** Writes a label of the group. Empty values and those with a slash need base64. */
function pathOf(name: string, value: string): string {
  if (value !== "" && !value.includes("/")) return `/${encodeURIComponent(name)}/${encodeURIComponent(value)}`;
  const bytes = new TextEncoder().encode(value);
  const base64 = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  return `/${encodeURIComponent(name)}@base64/${base64 || "="}`;
}
