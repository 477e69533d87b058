import { z } from "zod";
import { parseConfig } from "../config/parse_config.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { csv } from "./csv.ts";
import { json } from "./json.ts";
import type { MakeModule, ModuleKind } from "./module.ts";
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
  return parseConfig("Cannot read the configuration of the exporter", schema, value);
}
