import { expose, Registry } from "@webprom/exporter";
import { parseExporterConfig } from "../../src/app/modules/exporter_config.ts";
import { makeModules } from "../../src/app/modules/make_modules.ts";
import type { Abilities, Module, ModuleFetch } from "../../src/app/modules/module.ts";

/** Makes a module named `test`, whose source gives the same answer each time unless `fetch` is among the abilities. */
export function makeModule(
  config: object,
  abilities: Partial<Abilities> & { readonly answer?: BodyInit } = {},
): Module {
  const { answer = "", ...others } = abilities;
  const fetch: ModuleFetch = () => Promise.resolve(new Response(answer));
  const [module] = makeModules(parseExporterConfig({ modules: { test: config } }), { fetch, ...others });
  if (module === undefined) throw new Error("There is no module");
  return module;
}

/** Reads a source, and returns the lines that Prometheus would see. */
export async function readLines(config: object, answer: BodyInit, problems: Error[] = []): Promise<string[]> {
  const { prober } = makeModule(config, { answer, onProblem: (error) => problems.push(error) });
  const registry = new Registry();
  await prober?.probe("source.test", { registry, signal: new AbortController().signal });
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
