import { printBound } from "../../model/numbers.ts";
import { FieldReader } from "./_reader.ts";
import type { Field, Message } from "../../model/protobuf_schema.ts";

/** A field of a message, as text. */
export interface MessagePart {
  /** Name of the field. */
  readonly name: string;
  /** Its value in the text format of protobuf, or the fields of a nested message. */
  readonly value: string | readonly MessagePart[];
}

/**
 * Reads a message, field by field.
 *
 * @param message What it is
 * @param reader Reads its bytes
 * @returns Its fields, in the order of the bytes; those of messages in it, in the order of their declaration
 */
export function* readParts(message: Message, reader: FieldReader): Iterable<MessagePart> {
  while (!reader.isAtEnd) {
    const tag = Number(reader.varint());
    const [name, field] = Object.entries(message).find(([, field]) => field.tag === tag) as [string, Field];
    yield { name, value: readValue(field, reader) };
  }
}

function readValue({ kind, message, words }: Field, reader: FieldReader): MessagePart["value"] {
  switch (kind) {
    case "double":
      return printDouble(reader.double());
    case "enum":
      return words[Number(reader.varint())] as string;
    case "int":
      return String(BigInt.asIntN(64, reader.varint()));
    case "message":
      return inOrder(message, [...readParts(message, new FieldReader(reader.message()))]);
    case "sint":
      return String(unfold(reader.varint()));
    case "string":
      return quote(reader.string());
    case "uint":
      return String(reader.varint());
  }
}

function inOrder(message: Message, parts: readonly MessagePart[]): readonly MessagePart[] {
  const names = Object.keys(message);
  return parts.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
}

/** Decodes a zigzag integer: the sign is the last bit. */
function unfold(value: bigint): bigint {
  return value & 1n ? -(value >> 1n) - 1n : value >> 1n;
}

function printDouble(value: number): string {
  if (value - value !== 0) return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
  return Object.is(value, -0) ? "-0" : printBound(value);
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Quotes text, with escapes for control characters as Go's prototext writes them. */
function quote(text: string): string {
  // deno-lint-ignore no-control-regex
  const escaped = text.replace(/[\0-\x1f"\\\x7f-\x9f]/g, (char) => {
    const code = char.charCodeAt(0);
    const digits = code.toString(16);
    return ESCAPES[char] ?? (code < 128 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`);
  });
  return `"${escaped}"`;
}
