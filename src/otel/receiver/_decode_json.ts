import { messageOf } from "../../model/message_of.ts";
import { quote } from "../../model/quote.ts";
import { ParseError } from "../../parse/parse_error.ts";
import { type OtlpField, type OtlpFields, type OtlpKind, type OtlpRequest, REQUEST } from "./otlp_messages.ts";

/** Maximum depth of messages. Attributes can be nested without end. */
const MAX_DEPTH = 32;
/** Maximum length of a wrong value in a message. */
const MAX_SHOWN = 60;
const DECODER = new TextDecoder("utf-8", { fatal: true });

/** Converts a value; `undefined` if it has another type. Integers of 64 bits are text, but numbers are accepted. */
const READERS: Readonly<Record<OtlpKind, (value: unknown) => unknown>> = {
  base64: textOf,
  bool: (value) => typeof value === "boolean" ? value : undefined,
  double: numberOf,
  fixed: countOf,
  hex: (value) => typeof value === "string" && /^([\da-f]{2})*$/i.test(value) ? value.toLowerCase() : undefined,
  int: integerOf,
  sfixed: integerOf,
  sint: integerOf,
  string: textOf,
  time: millisOf,
  uint: countOf,
};

/**
 * Decodes a request in JSON. Unknown fields are skipped.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * @param bytes The request
 * @throws {ParseError} If it is invalid
 */
export function decodeJson(bytes: Uint8Array): OtlpRequest {
  let json: unknown;
  try {
    json = JSON.parse(DECODER.decode(bytes));
  } catch (error) {
    throw new ParseError(`Cannot parse JSON: ${messageOf(error)}`, {});
  }
  return readMessage(json, REQUEST(), "the request", 0);
}

/** Converts the fields of an object, which becomes the message: a copy would take longer. */
function readMessage(json: unknown, { byKey }: OtlpFields, path: string, depth: number): object {
  if (depth > MAX_DEPTH) throw new ParseError(`Cannot parse JSON: ${path} is nested more than ${MAX_DEPTH} deep`, {});
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrong(path, "an object", json);
  const message = json as Record<string, unknown>;
  for (const key in message) {
    const field = byKey.get(key);
    if (field === undefined) continue;
    const value = message[key];
    if (value === null) message[key] = undefined;
    else if (!field.isList) message[key] = readValue(value, field, depth);
    else if (!Array.isArray(value)) throw wrong(key, "a list", value);
    else for (let i = 0; i < value.length; i++) value[i] = readValue(value[i], field, depth);
  }
  return message;
}

function readValue(value: unknown, { key, kind }: OtlpField, depth: number): unknown {
  if (typeof kind === "function") return readMessage(value, kind(), key, depth + 1);
  const result = READERS[kind](value);
  if (result === undefined) throw wrong(key, NOUNS[kind], value);
  return result;
}

const INTEGER = "an integer";
const COUNT = "an integer >= 0";
const NOUNS: Readonly<Record<OtlpKind, string>> = {
  base64: "text",
  bool: "true or false",
  double: "a number",
  fixed: COUNT,
  hex: "hexadecimal digits",
  int: INTEGER,
  sfixed: INTEGER,
  sint: INTEGER,
  string: "text",
  time: COUNT,
  uint: COUNT,
};

function wrong(path: string, noun: string, value: unknown): ParseError {
  return new ParseError(
    `Cannot parse JSON: ${path} must be ${noun}, current value is ${quote(value).slice(0, MAX_SHOWN)}`,
    {},
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (value === "NaN") return NaN;
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? undefined : number;
}

function integerOf(value: unknown): number | undefined {
  const number = typeof value === "string" && !/^[+-]?\d+$/.test(value) ? NaN : Number(value);
  return typeof value !== "boolean" && Number.isInteger(number) ? number : undefined;
}

function countOf(value: unknown): number | undefined {
  const number = integerOf(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** Nanoseconds as text have more digits than numbers. */
function millisOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^\d{7,20}$/.test(value)) return scaled(countOf(value));
  return Number(value.slice(0, -6)) + Number(value.slice(-6)) / 1e6;
}

function scaled(nanos: number | undefined): number | undefined {
  return nanos === undefined ? undefined : nanos / 1e6;
}
