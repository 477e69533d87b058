import { z } from "zod";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { messageOf } from "../../model/message_of.ts";
import { parse } from "../../parse/parse.ts";
import { ConfigError } from "../config/config_error.ts";
import { acceptFamilies } from "./_accept_families.ts";
import { Problems } from "./_problems.ts";
import { parseDuration, parseSize } from "./quantities.ts";
import { relabel } from "./relabel.ts";
import { type RelabelRule, relabelRule } from "./relabel_rule.ts";
import { camelKeys, compiled } from "./schema.ts";
import type { DirectoryFile, ModuleHost, ModuleKind } from "./module.ts";

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
export const textfile: ModuleKind = schema.transform((config: TextfileConfig) => (name, host) => {
  const { readDirectory, readFile } = host;
  if (readDirectory === undefined || readFile === undefined) {
    throw new ConfigError("Cannot create modules", [`modules.${name}.directory cannot be read on this runtime`]);
  }
  const files = { readDirectory, readFile };
  return {
    name,
    timeoutMs: 10_000,
    collector: { name, collect: () => readFiles(name, config, files, host) },
    check: () => list(config, files).then(() => undefined, ({ message }) => `directory: ${message}`),
  };
});

/** Lists the files of the directory that are read, sorted by name. */
async function list({ directory }: TextfileConfig, { readDirectory }: Files): Promise<readonly DirectoryFile[]> {
  try {
    const files = await readDirectory(directory);
    return files.filter(({ name }) => name.endsWith(".prom")).sort((one, other) => one.name < other.name ? -1 : 1);
  } catch (error) {
    const isMissing = (error as { readonly code?: unknown }).code === "ENOENT";
    throw new Error(`Cannot read ${directory}: ${isMissing ? "it does not exist" : messageOf(error)}`, {
      cause: error,
    });
  }
}

type Files = Required<Pick<ModuleHost, "readDirectory" | "readFile">>;

async function readFiles(
  name: string,
  config: TextfileConfig,
  directories: Files,
  { onProblem, now = Date.now }: ModuleHost,
): Promise<readonly MetricFamily[]> {
  const { directory, prefix, metricRelabelConfigs, fileSizeLimit } = config;
  const problems = new Problems(name, (problem) => onProblem?.(problem, name));
  const files = await list(config, directories);
  const failed = new Set<DirectoryFile>();
  const read = await Promise.all(files.map(async (file) => {
    try {
      assertReadable(file, config, now());
      const families = parseWhole(await directories.readFile(`${directory}/${file.name}`, fileSizeLimit), problems);
      assertNoTimestamps(families);
      return families.map((family) =>
        family.help === "" ? { ...family, help: `Metric read from ${file.name}` } : family
      );
    } catch (error) {
      failed.add(file);
      problems.add(new Error(`Cannot read ${directory}/${file.name}: ${messageOf(error)}`, { cause: error }));
      return [];
    }
  }));
  const gauge = (suffix: string, help: string, valueOf: (file: DirectoryFile) => number | undefined): MetricFamily => ({
    type: "gauge",
    name: `${prefix}_${suffix}`,
    help,
    points: files.flatMap((file) => {
      const value = valueOf(file);
      return value === undefined ? [] : [{ labels: { module: name, file: file.name }, value }];
    }),
  });
  const own = [
    gauge(
      "mtime_seconds",
      "Unix time of the last change of a text file that was read, in seconds.",
      (file) => failed.has(file) ? undefined : file.modifiedMs / 1000,
    ),
    gauge(
      "scrape_error",
      "1 if a text file was skipped because it is invalid or too old, else 0.",
      (file) => Number(failed.has(file)),
    ),
  ];
  const accepted = acceptFamilies(relabel(read.flat(), metricRelabelConfigs), problems, [...own, problems.family]);
  return [...accepted, ...own, problems.family];
}

/** Parses a file as Prometheus would, but skips it whole if a line is wrong: its writer may not have completed it. */
function parseWhole(bytes: Uint8Array, problems: Problems): MetricFamily[] {
  return parse(bytes, {
    lenient: true,
    onProblem(problem) {
      if (problem.line > 0) throw problem;
      problems.add(problem);
    },
  });
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
