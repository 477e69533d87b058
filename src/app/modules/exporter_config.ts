import { z } from "zod";
import { ConfigError } from "../config/config_error.ts";
import { parseConfig } from "../config/parse_config.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { csv } from "./csv.ts";
import { json } from "./json.ts";
import type { LoadedModules, MakeModule, Module, ModuleHost, ModuleKind } from "./module.ts";
import { openmetrics } from "./openmetrics.ts";
import { text } from "./text.ts";
import { textfile } from "./textfile.ts";

/** The content of `exporter.yml`, validated and with defaults. */
export interface ExporterConfig {
  /** The modules by name. */
  readonly modules: Readonly<Record<string, MakeModule>>;
  /** Targets that may be probed, and targets for service discovery. */
  readonly probes?: Pick<ProbeOptions, "allow" | "targets"> | undefined;
}

/** All kinds of modules, by their name in the configuration. */
export const KINDS: Readonly<Record<string, ModuleKind>> = { csv, json, openmetrics, text, textfile };

const kindOf = z.enum(Object.keys(KINDS)).default("json");

/** Validates each module by its kind. The default is json, so that configurations of json_exporter work. */
const modules = z.record(z.string().min(1), z.record(z.string(), z.unknown())).transform((given, { issues }) =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, { kind, ...fields }]) => {
      const found = kindOf.safeParse(kind, { reportInput: true });
      const parsed = found.success ? KINDS[found.data]?.safeParse(fields, { reportInput: true }) : undefined;
      if (parsed?.success) return [[name, parsed.data] as const];
      const path = found.success ? [name] : [name, "kind"];
      for (const issue of (parsed ?? found).error?.issues ?? []) {
        issues.push({ ...issue, path: [...path, ...issue.path] } as z.core.$ZodRawIssue);
      }
      return [];
    }),
  )
);

const target = z.strictObject({
  target: z.string().min(1),
  modules: z.array(z.string()).min(1).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

const probes = z.strictObject({ allow: z.array(z.string()).optional(), targets: z.array(target).optional() });

const schema: z.ZodType<ExporterConfig> = z.strictObject({ modules, probes: probes.optional() });

/**
 * Validates the content of `exporter.yml`.
 *
 * @param value Plain values, as returned by a YAML or JSON parser
 * @returns The configuration
 * @throws {ConfigError} If the configuration is invalid; it lists all problems with their paths
 */
export function parseExporterConfig(value: unknown): ExporterConfig {
  // The schema would leave it out without a word.
  if (Object.hasOwn(Object(Object(value).modules), "__proto__")) {
    throw new ConfigError("Cannot read the configuration of the exporter", [
      "modules.__proto__ must have another name",
    ]);
  }
  return parseConfig("Cannot read the configuration of the exporter", schema, value);
}

/**
 * Loads modules: the one way to them for programs that have no modules unless they are configured.
 *
 * @param value Plain values, as returned by a YAML or JSON parser
 * @param host What the runtime supports
 * @returns The modules in the order of the configuration, and their targets
 * @throws {ConfigError} If the configuration is invalid or needs something that the runtime lacks; it lists all problems
 */
export function loadModules(value: unknown, host: ModuleHost): LoadedModules {
  const { modules, probes } = parseExporterConfig(value);
  const problems: string[] = [];
  const made = Object.entries(modules).flatMap(([name, make]) => {
    try {
      const module = make(name, host);
      const config = Object(value).modules[name]; // as it was given, to show it
      return [module.prober === undefined ? module : { ...module, prober: { ...module.prober, config } }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError("Cannot create modules", problems);
  return { modules: made, probes, warnings: made.flatMap((module) => warningsOf(module, probes?.allow)) };
}

/** Rules that allow every target, or every public one. */
const ANYWHERE: readonly string[] = ["*", "0.0.0.0/0", "::/0"];

function warningsOf({ name, warnings = [], credentials = [] }: Module, allow = ANYWHERE): string[] {
  const isOpen = allow.some((rule) => ANYWHERE.includes(rule));
  const sent = isOpen ? credentials : [];
  return [
    ...warnings.map((warning) => `modules.${name}.${warning}`),
    ...sent.map((path) =>
      `modules.${name}.${path} is sent to any target that a client of /probe asks for; set target, or list the allowed hosts in probes.allow`
    ),
  ];
}
