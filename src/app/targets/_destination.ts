import { type IpAddress, parseIpAddress } from "./_ip_address.ts";

/** Where a target is, written in one way whatever way it came. */
export interface Destination {
  readonly url: URL;
  /** Without colon. */
  readonly scheme: string;
  /** In lower case and ASCII, without a dot at its end; IPv6 without brackets. */
  readonly host: string;
  /** The usual one of the scheme where none is given; "" where there is no usual one. */
  readonly port: string;
  /** Of a host that is an address. */
  readonly address: IpAddress | undefined;
}

const USUAL_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443", ws: "80", wss: "443", ftp: "21" };

/** What URL parsers drop or turn around: whoever reads the target after them may read something else. */
const TREACHEROUS = /[\s\\\p{Cc}\p{Cf}]/u;

/**
 * Reads a target.
 *
 * @param target URL, or host with or without a port, which is taken for an `http:` URL
 * @returns Where it is, or `undefined` where that cannot be told for sure
 */
export function parseDestination(target: string): Destination | undefined {
  if (TREACHEROUS.test(target)) return undefined;
  const [, scheme = "http", rest = target] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(target) ?? [];
  // Only for schemes of the web are hosts read as numbers, decoded and lower-cased; the target may be of another one.
  const [written, web] = [`${scheme}://${rest}`, `http://${rest}`];
  if (/^[/]/.test(rest) || !URL.canParse(written) || !URL.canParse(web)) return undefined;
  const url = new URL(written);
  const host = new URL(web).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  if (host === "" || host.split(".").includes("")) return undefined;
  const lower = scheme.toLowerCase();
  return { url, scheme: lower, host, port: url.port || (USUAL_PORTS[lower] ?? ""), address: parseIpAddress(host) };
}
