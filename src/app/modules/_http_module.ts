import type { MetricFamily } from "../../model/metric_family.ts";
import { ConfigError } from "../config/config_error.ts";
import { acceptFamilies } from "./_accept_families.ts";
import { type Answer, fetchAnswer } from "./_fetch_answer.ts";
import type { HttpConfig } from "./_http_config.ts";
import { Problems } from "./_problems.ts";
import type { ReadContext } from "./_read_metrics.ts";
import { relabel } from "./_relabel.ts";
import { nameTarget, parseTarget } from "./_targets.ts";
import type { Abilities, Fetch, Module, ProbeContext, TargetContext } from "./module.ts";

/** What tells one kind of source from another. */
export interface HttpSource {
  /** What it understands, for the header `Accept`. */
  readonly accept: string;
  /**
   * Makes families of an answer.
   *
   * @param answer What the source said
   * @param context For whom
   * @returns The families
   */
  readonly read: (answer: Answer, context: ReadContext) => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
}

/**
 * Makes a module that reads over HTTP.
 *
 * @param name Name of the module
 * @param config How it asks
 * @param abilities What the runtime can do
 * @param source How it reads
 * @returns The module: one that collects if the configuration names a target, else one that probes
 * @throws {ConfigError} If it needs what the runtime cannot do
 */
export function httpModule(name: string, config: HttpConfig, abilities: Abilities, source: HttpSource): Module {
  assertAble(name, config, abilities);
  const { target, timeout, retries, retryBackoff } = config;
  const waits = retryBackoff * (2 ** retries - 1);
  const timeoutMs = Math.min(timeout * (retries + 1) + waits, 2 ** 31 - 1);
  if (target !== undefined) {
    return {
      name,
      timeoutMs,
      collector: { name, collect: (context) => read(target, context) },
    };
  }
  return { name, timeoutMs, prober: { timeoutMs, read, probe } };

  async function probe(target: string, { registry, ...context }: ProbeContext): Promise<void> {
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
  /** A `fetch` that left certificates out would ask as somebody else. */
  function fetchOf({ fetch = abilities.fetch, hasTls = fetch === abilities.fetch }: TargetContext): Fetch {
    if (config.httpClientConfig.tlsConfig === undefined || hasTls) return fetch;
    throw new TypeError("tls_config cannot be obeyed in a probe");
  }
}

/** Finds out at the start what would fail at each scrape. */
function assertAble(name: string, { httpClientConfig }: HttpConfig, { hasTls, readFile }: Abilities): void {
  const { tlsConfig, basicAuth, authorization, bearerTokenFile } = httpClientConfig;
  const files = [
    ...[basicAuth?.passwordFile, authorization?.credentialsFile, bearerTokenFile],
    ...[tlsConfig?.caFile, tlsConfig?.certFile, tlsConfig?.keyFile],
  ];
  const path = `modules.${name}.http_client_config`;
  const problems: string[] = [];
  if (tlsConfig !== undefined && !hasTls) problems.push(`${path}.tls_config cannot be obeyed on this runtime`);
  if (files.some((file) => file !== undefined) && readFile === undefined) {
    problems.push(`${path} names files, which this runtime cannot read`);
  }
  if (problems.length > 0) throw new ConfigError("Cannot make modules", problems);
}

/** Says why, without what is secret in the address: Deno tells the whole, and Node the reason only in the cause. */
function reasonOf(error: unknown, target: string): string {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  const reason = message === "fetch failed" && cause?.message
    ? `${message}: ${cause.message}`
    : message ?? String(error);
  const query = /\?.*$/s.exec(target)?.[0] ?? "";
  return query === "" ? reason : reason.replaceAll(query, "");
}
