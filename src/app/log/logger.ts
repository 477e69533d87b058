import { type Clock, systemClock } from "../../model/clock.ts";
import { maskText } from "../config/mask_secrets.ts";
import { printable, toJson } from "./printable.ts";

/** How much an event matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** How an event is written. */
export type LogFormat = "logfmt" | "json";

/** The levels, that which matters least first. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** The formats, the default first. */
export const LOG_FORMATS: readonly LogFormat[] = ["logfmt", "json"];

/** What is told of an event beside the message. What is `undefined` is left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Logs an event.
 *
 * @param message What happened
 * @param fields What it happened with
 */
export type LogEvent = (message: string, fields?: LogFields) => void;

/** Takes events by how much they matter. */
export interface Logger {
  /** Tells what only those want to know who look for a mistake. */
  readonly debug: LogEvent;
  /** Tells what everybody wants to know. */
  readonly info: LogEvent;
  /** Tells what is not as it should be. */
  readonly warn: LogEvent;
  /** Tells what went wrong. */
  readonly error: LogEvent;
}

/** How a logger is made. */
export interface LoggerOptions {
  /** Takes each event, a line without its line feed. */
  readonly write: (line: string) => void;
  /**
   * What matters less is not written.
   *
   * @default {"info"}
   */
  readonly level?: LogLevel | undefined;
  /**
   * How events are written.
   *
   * @default {"logfmt"}
   */
  readonly format?: LogFormat | undefined;
  /**
   * Where time comes from.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/**
 * Makes a logger that writes a line an event, as exporters written in Go do with `log/slog`.
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
 * @param options Where to write, and what
 * @returns The logger
 */
export function makeLogger(options: LoggerOptions): Logger {
  const { write, level: lowest = "info", format = "logfmt", clock = systemClock } = options;
  const encode = format === "json" ? toJson : toLogfmt;
  function eventsOf(level: LogLevel): LogEvent {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(lowest)) return () => {};
    return (message, fields = {}) => {
      const told = Object.entries(fields).map(([key, value]) => [key, valueOf(value)]);
      const time = new Date(clock.now()).toISOString();
      write(encode({ time, level: level.toUpperCase(), msg: message, ...Object.fromEntries(told) }));
    };
  }
  return {
    debug: eventsOf("debug"),
    info: eventsOf("info"),
    warn: eventsOf("warn"),
    error: eventsOf("error"),
  };
}

/** Takes of a value what is worth a part of a line. Errors of others tell whole addresses. */
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

/** Puts text in quotes that could be taken for more than one word, or that does not show. */
function quote(text: string): string {
  if (text !== "" && !/[\s"=\x7f]/.test(text) && printable(text) === text) return text;
  return `"${printable(text.replace(/["\\]/g, "\\$&"))}"`;
}
