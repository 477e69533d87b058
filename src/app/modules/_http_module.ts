import { messageOf } from "../../model/message_of.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import { MAX_TIMER_MS } from "../../model/timer.ts";
import { ConfigError } from "../config/config_error.ts";
import { acceptFamilies } from "./_accept_families.ts";
import { type Answer, fetchAnswer } from "./fetch_answer.ts";
import type { HttpConfig } from "./http_config.ts";
import { Problems } from "./_problems.ts";
import type { ReadContext } from "./_read_metrics.ts";
import { relabel } from "./relabel.ts";
import { nameTarget, parseTarget } from "./_targets.ts";
import type { ProbeContext } from "../probe/prober.ts";
import type { Module, ModuleHost } from "./module.ts";

/** The parts of an HTTP module that depend on its kind. */
export interface HttpSource {
  /** Value of the header `Accept`. */
  readonly accept: string;
  /**
   * Converts a response to families.
   *
   * @param answer The response
   * @param context Signal, problems and limits of the read
   * @returns The families
   */
  readonly read: (answer: Answer, context: ReadContext) => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
}

/** What is given for one read: all of it by a probe, the signal by a scrape. */
type TargetContext = Pick<ProbeContext, "signal"> & Partial<Pick<ProbeContext, "fetch" | "log">>;

/**
 * Creates a module that reads over HTTP.
 *
 * @param name Name of the module
 * @param config Requests and limits
 * @param host What the runtime supports
 * @param source The kind of the module
 * @returns The module: a collector if the configuration has a target, otherwise a prober
 * @throws {ConfigError} If the configuration needs something that the runtime lacks
 */
export function httpModule(name: string, config: HttpConfig, host: ModuleHost, source: HttpSource): Module {
  assertSupported(name, config, host);
  const { target, timeout, retries, retryBackoff } = config;
  const waits = retryBackoff * (2 ** retries - 1);
  const timeoutMs = Math.min(timeout * (retries + 1) + waits, MAX_TIMER_MS);
  if (target !== undefined) {
    return {
      name,
      timeoutMs,
      collector: { name, collect: (context) => read(target, context) },
    };
  }
  return { name, timeoutMs, prober: { timeoutMs, probe }, credentials: credentialsOf(config) };

  async function probe(target: string, { registry, ...context }: ProbeContext): Promise<void> {
    const hostname = context.parameters?.get("hostname") || undefined;
    const families = await read(
      target,
      context,
      hostname === undefined ? config : withHostname(config, hostname, target),
    );
    registry.register({ name, collect: () => families });
  }
  async function read(
    target: string,
    context: TargetContext,
    request: HttpConfig = config,
  ): Promise<readonly MetricFamily[]> {
    const { signal, log } = context;
    try {
      const { fetch = host.fetch } = context;
      const answer = await fetchAnswer(parseTarget(target), request, source.accept, { ...host, fetch }, signal);
      const problems = new Problems(name, (problem) => {
        host.onProblem?.(problem, name);
        log?.(problem.message);
      });
      const families = await source.read(answer, { signal, problems, sampleLimit: config.sampleLimit });
      const accepted = acceptFamilies(relabel(families, config.metricRelabelConfigs), problems, [problems.family]);
      return [...accepted, problems.family];
    } catch (error) {
      const reason = reasonOf(error, target);
      throw new Error(`Cannot read ${nameTarget(target)} with module "${name}": ${reason}`, { cause: error });
    }
  }
}

/** Asks the target for another host, as the parameter `hostname` of blackbox_exporter: in the header and for TLS. */
function withHostname(config: HttpConfig, hostname: string, target: string): HttpConfig {
  const { headers, httpClientConfig } = config;
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === "host")?.[1] ?? hostname;
  if (given !== hostname) throw new Error(`hostname "${hostname}" contradicts the configured header Host: ${given}`);
  if (!/^[\w.:[\]-]+$/.test(hostname)) {
    throw new Error(`hostname must be a host, current value is ${JSON.stringify(hostname)}`);
  }
  const { tlsConfig } = httpClientConfig;
  const serverName = tlsConfig?.serverName ?? hostname.replace(/:\d+$/, "");
  const isTls = parseTarget(target).startsWith("https:");
  return {
    ...config,
    headers: { ...headers, Host: hostname },
    httpClientConfig: isTls ? { ...httpClientConfig, tlsConfig: { ...tlsConfig, serverName } } : httpClientConfig,
  };
}

/** Names of headers that most likely contain a secret. */
const SECRET_HEADER = /auth|cookie|credential|key|password|secret|token|vault/i;

/** Finds what a module without a target of its own sends wherever a client of `/probe` wants it to. */
function credentialsOf({ httpClientConfig, headers }: HttpConfig): string[] {
  const { basicAuth, authorization, bearerToken, bearerTokenFile } = httpClientConfig;
  const secrets = [basicAuth, authorization, bearerToken, bearerTokenFile].filter((secret) => secret !== undefined);
  return [
    ...secrets.length > 0 ? ["http_client_config"] : [],
    ...Object.keys(headers).filter((name) => SECRET_HEADER.test(name)).map((name) => `headers.${name}`),
  ];
}

/** Detects at start what would fail on every scrape. */
function assertSupported(name: string, { httpClientConfig }: HttpConfig, { hasTls, readFile }: ModuleHost): void {
  const { tlsConfig, basicAuth, authorization, bearerTokenFile } = httpClientConfig;
  const files = [
    ...[basicAuth?.passwordFile, authorization?.credentialsFile, bearerTokenFile],
    ...[tlsConfig?.caFile, tlsConfig?.certFile, tlsConfig?.keyFile],
  ];
  const path = `modules.${name}.http_client_config`;
  const problems: string[] = [];
  if (tlsConfig !== undefined && !hasTls) problems.push(`${path}.tls_config is not supported on this runtime`);
  if (files.some((file) => file !== undefined) && readFile === undefined) {
    problems.push(`${path} must not refer to files, because this runtime cannot read files`);
  }
  if (problems.length > 0) throw new ConfigError("Cannot create modules", problems);
}

/** Returns the reason without the query, which may be secret: Deno repeats the URL, Node has the reason only in the cause. */
function reasonOf(error: unknown, target: string): string {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  const reason = message === "fetch failed" && cause?.message ? `${message}: ${cause.message}` : messageOf(error);
  const query = /\?.*$/s.exec(target)?.[0] ?? "";
  return query === "" ? reason : reason.replaceAll(query, "");
}
