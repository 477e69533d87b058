import { type Clock, systemClock } from "../../model/clock.ts";
import { maskText } from "../config/mask_secrets.ts";
import { printable, toJson } from "./printable.ts";

/** Severity of an event. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Format of a log line. */
export type LogFormat = "logfmt" | "json";

/** The levels, least severe first. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** The formats, the default first. */
export const LOG_FORMATS: readonly LogFormat[] = ["logfmt", "json"];

/** Fields of an event in addition to its message. Fields with value `undefined` are omitted. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Logs an event.
 *
 * @param message What happened
 * @param fields Details
 */
export type LogEvent = (message: string, fields?: LogFields) => void;

/** Logs events by severity. */
export interface Logger {
  /** Logs details for debugging. */
  readonly debug: LogEvent;
  /** Logs normal operation. */
  readonly info: LogEvent;
  /** Logs a condition that may need attention. */
  readonly warn: LogEvent;
  /** Logs a failure. */
  readonly error: LogEvent;
}

/** Options of a logger. */
export interface LoggerOptions {
  /** Writes an event: one line without its line feed. */
  readonly write: (line: string) => void;
  /**
   * Minimum level; less severe events are dropped.
   *
   * @default {"info"}
   */
  readonly level?: LogLevel | undefined;
  /**
   * Format of the events.
   *
   * @default {"logfmt"}
   */
  readonly format?: LogFormat | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/**
 * Makes a logger that writes one line per event, as exporters written in Go do with `log/slog`.
 *
 * @example Log an event
 * ```ts
 * import { makeLogger } from "@webprom/exporter/app";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * const clock = { now: () => 0, monotonic: () => 0 };
 * const logger = makeLogger({ write: (line) => lines.push(line), clock });
 *
 * logger.info("Listening", { address: "http://localhost:9464/" });
 * assertEquals(lines, ["time=1970-01-01T00:00:00.000Z level=INFO msg=Listening address=http://localhost:9464/"]);
 * ```
 *
 * @param options Where to write, level and format
 * @returns The logger
 */
export function makeLogger(options: LoggerOptions): Logger {
  const { write, level: lowest = "info", format = "logfmt", clock = systemClock } = options;
  const encode = format === "json" ? toJson : toLogfmt;
  function eventsOf(level: LogLevel): LogEvent {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(lowest)) return () => {};
    return (message, fields = {}) => {
      const shown = Object.entries(fields).map(([key, value]) => [key, valueOf(value)]);
      const time = new Date(clock.now()).toISOString();
      write(encode({ time, level: level.toUpperCase(), msg: message, ...Object.fromEntries(shown) }));
    };
  }
  return {
    debug: eventsOf("debug"),
    info: eventsOf("info"),
    warn: eventsOf("warn"),
    error: eventsOf("error"),
  };
}

/** Converts a value for a log line. Secrets are masked, as messages of errors may contain whole URLs. */
function valueOf(value: unknown): unknown {
  if (value instanceof Error) return maskText(value.message || value.name);
  if (typeof value === "string") return maskText(value);
  return typeof value === "bigint" || typeof value === "symbol" ? String(value) : value;
}

function toLogfmt(event: LogFields): string {
  return Object.entries(event)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${quote(key)}=${quote(textOf(value))}`)
    .join(" ");
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? toJson(value) : String(value);
}

/** Quotes text that is empty, has blanks, quotes or `=`, or is not printable. */
function quote(text: string): string {
  if (text !== "" && !/[\s"=\x7f]/.test(text) && printable(text) === text) return text;
  return `"${printable(text.replace(/["\\]/g, "\\$&"))}"`;
}
