import type { Exemplar } from "../../model/exemplar.ts";
import { EXEMPLAR, LABEL_PAIR, TIMESTAMP } from "../../model/protobuf_schema.ts";
import type { ProtobufReader } from "./reader.ts";

/** The type without `readonly`, for an object that is still being filled. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads a label and adds it to `labels`. */
export function readLabel(reader: ProtobufReader, labels: Record<string, string>): void {
  const start = reader.position;
  let name = "";
  let value = "";
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case LABEL_PAIR.name.tag:
        name = reader.name();
        break;
      case LABEL_PAIR.value.tag:
        value = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  if (Math.max(name.length, value.length) > reader.limits.maxLabelLength) {
    throw reader.error(reader.limits.problem("maxLabelLength"), start);
  }
  if (name === "" || name === "__name__") {
    throw reader.error(`label name must not be empty or "__name__", current value is "${name}"`, start);
  }
  if (Object.hasOwn(labels, name)) throw reader.error(`label "${name}" is repeated`, start);
  if (name !== "__proto__") labels[name] = value;
  else Object.defineProperty(labels, name, { value, configurable: true, enumerable: true, writable: true });
}

/** Reads an exemplar. */
export function readExemplar(reader: ProtobufReader): Exemplar {
  const labels: Record<string, string> = {};
  const exemplar: Mutable<Exemplar> = { labels, value: 0 };
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case EXEMPLAR.label.tag:
        readLabel(reader, labels);
        break;
      case EXEMPLAR.value.tag:
        exemplar.value = reader.double();
        break;
      case EXEMPLAR.timestamp.tag:
        exemplar.timestampMs = readTime(reader);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  return exemplar;
}

/** Reads a timestamp, in milliseconds since the epoch. */
export function readTime(reader: ProtobufReader): number {
  const start = reader.position;
  let seconds = 0;
  let nanos = 0;
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case TIMESTAMP.seconds.tag:
        seconds = reader.int();
        break;
      case TIMESTAMP.nanos.tag:
        nanos = reader.int();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  if (nanos < 0 || nanos >= 1e9) {
    throw reader.error(`nanoseconds must be from 0 to 999999999, current value is ${nanos}`, start);
  }
  return seconds * 1000 + nanos / 1e6;
}
