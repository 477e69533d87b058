import type { MetricFamily } from "../../model/metric_family.ts";
import { MAX_TIMER_MS } from "../../model/timer.ts";
import { ConfigError } from "../config/config_error.ts";
import { acceptFamilies } from "./_accept_families.ts";
import { type Answer, fetchAnswer } from "./_fetch_answer.ts";
import type { HttpConfig } from "./_http_config.ts";
import { Problems } from "./_problems.ts";
import type { ReadContext } from "./_read_metrics.ts";
import { relabel } from "./_relabel.ts";
import { nameTarget, parseTarget } from "./_targets.ts";
import type { Abilities, Module, ModuleFetch, ModuleProbeContext, TargetContext } from "./module.ts";

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

/**
 * Creates a module that reads over HTTP.
 *
 * @param name Name of the module
 * @param config Requests and limits
 * @param abilities What the runtime supports
 * @param source The kind of the module
 * @returns The module: a collector if the configuration has a target, otherwise a prober
 * @throws {ConfigError} If the configuration needs something that the runtime lacks
 */
export function httpModule(name: string, config: HttpConfig, abilities: Abilities, source: HttpSource): Module {
  assertSupported(name, config, abilities);
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
  return { name, timeoutMs, prober: { timeoutMs, read, probe } };

  async function probe(target: string, { registry, ...context }: ModuleProbeContext): Promise<void> {
    const families = await read(target, context);
    registry.register({ name, collect: () => families });
  }
  async function read(target: string, context: TargetContext): Promise<readonly MetricFamily[]> {
    const { signal, log } = context;
    try {
      const fetch = fetchOf(context);
      const answer = await fetchAnswer(parseTarget(target), config, source.accept, { ...abilities, fetch }, signal);
      const problems = new Problems(name, (problem) => {
        abilities.onProblem?.(problem, name);
        log?.(problem.message);
      });
      const families = await source.read(answer, { signal, problems, sampleLimit: config.sampleLimit });
      const accepted = acceptFamilies(relabel(families, config.metricRelabelConfigs), problems);
      return [...accepted, problems.family];
    } catch (error) {
      const reason = reasonOf(error, target);
      throw new Error(`Cannot read ${nameTarget(target)} with module "${name}": ${reason}`, { cause: error });
    }
  }
  /** Throws instead of sending requests without the configured certificates. */
  function fetchOf({ fetch = abilities.fetch, hasTls = fetch === abilities.fetch }: TargetContext): ModuleFetch {
    if (config.httpClientConfig.tlsConfig === undefined || hasTls) return fetch;
    throw new TypeError("tls_config is not supported in probes");
  }
}

/** Detects at start what would fail on every scrape. */
function assertSupported(name: string, { httpClientConfig }: HttpConfig, { hasTls, readFile }: Abilities): void {
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
  const reason = message === "fetch failed" && cause?.message
    ? `${message}: ${cause.message}`
    : message ?? String(error);
  const query = /\?.*$/s.exec(target)?.[0] ?? "";
  return query === "" ? reason : reason.replaceAll(query, "");
}
