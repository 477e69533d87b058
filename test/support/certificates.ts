/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What stands in a certificate. */
export interface CertificateOptions {
  /** Who it is for. */
  readonly name: string;
  /** Names of whom it is for: each is put down with its tag, 0x82 for a host name, 0x87 for an address. */
  readonly names?: readonly (readonly [tag: number, value: Uint8Array | string])[];
}

/** Signs certificates. */
export interface Authority extends Identity {
  issue(options: CertificateOptions): Promise<Identity>;
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const LOCAL_NAMES = [[0x82, "localhost"], [0x87, Uint8Array.of(127, 0, 0, 1)]] as const;

/** Makes an authority that nobody trusts who is not told to. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys();
  const cert = await sign({ name }, keys.publicKey, name, keys.privateKey, true);
  return {
    cert,
    key: await exportKey(keys.privateKey),
    async issue(options) {
      const own = await makeKeys();
      const withNames = { names: LOCAL_NAMES, ...options };
      return {
        cert: await sign(withNames, own.publicKey, name, keys.privateKey, false),
        key: await exportKey(own.privateKey),
      };
    },
  };
}

async function makeKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]) as CryptoKeyPair;
}

async function exportKey(key: CryptoKey): Promise<string> {
  return pem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", key)));
}

async function sign(
  { name, names = [] }: CertificateOptions,
  publicKey: CryptoKey,
  issuer: string,
  issuerKey: CryptoKey,
  isAuthority: boolean,
): Promise<string> {
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const general = names.map(([tag, value]) => element(tag, bytesOf(value)));
  const extensions = [
    extension([0x55, 0x1d, 0x13], sequence(...isAuthority ? [element(0x01, Uint8Array.of(255))] : [])),
    ...general.length > 0 ? [extension([0x55, 0x1d, 0x11], sequence(...general))] : [],
  ];
  const body = sequence(
    element(0xa0, element(0x02, Uint8Array.of(2))),
    element(0x02, Uint8Array.of(1, ...crypto.getRandomValues(new Uint8Array(15)))),
    algorithm,
    distinguishedName(issuer),
    sequence(time("20200101000000Z"), time("20991231235959Z")),
    distinguishedName(name),
    new Uint8Array(await crypto.subtle.exportKey("spki", publicKey)),
    element(0xa3, sequence(...extensions)),
  );
  const signature = derSignature(new Uint8Array(await crypto.subtle.sign(ECDSA, issuerKey, body)));
  return pem("CERTIFICATE", sequence(body, algorithm, element(0x03, Uint8Array.of(0), signature)));
}

type Bytes = Uint8Array<ArrayBuffer>;

function element(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const digits = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...digits, ...contents.flatMap((content) => [...content])]);
}

function sequence(...contents: readonly Uint8Array[]): Bytes {
  return element(0x30, ...contents);
}

function oid(...bytes: readonly number[]): Bytes {
  return element(0x06, Uint8Array.from(bytes));
}

function extension(id: readonly number[], value: Uint8Array): Bytes {
  return sequence(oid(...id), element(0x04, value));
}

function distinguishedName(name: string): Bytes {
  return sequence(element(0x31, sequence(oid(0x55, 0x04, 0x03), element(0x0c, bytesOf(name)))));
}

function time(text: string): Bytes {
  return element(0x18, bytesOf(text));
}

/** Two numbers side by side, as they are signed on the web, to what certificates have. */
function derSignature(raw: Uint8Array): Bytes {
  const integer = (bytes: Uint8Array) => {
    const digits = [...bytes];
    while (digits[0] === 0) digits.shift();
    return element(0x02, Uint8Array.from((digits[0] ?? 0) > 127 ? [0, ...digits] : digits));
  };
  return sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
}

function bytesOf(value: Uint8Array | string): Uint8Array {
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...bytes)).replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
