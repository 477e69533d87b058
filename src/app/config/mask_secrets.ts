import { Secret } from "./secret.ts";

const MASK = "<secret>";

/** Names of what nobody else should see. */
const SECRET_NAME =
  /(?:^|[_-])(?:auth|pass|pwd)$|authorization$|pass(?:word|wd|phrase)|secret|token|credential|(?:api|private)[_-]?key|cookie/i;

/** User and password within a URL. Bounds here and below keep the search linear in texts of clients. */
const USERINFO = /([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#@"']*@/gi;

/** A parameter within a URL. */
const PARAMETER = /([?&]([^\s=&#"']{1,100})=)[^\s&#"']+/g;

/** A private key as PEM has it, also one that is cut off. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/**
 * Copies a configuration for people to see: secrets are masked, found by the names of fields, in URLs, and as private keys;
 * methods are left out.
 *
 * @param value Anything
 * @returns What `JSON.stringify()` can write
 */
export function maskSecrets(value: unknown): unknown {
  return mask(value, []);
}

/** Masks user and password of all URLs in a text, parameters of theirs that are called as secrets are, and private keys. */
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
