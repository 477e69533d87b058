import { expose, Registry } from "@webprom/exporter";
import { loadModules } from "../../src/app/modules/exporter_config.ts";
import type { ProbeContext } from "../../src/app/probe/prober.ts";
import type { Module, ModuleFetch, ModuleHost } from "../../src/app/modules/module.ts";

/** Makes a module named `test`, whose source gives the same answer each time unless `fetch` is among the host. */
export function makeModule(
  config: object,
  host: Partial<ModuleHost> & { readonly answer?: BodyInit } = {},
): Module {
  const { answer = "", ...others } = host;
  const fetch: ModuleFetch = () => Promise.resolve(new Response(answer));
  const { modules: [module] } = loadModules({ modules: { test: config } }, { fetch, ...others });
  if (module === undefined) throw new Error("There is no module");
  return module;
}

/** Lets a module read a target as for a probe, into a registry. */
export async function probe(
  { prober }: Module,
  context: Partial<Pick<ProbeContext, "registry" | "signal" | "fetch" | "log" | "parameters">> = {},
  target = "source.test",
): Promise<Registry> {
  const { registry = new Registry(), signal = new AbortController().signal } = context;
  await prober?.probe(target, { ...context, registry, signal } as ProbeContext); // modules use no more of it
  return registry;
}

/** Reads a source, and returns the lines that Prometheus would see. */
export async function readLines(config: object, answer: BodyInit, problems: Error[] = []): Promise<string[]> {
  const registry = await probe(makeModule(config, { answer, onProblem: (error) => problems.push(error) }));
  const lines = (await expose(registry)).split("\n");
  return lines.filter((line) => line !== "" && !/\bwebprom_/.test(line));
}

/** The same without comments. */
export async function readSeries(config: object, answer: BodyInit, problems: Error[] = []): Promise<string[]> {
  return (await readLines(config, answer, problems)).filter((line) => !line.startsWith("#"));
}

/** Messages of all problems of a source. */
export async function readProblems(config: object, answer: BodyInit): Promise<string[]> {
  const problems: Error[] = [];
  await readLines(config, answer, problems);
  return problems.map(({ message }) => message);
}
