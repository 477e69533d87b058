import type { Naming } from "./options.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "QUERY"];
const KNOWN: ReadonlyMap<string, string> = new Map(METHODS.map((method) => [method, method]));

/** Value for methods that are not known, which clients can invent. */
export const OTHER_METHOD: Readonly<Record<Naming, string>> = { prometheus: "other", opentelemetry: "_OTHER" };

/** Returns a known method in upper case, or the value for all others. */
export function methodLabel(method: string, other: string): string {
  return KNOWN.get(method) ?? KNOWN.get(method.toUpperCase()) ?? other;
}

/** Texts of the codes from 0 to 999; instruments find a series fastest by strings. */
const EXACT: readonly string[] = Array.from({ length: 1000 }, (_, code) => code === 0 ? "error" : `${code}`);
const CLASSES: readonly string[] = EXACT.map((text, code) => code < 100 ? text : `${text[0]}xx`);

/** Returns the text for each status; 0 is a request without a response. */
export function statusLabels(status: "exact" | "class"): readonly string[] {
  if (status === "exact") return EXACT;
  if (status === "class") return CLASSES;
  throw new TypeError(`Cannot measure requests: status must be "exact" or "class", current value is "${status}"`);
}
