const BCRYPT = /^\$2[aby]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{53}$/;
const SHA256 = /^[\da-f]{64}$/i;

/** Checks whether a text is a bcrypt hash. */
export function isBcryptHash(text: string): boolean {
  return BCRYPT.test(text);
}

/** Checks whether a text is a SHA-256 hash in hexadecimal digits. */
export function isSha256(text: string): boolean {
  return SHA256.test(text);
}

/** Credentials of a client. */
export type Credentials =
  | { readonly scheme: "basic"; readonly user: string; readonly password: string }
  | { readonly scheme: "bearer"; readonly token: string };

/**
 * Reads the header `Authorization`.
 *
 * @param header Value of the header, each character a byte
 * @returns The credentials; `undefined` if there are none, or the header is malformed
 */
export function readCredentials(header: string | null): Credentials | undefined {
  const [, scheme = "", value = ""] = /^(basic|bearer) +(\S+)$/i.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return { scheme: "bearer", token: value };
  const text = scheme === "" ? undefined : decodeBase64(value);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 0) return undefined;
  return { scheme: "basic", user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Decodes padded base64 of UTF-8 text. */
function decodeBase64(value: string): string | undefined {
  if (value.length % 4 !== 0 || !/^[\w+/]*={0,2}$/.test(value) || value.includes("_")) return undefined;
  try {
    const bytes = Uint8Array.from(atob(value), (byte) => byte.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
