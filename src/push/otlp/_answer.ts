import type { PushAnswer } from "../http_client.ts";

/** Content types of requests and answers. */
export const CONTENT_TYPES = { json: "application/json", protobuf: "application/x-protobuf" } as const;

/** What a receiver did not take from a request that it accepted. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/**
 * Reads an `ExportMetricsServiceResponse`.
 *
 * @param answer An answer with status 200
 * @returns `undefined` if everything was accepted
 */
export function partialSuccessOf(answer: PushAnswer): PartialSuccess | undefined {
  const { rejected, message } = isProtobuf(answer)
    ? messageOfProtobuf(fieldsOf(answer.body).get(1))
    : messageOfJson(jsonOf(answer)["partialSuccess"]);
  return rejected > 0 || message !== "" ? { rejected, message } : undefined;
}

/**
 * Reads the message of a `google.rpc.Status`, or a text.
 *
 * @param answer An answer with another status
 * @returns The message
 */
export function statusMessageOf(answer: PushAnswer): string {
  if (isProtobuf(answer)) return textOf(fieldsOf(answer.body).get(2));
  const { message } = jsonOf(answer);
  return typeof message === "string" ? message : new TextDecoder().decode(answer.body);
}

function isProtobuf({ headers }: PushAnswer): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim() === CONTENT_TYPES.protobuf;
}

function messageOfProtobuf(value: number | Uint8Array | undefined): PartialSuccess {
  const fields = fieldsOf(value instanceof Uint8Array ? value : new Uint8Array(0));
  return { rejected: Number(fields.get(1) ?? 0), message: textOf(fields.get(2)) };
}

function messageOfJson(value: unknown): PartialSuccess {
  const { rejectedDataPoints = 0, errorMessage = "" } = Object(value) as Readonly<Record<string, unknown>>;
  return { rejected: Number(rejectedDataPoints) || 0, message: String(errorMessage) };
}

function jsonOf({ body }: PushAnswer): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
}

function textOf(value: number | Uint8Array | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
}

/** Reads numbers and bytes by field number, as far as the message is complete. */
function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>();
  let at = 0;
  function varint(): number {
    let value = 0;
    for (let unit = 1; at < bytes.length; unit *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * unit;
      if (byte < 128) break;
    }
    return value;
  }
  while (at < bytes.length) {
    const tag = varint();
    const kind = tag & 7;
    if (kind !== 0 && kind !== 2) break; // these messages have no others
    const value = varint();
    fields.set(Math.floor(tag / 8), kind === 0 ? value : bytes.subarray(at, at + value));
    if (kind === 2) at += value;
  }
  return fields;
}
