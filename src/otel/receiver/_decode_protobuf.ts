import { ParseLimits } from "../../parse/limits.ts";
import { ProtobufReader } from "../../parse/protobuf/reader.ts";
import { type OtlpField, type OtlpFields, type OtlpKind, type OtlpRequest, REQUEST } from "./otlp_messages.ts";

/** Maximum depth of messages. Attributes can be nested without end. */
const MAX_DEPTH = 32;
const LIMITS = new ParseLimits({});

/** Wire type of each kind. */
const WIRE_TYPES: Readonly<Record<OtlpKind, number>> = {
  base64: 2,
  bool: 0,
  double: 1,
  fixed: 1,
  hex: 2,
  int: 0,
  sfixed: 1,
  sint: 0,
  string: 2,
  time: 1,
  uint: 0,
};
const BYTES = 2;

const READERS: Readonly<Record<OtlpKind, (reader: ProtobufReader) => unknown>> = {
  base64: (reader) => btoa(Array.from(reader.bytes(), (byte) => String.fromCharCode(byte)).join("")),
  bool: (reader) => reader.uint() !== 0,
  double: (reader) => reader.double(),
  fixed: (reader) => reader.fixed(),
  hex: (reader) => Array.from(reader.bytes(), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  int: (reader) => reader.int(),
  sfixed: (reader) => reader.sfixed(),
  sint: (reader) => reader.sint(),
  string: (reader) => reader.name(),
  time: (reader) => reader.fixedMillis(),
  uint: (reader) => reader.uint(),
};

/**
 * Decodes a request in protobuf. Unknown fields are skipped.
 *
 * @param bytes The request
 * @throws {ParseError} If it is invalid
 */
export function decodeProtobuf(bytes: Uint8Array): OtlpRequest {
  return readMessage(new ProtobufReader(bytes, 0, LIMITS), REQUEST(), 0);
}

function readMessage(reader: ProtobufReader, { byNumber }: OtlpFields, depth: number): object {
  if (depth > MAX_DEPTH) throw reader.error(`messages are nested more than ${MAX_DEPTH} deep`);
  const message: Record<string, unknown> = {};
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    const field = byNumber.get(tag >>> 3);
    if (field === undefined) reader.skip(tag);
    else readField(reader, message, field, tag, depth);
  }
  return message;
}

function readField(
  reader: ProtobufReader,
  message: Record<string, unknown>,
  { key, kind, isList }: OtlpField,
  tag: number,
  depth: number,
): void {
  const isMessage = typeof kind === "function";
  const wireType = isMessage ? BYTES : WIRE_TYPES[kind];
  const list = isList ? (message[key] ??= []) as unknown[] : undefined;
  if (!isMessage && list !== undefined && (tag & 7) === BYTES && wireType !== BYTES) {
    const outer = reader.open();
    while (!reader.isAtEnd) list.push(READERS[kind](reader));
    return reader.close(outer);
  }
  if ((tag & 7) !== wireType) {
    throw reader.error(`wire type of ${key} must be ${wireType}, current value is ${tag & 7}`);
  }
  let value: unknown;
  if (isMessage) {
    const outer = reader.open();
    value = readMessage(reader, kind(), depth + 1);
    reader.close(outer);
  } else {
    value = READERS[kind](reader);
  }
  if (list === undefined) message[key] = value;
  else list.push(value);
}
