import { z } from "zod";
import { parseConfig } from "../config/parse_config.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { csv } from "./csv.ts";
import { json } from "./json.ts";
import type { MakeModule, ModuleKind } from "./module.ts";
import { openmetrics } from "./openmetrics.ts";
import { text } from "./text.ts";
import { textfile } from "./textfile.ts";

/** What `exporter.yml` says, checked and complete. */
export interface ExporterConfig {
  /** The modules by name. */
  readonly modules: Readonly<Record<string, MakeModule>>;
  /** Which targets may be probed, and which service discovery tells of. */
  readonly probes?: Pick<ProbeOptions, "allow" | "targets"> | undefined;
}

/** All kinds of modules, by the word that the configuration has for them. */
export const KINDS: Readonly<Record<string, ModuleKind>> = { csv, json, openmetrics, text, textfile };

const kindOf = z.enum(Object.keys(KINDS)).default("json");

/** Each module is checked by its kind, which is json unless it says so: that is how json_exporter is configured. */
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
 * Checks what `exporter.yml` says.
 *
 * @param value Its content as plain values, as a parser of YAML or JSON gives them
 * @returns The configuration
 * @throws {ConfigError} If anything is wrong; it lists all problems by their path
 */
export function parseExporterConfig(value: unknown): ExporterConfig {
  return parseConfig("Cannot read the configuration of the exporter", schema, value);
}
