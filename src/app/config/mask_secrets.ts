import { Secret } from "./secret.ts";

const MASK = "<secret>";

/** Names of fields that hold secrets. */
const SECRET_NAME =
  /(?:^|[_-])(?:auth|pass|pwd)$|authorization$|pass(?:word|wd|phrase)|secret|token|credential|(?:api|private)[_-]?key|cookie/i;

/** User and password in a URL. The length limits here and below keep matching linear for text that clients send. */
const USERINFO = /([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#@"']*@/gi;

/** Headers whose values are shown. All others may contain a secret, whatever they are called. */
const SHOWN_HEADERS: readonly string[] = [
  ...["accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "content-type", "user-agent"],
];

/** Query parameters whose values are shown. */
const SHOWN_PARAMETERS: readonly string[] = [
  ...["collect[]", "debug", "exclude[]", "format", "limit", "match[]", "module", "name[]", "page", "target"],
];

/** A query parameter in a URL. */
const PARAMETER = /([?&]([^\s=&#"']{1,100})=)[^\s&#"']+/g;

/** A private key in PEM, even if it is truncated. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/**
 * Copies a configuration for display, without functions. It masks fields with the name of a secret, headers, request bodies,
 * credentials and query parameters in URLs, and private keys.
 *
 * @param value Any value
 * @returns A copy that `JSON.stringify()` can write
 */
export function maskSecrets(value: unknown): unknown {
  return mask(value, []);
}

/** Masks private keys in a text, and in its URLs user, password and the values of query parameters. */
export function maskText(text: string): string {
  return text.replace(PRIVATE_KEY, MASK).replace(USERINFO, `$1${MASK}@`)
    .replace(PARAMETER, (all, head: string, name: string) => SHOWN_PARAMETERS.includes(name) ? all : head + MASK);
}

function mask(value: unknown, parents: readonly object[]): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  if (value instanceof Secret) return MASK;
  if (parents.includes(value)) return "<circular>";
  const path = [...parents, value];
  if (value instanceof Date || value instanceof RegExp || value instanceof URL) return maskText(String(value));
  if (value instanceof Error) return maskText(value.message);
  if (Array.isArray(value)) return value.map((item) => mask(item, path));
  const entries = value instanceof Map || value instanceof Headers ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([name, field]) => {
    if (name === "headers") return [name, maskHeaders(field, path)];
    const isSecret = (SECRET_NAME.test(name) || name === "body" && parents.length > 0) &&
      !["undefined", "function"].includes(typeof field) && field !== "";
    return [name, isSecret ? MASK : mask(field, path)];
  }));
}

function maskHeaders(headers: unknown, parents: readonly object[]): unknown {
  const masked = mask(headers, parents);
  if (typeof masked !== "object" || masked === null || Array.isArray(masked)) return masked;
  return Object.fromEntries(
    Object.entries(masked).map(([name, value]) => [name, SHOWN_HEADERS.includes(name.toLowerCase()) ? value : MASK]),
  );
}
