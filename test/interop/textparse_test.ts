import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import type { EncodeOptions, Format } from "../../src/exposition/format.ts";
import { PROTOBUF } from "../../src/exposition/protobuf/protobuf.ts";
import { OPENMETRICS } from "../../src/exposition/text/openmetrics.ts";
import { OPENMETRICS_2_0_0 } from "../../src/exposition/text/openmetrics_2.ts";
import { TEXT, TEXT_1_0_0 } from "../../src/exposition/text/text.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import { randomRegistry } from "../support/random_registry.ts";
import { missingGo, readAll } from "./readers.ts";
import { bits, type Read, type Scrape, type Stored, storedIn, storedOf } from "./stored.ts";

const skip = missingGo();
const COUNT = 10_000;
const REGISTRIES = Array.from({ length: skip ? 0 : COUNT }, (_, seed) => randomRegistry(seed));
const ESCAPINGS: readonly EscapingScheme[] = ["allow-utf-8", "underscores", "dots", "values"];
const MODES: readonly Pick<Scrape, "nhcb" | "classic">[] = [
  { nhcb: false, classic: false },
  { nhcb: false, classic: true },
  { nhcb: true, classic: false },
  { nhcb: true, classic: true },
];

type Series = Stored["series"][number];

interface Wire {
  readonly name: string;
  readonly format: Format;
  readonly wire: Scrape["wire"];
  readonly escapings: readonly EscapingScheme[];
  readonly options?: EncodeOptions;
}

const WIRES: readonly Wire[] = [
  { name: "PrometheusText0.0.4", format: TEXT, wire: "text", escapings: ESCAPINGS.slice(1) },
  { name: "PrometheusText1.0.0", format: TEXT_1_0_0, wire: "text", escapings: ESCAPINGS },
  {
    name: "OpenMetricsText1.0.0",
    format: OPENMETRICS,
    wire: "openmetrics",
    escapings: ESCAPINGS,
    options: { created: true },
  },
  { name: "OpenMetricsText2.0.0", format: OPENMETRICS_2_0_0, wire: "openmetrics-2", escapings: ESCAPINGS },
  { name: "PrometheusProto", format: PROTOBUF, wire: "protobuf", escapings: ESCAPINGS },
];

describe(`a current Prometheus stores ${COUNT} random registries as they are meant`, { skip }, () => {
  for (const wire of WIRES) {
    for (const mode of MODES) {
      const flags = Object.entries(mode).filter(([, isOn]) => isOn).map(([flag]) => flag);
      it([wire.name, ...flags].join(", "), () => assertStored(wire, mode, flags));
    }
  }
});

/** Writes registries, each with one of the escaping schemes, and compares what Prometheus reads with what they contain. */
async function assertStored(
  { format, wire, escapings, options }: Wire,
  mode: Pick<Scrape, "nhcb" | "classic">,
  flags: readonly string[],
): Promise<void> {
  const escapingOf = (seed: number) => escapings[seed % escapings.length] as EscapingScheme;
  const documents = REGISTRIES.map(({ families, seed }) =>
    new Uint8Array(Buffer.concat([...format.encode(families, { ...options, escaping: escapingOf(seed) })]))
  );
  const found = await readAll("textparse", [format.contentType, ...flags], documents);
  for (const [i, { families, seed }] of REGISTRIES.entries()) {
    const wanted = linesOf(storedOf(families, { wire, escaping: escapingOf(seed), ...mode }), wire);
    const actual = typeof found[i] === "string" ? [found[i]] : linesOf(storedIn(found[i] as Read), wire);
    const missing = wanted.filter((line) => !actual.includes(line));
    const wrong = actual.filter((line) => !wanted.includes(line));
    if (missing.length + wrong.length === 0) continue;
    const text = new TextDecoder().decode(documents[i]);
    throw new Error(
      `Seed ${seed} with ${escapingOf(seed)}: of\n${text}\nPrometheus read\n${wrong.join("\n")}\ninstead of\n${
        missing.join("\n")
      }`,
    );
  }
}

/** Writes the metadata of each family and each series as a line. */
function linesOf({ metadata, series }: Stored, wire: Scrape["wire"]): string[] {
  const about = Object.entries(metadata).map((entry) => JSON.stringify(ordered(entry)));
  const seen = new Set<string>();
  const lines = series.map((one) => {
    const name = one.labels["__name__"] as string;
    const compared = one.histogram === undefined ? one : reliableOf(one, wire, !seen.has(name));
    if (one.histogram !== undefined) seen.add(name);
    return JSON.stringify(ordered({ ...compared, labels: comparable(one.labels) }));
  });
  return [...about, ...lines];
}

/**
 * Removes from a histogram what Prometheus does not read right. Before it converts lines of text to a native histogram, it reads
 * one line too far, and gives the histogram the time of that line; an exemplar without a time gets that of an earlier one. Of
 * a protobuf family, it skips as many exemplars as the histograms before had.
 */
function reliableOf(one: Series, wire: Scrape["wire"], isFirst: boolean): Series {
  if (wire === "protobuf" && !isFirst) return { ...one, exemplars: [] };
  if (wire === "openmetrics-2" || wire === "protobuf") return one;
  const { time: _, exemplars = [], ...rest } = one;
  return { ...rest, exemplars: exemplars.map(({ time: _, ...exemplar }) => exemplar) };
}

/** Bounds and quantiles are compared as numbers; an empty label is the same as none. */
function comparable(labels: Readonly<Record<string, string>>): Record<string, string> {
  const present = Object.entries(labels).filter(([, value]) => value !== "");
  return Object.fromEntries(
    present.map(([name, value]) => [name, name === "le" || name === "quantile" ? bitsOf(value) : value]),
  );
}

function bitsOf(text: string): string {
  return /^[0-9a-f]{16}$/.test(text) ? text : bits(Number(text.replace("Inf", "Infinity")));
}

function ordered(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).filter(([key, part]) => key !== "exemplars" || part.length > 0);
  return entries.sort(([one], [other]) => one < other ? -1 : 1).map(([key, part]) => [key, ordered(part)]);
}
