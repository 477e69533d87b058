/** Format that can be parsed. */
export type FormatId = "text" | "openmetrics" | "openmetrics-2" | "protobuf";

/**
 * Returns the format of a content type. OpenMetrics without a version, or with an unknown one, is read as 1.0.0.
 *
 * @param contentType Value of the `Content-Type` header
 * @returns The format
 * @throws {TypeError} If the content type is not one of a known format
 */
export function formatOfType(contentType: string): FormatId {
  const [type = "", ...params] = contentType.toLowerCase().split(";").map((part) => part.trim().replaceAll('"', ""));
  if (type === "text/plain") return "text";
  if (type === "application/openmetrics-text") {
    return params.includes("version=2.0.0") ? "openmetrics-2" : "openmetrics";
  }
  const isOther = params.some((param) => param.startsWith("encoding=") && param !== "encoding=delimited");
  if (type === "application/vnd.google.protobuf" && !isOther) return "protobuf";
  throw new TypeError(`Cannot parse: unknown content type "${contentType}"`);
}

/**
 * Detects the format of content: OpenMetrics ends with `# EOF`, protobuf begins with the length of a message that
 * begins with a name, and everything else is text.
 *
 * @param content The whole content
 * @returns The format; OpenMetrics is assumed to be version 1.0.0
 */
export function formatOfContent(content: string | Uint8Array): FormatId {
  const tail = content.slice(-"\n# EOF\n".length);
  const end = typeof tail === "string" ? tail : new TextDecoder("latin1").decode(tail);
  // A tail shorter than the content includes the line feed before or after `# EOF`.
  if (/\n# EOF\n?$/.test(end) || (end.length === content.length && /^# EOF\n?$/.test(end))) return "openmetrics";
  return typeof content !== "string" && isProtobuf(content) ? "protobuf" : "text";
}

/** Tags of the fields that may follow the name of a family. */
const KEYS: readonly (number | undefined)[] = [0x12, 0x18, 0x22, 0x2a];
const NAME_KEY = 0x0a;

function isProtobuf(bytes: Uint8Array): boolean {
  const [length, start] = readLength(bytes, 0);
  const [nameLength, nameStart] = readLength(bytes, start + 1);
  if (length === 0 || bytes[start] !== NAME_KEY || nameStart + nameLength > start + length) return false;
  return nameStart + nameLength === start + length || KEYS.includes(bytes[nameStart + nameLength]);
}

/** Reads a varint: seven bits of each byte, up to the first byte below 128. */
function readLength(bytes: Uint8Array, start: number): [length: number, end: number] {
  let length = 0;
  for (let at = start, unit = 1; at < start + 5; at++, unit *= 128) {
    const byte = bytes[at] ?? 0;
    length += (byte % 128) * unit;
    if (byte < 128) return [length, at + 1];
  }
  return [0, start];
}
