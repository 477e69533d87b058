import type { Bytes } from "../../model/bytes.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { EncodeOptions, RememberingFormat } from "../format.ts";
import { PROTOBUF } from "./protobuf.ts";
import { type MessagePart, readParts } from "./_parts.ts";
import { FieldReader } from "./_reader.ts";
import { METRIC_FAMILY } from "../../model/protobuf_schema.ts";
import { renameFamilies } from "../wire_names.ts";

const PIECE = 64 * 1024;

/**
 * The protobuf format as text for debugging: one field on a line, and an empty line after each family.
 *
 * @see https://protobuf.dev/reference/protobuf/textformat-spec/
 */
export const PROTOBUF_TEXT: RememberingFormat = printedFormat("text", { print: printLines, separator: "" });

/** The protobuf format as text for debugging, with one family on a line. */
export const PROTOBUF_COMPACT: RememberingFormat = printedFormat("compact-text", { print: printWord, separator: " " });

/** How the parts of a family are printed, and what is written between them. */
interface Layout {
  print(part: MessagePart): string;
  readonly separator: string;
}

/** These formats are not scraped regularly, so their encoders remember nothing. */
function printedFormat(encoding: string, layout: Layout): RememberingFormat {
  return {
    contentType: `application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=${encoding}`,
    encode: (families, options) => print(families, options, layout),
    encoder: (options) => ({ size: 0, encode: (families) => print(families, options, layout) }),
  };
}

function* print(
  families: Iterable<MetricFamily>,
  { escaping = "underscores" }: EncodeOptions = {},
  layout: Layout,
): Iterable<Bytes> {
  const encoder = new TextEncoder();
  let text = "";
  for (const family of renameFamilies(families, escaping)) {
    const bytes = join([...PROTOBUF.encode([family], { escaping })]);
    if (bytes.length === 0) continue;
    let separator = "";
    for (const part of readParts(METRIC_FAMILY, new FieldReader(new FieldReader(bytes).message()))) {
      text += separator + layout.print(part);
      separator = layout.separator;
      if (text.length < PIECE) continue;
      yield encoder.encode(text);
      text = "";
    }
    text += "\n";
  }
  if (text !== "") yield encoder.encode(text);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function printLines({ name, value }: MessagePart, indent = ""): string {
  if (typeof value === "string") return `${indent}${name}: ${value}\n`;
  if (value.length === 0) return `${indent}${name}: {}\n`;
  return `${indent}${name}: {\n${value.map((part) => printLines(part, `${indent}  `)).join("")}${indent}}\n`;
}

function printWord({ name, value }: MessagePart): string {
  return typeof value === "string" ? `${name}:${value}` : `${name}:{${value.map(printWord).join(" ")}}`;
}
