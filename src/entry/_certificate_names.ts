const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
const EXTENSIONS = 0xa3;
const SUBJECT_ALT_NAME = "6,3,85,29,17";

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * Reads the subject alternative names of a certificate: host names, IP addresses, e-mail addresses and URIs. It parses the
 * bytes, because runtimes return all names in one string, in which one name can look like two.
 *
 * @param certificate The certificate, in DER
 * @returns The names, in the notation of Go; empty if the certificate cannot be parsed
 */
export function certificateNames(certificate: Uint8Array): readonly string[] {
  const [tbs] = elementsIn(elementsIn(certificate)[0]?.content);
  const extensions = elementsIn(tbs?.content).find(({ tag }) => tag === EXTENSIONS);
  const list = elementsIn(elementsIn(extensions?.content)[0]?.content);
  const names = list.map(({ content }) => elementsIn(content)).find(([id]) =>
    id !== undefined && [id.tag, id.content.length, ...id.content].join() === SUBJECT_ALT_NAME
  );
  const value = names?.find(({ tag }) => tag === OCTET_STRING);
  const [general] = elementsIn(value?.content);
  return general?.tag === SEQUENCE ? elementsIn(general.content).flatMap(nameOf) : [];
}

function nameOf({ tag, content }: Element): string | [] {
  const isText = tag === 0x81 || tag === 0x82 || tag === 0x86;
  if (isText) return new TextDecoder().decode(content);
  return tag === 0x87 ? addressOf(content) : [];
}

function addressOf(bytes: Uint8Array): string | [] {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) return [];
  const groups = Array.from(
    { length: 8 },
    (_, i) => ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** Splits bytes into consecutive DER elements. A truncated element is left out. */
function elementsIn(bytes: Uint8Array = new Uint8Array()): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length > 0x80) {
      const digits = bytes.subarray(at, at + (length & 0x7f));
      at += digits.length;
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    }
    if (at + length > bytes.length) break;
    elements.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return elements;
}
