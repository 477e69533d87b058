import type { Bytes } from "../model/bytes.ts";
import { fromJson, toJson } from "./_json.ts";

/** Version of the messages. Isolates with another version are not understood, and are reported. */
const VERSION = 2;

/** Largest message, in bytes. */
const MAX_BYTES = 2 ** 28;

/** Who an isolate is. */
export interface Identity {
  /** Unique among all isolates that ever share the registry; later ones sort after earlier ones. */
  readonly id: string;
  /** Its process. */
  readonly process: string;
  /** Value of the label of `perInstance` gauges. */
  readonly label: string;
}

/** Changes of one family since the message before. */
export interface FamilyChange {
  /** Name of the family. */
  readonly name: string;
  /** Head of the family, if it is new or has changed. */
  readonly head?: Readonly<Record<string, unknown>> | undefined;
  /** Number of series before the new ones; 0 if all are new. */
  readonly from: number;
  /** Number of all series. */
  readonly length: number;
  /** Labels of new series: names, then values of one series after the other. */
  readonly names: readonly string[];
  readonly texts: readonly string[];
  /** Indexes of the changed series; `undefined` if all have changed. */
  readonly rows?: readonly number[] | undefined;
  /** Parts of changed series that are not numbers, by index. */
  readonly extras?: Readonly<Record<number, unknown>> | undefined;
  /** All points as JSON, if they fit in no rows, instead of names, texts, rows and extras. */
  readonly odd?: string | undefined;
}

/** The state of an isolate, or what has changed of it. */
export interface StateMessage {
  readonly kind: "state";
  /** Counts the states of the isolate; each includes all before. */
  readonly seq: number;
  /** State that the changes are relative to: the one before, the same if nothing has changed, or 0 if they are everything. */
  readonly base: number;
  /** Whether the isolate ends with this state. */
  readonly isLast: boolean;
  /** Whether the isolate knows all others, and can answer new ones. */
  readonly isReady: boolean;
  /** The round of questions that this answers. */
  readonly round?: string | undefined;
  readonly changes: readonly FamilyChange[];
  /** Names of families that are not there any more. */
  readonly gone: readonly string[];
}

/** Everything that isolates send to each other. */
export type Message =
  | StateMessage
  /** Asks the eldest for everything it knows, or all if the eldest did not answer; sent by new isolates. */
  | { readonly kind: "hello"; readonly toAll: boolean }
  /** Asks one isolate for its full state, because a message was lost. */
  | { readonly kind: "again" }
  /** Confirms the last state of an isolate that ends. */
  | { readonly kind: "seen" }
  /** Asks all for their changes, for a scrape. */
  | { readonly kind: "ask"; readonly round: string; readonly timeoutMs: number }
  /** Totals of isolates that have ended and are not listed one by one any more; the end of the answer to `hello`. */
  | {
    readonly kind: "retired";
    /** Sequence numbers of their last states. */
    readonly seqs: Readonly<Record<string, number>>;
    readonly changes: readonly FamilyChange[];
  }
  /** Sequence numbers of the states that the sender has, so that others can send what it lacks. */
  | {
    readonly kind: "known";
    readonly isReady: boolean;
    /** Whether this answers a message of the same kind, and needs no answer. */
    readonly isAnswer: boolean;
    readonly states: Readonly<Record<string, number>>;
    /** Isolates that were retired recently. */
    readonly retired: readonly string[];
    /** Digest of all retired isolates. */
    readonly digest: number;
  };

/** A message with its sender. */
export interface Envelope {
  /** The isolate that the message is about. */
  readonly from: Identity;
  /** ID of the isolate that sends it, if that is another one: it forwards what it has received. */
  readonly by?: string | undefined;
  /** The only receiver; everyone if it is missing. */
  readonly to?: string | undefined;
  readonly message: Message;
  /** Numbers of the changed series, row after row. */
  readonly values: Float64Array;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true });

/** Writes a message: lengths, header as JSON, padding, numbers. */
export function encodeMessage({ from, by, to, message, values }: Envelope): Bytes {
  const header = ENCODER.encode(toJson({ from, by, to, message }));
  const start = Math.ceil((16 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + values.length * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, VERSION, true);
  view.setUint32(4, header.length, true);
  view.setUint32(8, values.length, true);
  view.setUint32(12, hashOf(to ?? ""), true);
  bytes.set(header, 16);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
}

/**
 * Reads a message.
 *
 * @param bytes The bytes
 * @param reader Identity of the reader
 * @returns The message, or `undefined` if it is for somebody else
 * @throws {SyntaxError} If it is of another version, truncated or invalid
 */
export function decodeMessage(bytes: Uint8Array, reader: string): Envelope | undefined {
  if (bytes.length > MAX_BYTES) {
    throw new SyntaxError(`message has ${bytes.length} bytes, at most ${MAX_BYTES} are read`);
  }
  if (bytes.length < 16) throw new SyntaxError(`message has only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(0, true);
  if (version !== VERSION) throw new SyntaxError(`message has version ${version}, expected ${VERSION}`);
  const receiver = view.getUint32(12, true);
  if (receiver !== hashOf("") && receiver !== hashOf(reader)) return undefined;
  const headerLength = view.getUint32(4, true);
  const length = view.getUint32(8, true);
  const start = Math.ceil((16 + headerLength) / 8) * 8;
  if (bytes.length !== start + length * 8) throw new SyntaxError("message is truncated");
  const { from, by, to, message } = fromJson(DECODER.decode(bytes.subarray(16, 16 + headerLength))) as Partial<
    Envelope
  >;
  if (typeof from?.id !== "string" || typeof message?.kind !== "string") throw new SyntaxError("message is invalid");
  if (to !== undefined && to !== reader) return undefined;
  const values = new Float64Array(length);
  new Uint8Array(values.buffer).set(bytes.subarray(start));
  return { from, by, to, message, values };
}

/** FNV-1a: finds out quickly whom a message is for, and whether two isolates know the same. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
