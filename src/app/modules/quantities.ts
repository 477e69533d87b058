import { MAX_TIMER_MS } from "../../model/timer.ts";
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const DAY_MS = 86_400_000;
const UNITS_MS = [365 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1000, 1];

const SIZE = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B$/;
const SIZE_UNITS = ["", "K", "M", "G", "T"];

/**
 * Parses a duration in the notation of Prometheus.
 *
 * @param text A duration such as `10s` or `1m30s`
 * @returns Milliseconds, > 0
 * @throws {SyntaxError} If the text is not a duration > 0
 */
export function parseDuration(text: string): number {
  const parts = DURATION.exec(text) ?? [];
  const ms = UNITS_MS.reduce((sum, unit, i) => sum + Number(parts[i + 1] ?? 0) * unit, 0);
  if (ms > 0) return ms;
  throw new SyntaxError("must be a duration such as 10s or 1m30s");
}

/**
 * Parses a timeout.
 *
 * @param text A duration such as `10s` or `1m30s`
 * @returns Milliseconds, < 2 ** 31, the limit of timers
 * @throws {SyntaxError} If the text is not a duration > 0
 * @throws {RangeError} If it is too long
 */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms <= MAX_TIMER_MS) return ms;
  throw new RangeError("must be less than 25 days");
}

/**
 * Parses a size in the notation of Prometheus: `1KB` and `1KiB` are both 1024 bytes.
 *
 * @param text A size such as `512KB` or `10MB`
 * @returns Bytes, > 0
 * @throws {SyntaxError} If the text is not a size > 0
 */
export function parseSize(text: string): number {
  const [, number = "", unit = ""] = SIZE.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * 1024 ** SIZE_UNITS.indexOf(unit));
  if (bytes > 0) return bytes;
  throw new SyntaxError("must be a size such as 512KB or 10MB");
}
