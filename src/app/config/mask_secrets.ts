import { Secret } from "./secret.ts";

const MASK = "<secret>";

/** Names of fields that hold secrets. */
const SECRET_NAME =
  /(?:^|[_-])(?:auth|pass|pwd)$|authorization$|pass(?:word|wd|phrase)|secret|token|credential|(?:api|private)[_-]?key|cookie/i;

/** User and password in a URL. The length limits here and below keep matching linear for text that clients send. */
const USERINFO = /([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#@"']*@/gi;

/** A query parameter in a URL. */
const PARAMETER = /([?&]([^\s=&#"']{1,100})=)[^\s&#"']+/g;

/** A private key in PEM, even if it is truncated. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/**
 * Copies a configuration for display, without functions. It masks fields with the name of a secret, credentials in URLs, and
 * private keys.
 *
 * @param value Any value
 * @returns A copy that `JSON.stringify()` can write
 */
export function maskSecrets(value: unknown): unknown {
  return mask(value, []);
}

/** Masks private keys in a text, and in its URLs user, password and query parameters with the name of a secret. */
export function maskText(text: string): string {
  return text.replace(PRIVATE_KEY, MASK).replace(USERINFO, `$1${MASK}@`)
    .replace(PARAMETER, (all, head: string, name: string) => SECRET_NAME.test(name) ? head + MASK : all);
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
    const isSecret = SECRET_NAME.test(name) && !["undefined", "function"].includes(typeof field) && field !== "";
    return [name, isSecret ? MASK : mask(field, path)];
  }));
}
