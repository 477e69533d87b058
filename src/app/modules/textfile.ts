import { z } from "zod";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { parse } from "../../parse/parse.ts";
import { ConfigError } from "../config/config_error.ts";
import { acceptFamilies } from "./_accept_families.ts";
import { Problems } from "./_problems.ts";
import { parseDuration, parseSize } from "./_quantities.ts";
import { relabel } from "./_relabel.ts";
import { type RelabelRule, relabelRule } from "./_relabel_rule.ts";
import { camelKeys, compiled } from "./_schema.ts";
import type { Abilities, DirectoryFile, ModuleKind } from "./module.ts";

/** A module that reads files that other programs write to a directory. */
export interface TextfileConfig {
  /** Directory of the files; their names must end in `.prom`. */
  readonly directory: string;
  /** Maximum age of a file, in milliseconds; older files are skipped. */
  readonly maxAge?: number | undefined;
  /** Maximum size of a file, in bytes. */
  readonly fileSizeLimit: number;
  /** Prefix of the metrics about files, such as `webprom_textfile` for `webprom_textfile_mtime_seconds`. */
  readonly prefix: string;
  /** Relabelling rules for the series. */
  readonly metricRelabelConfigs: readonly RelabelRule[];
}

const schema = z.strictObject({
  directory: z.string().min(1),
  max_age: compiled(parseDuration).optional(),
  file_size_limit: compiled(parseSize).prefault("10MB"),
  prefix: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "must be the beginning of a metric name").default(
    "webprom_textfile",
  ),
  metric_relabel_configs: z.array(relabelRule).default([]),
}).transform(camelKeys);

/** Reads text files in a directory. Invalid or old files are skipped, and a metric shows which. */
export const textfile: ModuleKind = schema.transform((config: TextfileConfig) => (name, abilities) => {
  const { readDirectory, readFile } = abilities;
  if (readDirectory === undefined || readFile === undefined) {
    throw new ConfigError("Cannot create modules", [`modules.${name}.directory cannot be read on this runtime`]);
  }
  const files = { readDirectory, readFile };
  return { name, timeoutMs: 10_000, collector: { name, collect: () => readFiles(name, config, files, abilities) } };
});

type Files = Required<Pick<Abilities, "readDirectory" | "readFile">>;

async function readFiles(
  name: string,
  config: TextfileConfig,
  { readDirectory, readFile }: Files,
  { onProblem, now = Date.now }: Abilities,
): Promise<readonly MetricFamily[]> {
  const { directory, prefix, metricRelabelConfigs } = config;
  const problems = new Problems(name, (problem) => onProblem?.(problem, name));
  const listed = (await readDirectory(directory)).filter((file) => file.name.endsWith(".prom"));
  const files = listed.toSorted((one, other) => one.name < other.name ? -1 : 1);
  const failed = new Set<DirectoryFile>();
  const read = await Promise.all(files.map(async (file) => {
    try {
      assertReadable(file, config, now());
      const families = parse(await readFile(`${directory}/${file.name}`), { maxBytes: config.fileSizeLimit });
      assertNoTimestamps(families);
      return families.map((family) =>
        family.help === "" ? { ...family, help: `Metric read from ${file.name}` } : family
      );
    } catch (error) {
      failed.add(file);
      problems.add(new Error(`Cannot read ${directory}/${file.name}: ${(error as Error).message}`, { cause: error }));
      return [];
    }
  }));
  const gauge = (suffix: string, help: string, valueOf: (file: DirectoryFile) => number): MetricFamily => ({
    type: "gauge",
    name: `${prefix}_${suffix}`,
    help,
    points: files.map((file) => ({ labels: { file: file.name }, value: valueOf(file) })),
  });
  return [
    ...acceptFamilies(relabel(read.flat(), metricRelabelConfigs), problems),
    gauge(
      "mtime_seconds",
      "Unix time of the last change of a text file, in seconds.",
      ({ modifiedMs }) => modifiedMs / 1000,
    ),
    gauge(
      "scrape_error",
      "1 if a text file was skipped because it is invalid or too old, else 0.",
      (file) => Number(failed.has(file)),
    ),
    problems.family,
  ];
}

function assertReadable({ sizeBytes, modifiedMs }: DirectoryFile, config: TextfileConfig, nowMs: number): void {
  const { maxAge = Infinity, fileSizeLimit } = config;
  if (sizeBytes > fileSizeLimit) {
    throw new RangeError(`it is larger than ${fileSizeLimit} bytes, the maximum set by file_size_limit`);
  }
  if (nowMs - modifiedMs > maxAge) {
    throw new RangeError(`it is older than ${maxAge / 1000} seconds, the maximum set by max_age`);
  }
}

/** Rejects timestamps in files: they could differ from the time of the file. */
function assertNoTimestamps(families: readonly MetricFamily[]): void {
  for (const { name, points } of families) {
    for (const { timestampMs } of points as Iterable<PointHead>) {
      if (timestampMs !== undefined) throw new TypeError(`"${name}" must not have a timestamp`);
    }
  }
}
