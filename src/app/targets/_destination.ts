import { type IpAddress, parseIpAddress } from "./_ip_address.ts";

/** The normalized parts of a target. */
export interface Destination {
  readonly url: URL;
  /** In lower case, without colon. */
  readonly scheme: string;
  /** In lower case and ASCII, without a dot at its end; IPv6 without brackets. */
  readonly host: string;
  /** The default port of the scheme if none is given; "" if the scheme has no default. */
  readonly port: string;
  /** The address, if the host is one. */
  readonly address: IpAddress | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443", ws: "80", wss: "443", ftp: "21" };

/** Characters that URL parsers remove or replace, so that two parsers may read different hosts. */
const AMBIGUOUS = /[\s\\\p{Cc}\p{Cf}]/u;

/**
 * Parses a target.
 *
 * @param target URL, or host with or without a port, which is treated as an `http:` URL
 * @returns Its parts, or `undefined` if the target is invalid or ambiguous
 */
export function parseDestination(target: string): Destination | undefined {
  if (AMBIGUOUS.test(target)) return undefined;
  const [, scheme = "http", rest = target] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(target) ?? [];
  // URL normalizes hosts (numeric addresses, percent-encoding, case) only for schemes such as http, whatever the target has.
  const [written, web] = [`${scheme}://${rest}`, `http://${rest}`];
  if (/^[/]/.test(rest) || !URL.canParse(written) || !URL.canParse(web)) return undefined;
  const url = new URL(written);
  const host = new URL(web).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  if (host === "" || host.split(".").includes("")) return undefined;
  const lower = scheme.toLowerCase();
  return { url, scheme: lower, host, port: url.port || (DEFAULT_PORTS[lower] ?? ""), address: parseIpAddress(host) };
}
