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

/** A module that reads the files that other programs leave in a directory. */
export interface TextfileConfig {
  /** Where the files are, whose names end in `.prom`. */
  readonly directory: string;
  /** How old a file may be before it is left out, in milliseconds. */
  readonly maxAge?: number | undefined;
  /** How long a file may be, in bytes. */
  readonly fileSizeLimit: number;
  /** What the metrics about files are called, before `_mtime_seconds`. */
  readonly prefix: string;
  /** What becomes of the series. */
  readonly metricRelabelConfigs: readonly RelabelRule[];
}

const schema = z.strictObject({
  directory: z.string().min(1),
  max_age: compiled(parseDuration).optional(),
  file_size_limit: compiled(parseSize).prefault("10MB"),
  prefix: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "must be the beginning of a metric's name").default(
    "webprom_textfile",
  ),
  metric_relabel_configs: z.array(relabelRule).default([]),
}).transform(camelKeys);

/** Text files in a directory. One that is broken or too old is left out, and metrics tell which. */
export const textfile: ModuleKind = schema.transform((config: TextfileConfig) => (name, abilities) => {
  const { readDirectory, readFile } = abilities;
  if (readDirectory === undefined || readFile === undefined) {
    throw new ConfigError("Cannot make modules", [`modules.${name}.directory cannot be read on this runtime`]);
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
      assertTimeless(families);
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
      "When a text file was written last, since the epoch.",
      ({ modifiedMs }) => modifiedMs / 1000,
    ),
    gauge(
      "scrape_error",
      "Whether a text file was left out, because it is broken or too old.",
      (file) => Number(failed.has(file)),
    ),
    problems.family,
  ];
}

function assertReadable({ sizeBytes, modifiedMs }: DirectoryFile, config: TextfileConfig, nowMs: number): void {
  const { maxAge = Infinity, fileSizeLimit } = config;
  if (sizeBytes > fileSizeLimit) {
    throw new RangeError(`it is longer than file_size_limit allows, which is ${fileSizeLimit} bytes`);
  }
  if (nowMs - modifiedMs > maxAge) {
    throw new RangeError(`it is older than max_age allows, which is ${maxAge / 1000} seconds`);
  }
}

/** A file is as old as it is: its numbers would be taken for newer or older than it. */
function assertTimeless(families: readonly MetricFamily[]): void {
  for (const { name, points } of families) {
    for (const { timestampMs } of points as Iterable<PointHead>) {
      if (timestampMs !== undefined) throw new TypeError(`"${name}" must not have a timestamp`);
    }
  }
}
