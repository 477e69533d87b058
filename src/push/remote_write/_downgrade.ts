import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import type { Bytes } from "../../model/bytes.ts";
import { escapeLabelName, escapeMetricName } from "../../model/escaping.ts";
import type { Field } from "../../model/protobuf_schema.ts";
import {
  EXEMPLAR,
  EXEMPLAR_1,
  HISTOGRAM,
  LABEL_1,
  METADATA,
  METADATA_1,
  METADATA_TYPES,
  REQUEST,
  REQUEST_1,
  SAMPLE,
  TIME_SERIES,
  TIME_SERIES_1,
} from "./_schema.ts";

const DECODER = new TextDecoder();

/**
 * Turns a request of remote write 2.0 into one of 1.0: without start times, with names of letters, digits and underscores.
 *
 * @param bytes The request, not compressed
 */
export function downgrade(bytes: Bytes): Bytes {
  const symbols: string[] = [];
  const out = new ProtobufWriter(bytes.length * 2);
  const metadata = new Map<string, Metadata>();
  for (const { tag, from, to } of fieldsOf(bytes, 0, bytes.length)) {
    if (tag === REQUEST.symbols.tag) symbols.push(DECODER.decode(bytes.subarray(from, to)));
    else if (tag === REQUEST.timeseries.tag) writeSeries(out, bytes, from, to, symbols, metadata);
  }
  for (const [name, { type, help, unit }] of metadata) {
    const start = out.open(REQUEST_1.metadata);
    out.uint(METADATA_1.type, type);
    out.string(METADATA_1.metric_family_name, name);
    if (help !== "") out.string(METADATA_1.help, help);
    if (unit !== "") out.string(METADATA_1.unit, unit);
    out.close(start);
  }
  return out.take();
}

interface Metadata {
  readonly type: number;
  readonly help: string;
  readonly unit: string;
}

function writeSeries(
  out: ProtobufWriter,
  bytes: Bytes,
  from: number,
  to: number,
  symbols: readonly string[],
  metadata: Map<string, Metadata>,
): void {
  const series = out.open(REQUEST_1.timeseries);
  let name = "";
  // In 1.0 the fields have other numbers: labels, samples, exemplars, histograms.
  for (const field of fieldsOf(bytes, from, to)) {
    switch (field.tag) {
      case TIME_SERIES.labels_refs.tag:
        name = writeLabels(out, TIME_SERIES_1.labels, bytes, field.from, field.to, symbols);
        break;
      case TIME_SERIES.samples.tag:
        copyMessage(out, TIME_SERIES_1.samples, bytes, field, SAMPLE.start_timestamp.tag);
        break;
      case TIME_SERIES.histograms.tag:
        copyMessage(out, TIME_SERIES_1.histograms, bytes, field, HISTOGRAM.start_timestamp.tag);
        break;
      case TIME_SERIES.exemplars.tag:
        writeExemplar(out, bytes, field, symbols);
        break;
      case TIME_SERIES.metadata.tag:
        addMetadata(metadata, name, bytes, field, symbols);
    }
  }
  out.close(series);
}

/** Writes labels, and returns the value of the label `__name__`. */
function writeLabels(
  out: ProtobufWriter,
  field: Field<"message">,
  bytes: Bytes,
  from: number,
  to: number,
  symbols: readonly string[],
): string {
  let metric = "";
  const labels: [name: string, value: string][] = [];
  const cursor = { at: from };
  while (cursor.at < to) {
    const name = symbols[readVarint(bytes, cursor)] ?? "";
    const value = symbols[readVarint(bytes, cursor)] ?? "";
    if (name === "__name__") labels.push([name, metric = escapeMetricName(value, "underscores")]);
    else labels.push([escapeLabelName(name, "underscores"), value]);
  }
  labels.sort(([one], [other]) => one < other ? -1 : 1); // escaping may change the order
  for (const [name, value] of labels) {
    const label = out.open(field);
    out.string(LABEL_1.name, name);
    out.string(LABEL_1.value, value);
    out.close(label);
  }
  return metric;
}

/** Copies a message without one of its fields. */
function copyMessage(
  out: ProtobufWriter,
  field: Field<"message">,
  bytes: Bytes,
  { from, to }: WireField,
  without: number,
): void {
  const start = out.open(field);
  for (const { tag, start: first, to: end } of fieldsOf(bytes, from, to)) {
    if (tag !== without) out.append(bytes.subarray(first, end));
  }
  out.close(start);
}

function writeExemplar(out: ProtobufWriter, bytes: Bytes, { from, to }: WireField, symbols: readonly string[]): void {
  const start = out.open(TIME_SERIES_1.exemplars);
  for (const field of fieldsOf(bytes, from, to)) {
    if (field.tag === EXEMPLAR.labels_refs.tag) {
      writeLabels(out, EXEMPLAR_1.labels, bytes, field.from, field.to, symbols);
    } else out.append(bytes.subarray(field.start, field.to));
  }
  out.close(start);
}

function addMetadata(
  metadata: Map<string, Metadata>,
  series: string,
  bytes: Bytes,
  { from, to }: WireField,
  symbols: readonly string[],
): void {
  const numbers = new Map<number, number>();
  for (const field of fieldsOf(bytes, from, to)) numbers.set(field.tag, readVarint(bytes, { at: field.from }));
  const textOf = ({ tag }: Field) => symbols[numbers.get(tag) ?? 0] ?? "";
  const type = numbers.get(METADATA.type.tag) ?? 0;
  const hasParts = ["histogram", "gaugehistogram", "summary"].includes(METADATA_TYPES[type] ?? "");
  const name = hasParts ? series.replace(/_(bucket|sum|count)$/, "") : series;
  metadata.set(name, { type, help: textOf(METADATA.help_ref), unit: textOf(METADATA.unit_ref) });
}

/** A field on the wire: its tag, where it begins, and where its value is. */
interface WireField {
  readonly tag: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

function* fieldsOf(bytes: Bytes, from: number, to: number): Generator<WireField> {
  const cursor = { at: from };
  while (cursor.at < to) {
    const start = cursor.at;
    const tag = readVarint(bytes, cursor);
    let value = cursor.at;
    if ((tag & 7) === 2) {
      const length = readVarint(bytes, cursor);
      value = cursor.at;
      cursor.at += length;
    } else if ((tag & 7) === 1) cursor.at += 8;
    else readVarint(bytes, cursor);
    yield { tag, start, from: value, to: cursor.at };
  }
}

function readVarint(bytes: Bytes, cursor: { at: number }): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[cursor.at++] as number;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}
