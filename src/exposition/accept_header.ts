/** One entry of an `Accept` or `Accept-Encoding` header. */
export interface Clause {
  /** Such as `text/plain` or `gzip`, in lower case. */
  readonly value: string;
  /** How much it is preferred, from 0 (rejected) to 1. */
  readonly weight: number;
  /** Its other parameters; their names are in lower case. */
  readonly params: ReadonlyMap<string, string>;
}

/** Longer headers are ignored: Prometheus sends about 250 characters. */
const MAX_LENGTH = 8192;

/** Parts between separators; separators within quotes do not count. */
const BETWEEN_COMMAS = /(?:"(?:\\.|[^"\\])*"?|[^,"])+/g;
const BETWEEN_SEMICOLONS = /(?:"(?:\\.|[^"\\])*"?|[^;"])+/g;

/**
 * Reads an `Accept` or `Accept-Encoding` header. Never throws: a clause that cannot be read is left out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-content-negotiation
 * @param header The header; a header that is too long is read as empty
 * @returns Its clauses, in their order
 */
export function parseAcceptHeader(header: string): Clause[] {
  if (header.length > MAX_LENGTH) return [];
  return splitOutsideQuotes(header, ",").map(parseClause).filter((clause) => clause !== undefined);
}

/** Splits without a regular expression if there are no quotes: compiling one slows the first scrape. */
function splitOutsideQuotes(text: string, separator: "," | ";"): readonly string[] {
  if (!text.includes('"')) return text.split(separator).filter((part) => part !== "");
  return text.match(separator === "," ? BETWEEN_COMMAS : BETWEEN_SEMICOLONS) ?? [];
}

function parseClause(text: string): Clause | undefined {
  const [value = "", ...rest] = splitOutsideQuotes(text, ";");
  const params = new Map(rest.map(parseParameter));
  const weight = parseWeight(params.get("q") ?? "1");
  params.delete("q");
  const name = value.trim().toLowerCase();
  return name === "" || weight === undefined ? undefined : { value: name, weight, params };
}

function parseParameter(text: string): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 0) return [text.trim().toLowerCase(), ""];
  return [text.slice(0, equals).trim().toLowerCase(), unquote(text.slice(equals + 1).trim())];
}

function unquote(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}

function parseWeight(text: string): number | undefined {
  return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Math.min(Number(text), 1) : undefined;
}
