import type { FormatId } from "../../parse/find_format.ts";
import { otlpSender, pushgateway, remoteWriter, type Sink, textfile, victoriaMetrics } from "../../push/mod.ts";
import { readLabels } from "./_labels.ts";
import { SINK_NAMES, type SinkName } from "./sink_names.ts";
import { type Input, readFamilies, UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Pushes the metrics of a source once.
 *
 * @param source The metrics
 * @param format Their format; by default, it is detected
 * @param given Values of the flags
 * @param terminal Output
 * @returns The exit code, 0
 * @throws {UsageError} If a flag is missing or invalid
 * @throws {PushError} If the receiver does not accept them
 */
export async function push(
  source: Input,
  format: FormatId | undefined,
  given: ReadonlyMap<string, readonly string[]>,
  terminal: Terminal,
): Promise<number> {
  const sink = sinkOf(given);
  const { families } = readFamilies(source, format);
  await sink.send({ gather: () => Promise.resolve(families) });
  terminal.print(`Pushed ${families.length} metric families`);
  return 0;
}

function sinkOf(given: ReadonlyMap<string, readonly string[]>): Sink {
  const one = (name: string) => given.get(name)?.[0];
  const url = one("url");
  const name = SINK_NAMES.find((name) => name === one("to"));
  if (name === undefined) throw new UsageError(`--to must be one of ${SINK_NAMES.join(", ")}`);
  if (url === undefined) throw new UsageError("--url is required");
  const job = one("job");
  const labels = readLabels(given.get("label"));
  const all = { ...job !== undefined && { job }, ...labels };
  const sinks: Readonly<Record<SinkName, () => Sink>> = {
    otlp: () => otlpSender({ url, resource: { ...job !== undefined && { "service.name": job }, ...labels } }),
    pushgateway: () => {
      if (job === undefined) throw new UsageError("--job is required, because a Pushgateway groups metrics by it");
      return pushgateway({ url, job, grouping: labels });
    },
    "remote-write": () => remoteWriter({ url, labels: all }),
    textfile: () => textfile({ path: url }),
    victoriametrics: () => victoriaMetrics({ url, labels: all }),
  };
  return sinks[name]();
}
