import { type Destination, parseDestination } from "./_destination.ts";
import type { IpAddress } from "./_ip_address.ts";
import { type IpNetwork, isWithin, parseIpNetwork } from "./_ip_network.ts";

/** Groups: scheme, wildcard, host, port. */
const RULE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*\.?)?(\[[^\]]*\]|[^/?#@*:[\]]*)(?::(\d+))?$/i;

/** One entry of an allow list. */
export interface TargetRule {
  readonly scheme: string | undefined;
  readonly port: string | undefined;
  /** Matches addresses. */
  readonly network?: IpNetwork | undefined;
  /** Matches one host name. */
  readonly name?: string | undefined;
  /** Matches all host names with this suffix. */
  readonly suffix?: string | undefined;
}

/**
 * Parses a rule.
 *
 * @param text A network, or a host, `*`, `*.` followed by a host, or an address, each with an optional scheme and port
 * @throws {TypeError} If the rule is invalid
 */
export function parseTargetRule(text: string): TargetRule {
  const network = parseIpNetwork(text);
  if (network !== undefined) return { scheme: undefined, port: undefined, network };
  const [, scheme, wildcard, host = "", port] = RULE.exec(text) ?? [];
  const isAny = wildcard === "*" && host === "";
  const destination = parseDestination(`${scheme ?? "http"}://${isAny ? "any" : host}:${port ?? "1"}`);
  if (destination === undefined || wildcard === "*" && !isAny || wildcard === "*." && destination.address) {
    throw new TypeError(
      `Cannot allow target "${text}": it must be a host, "*.example.com", an address or a network such as "10.0.0.0/8"`,
    );
  }
  const { address, host: name } = destination;
  const where = { scheme: scheme?.toLowerCase(), port: port === undefined ? undefined : destination.port };
  if (wildcard !== undefined) return { ...where, suffix: isAny ? "" : `.${name}` };
  return address === undefined ? { ...where, name } : { ...where, network: { address, prefix: address.bits } };
}

/** Returns whether a rule matches the host name of a destination. */
export function matchesName({ scheme, port, name, suffix }: TargetRule, destination: Destination): boolean {
  if (!matchesWhere({ scheme, port }, destination)) return false;
  return suffix === undefined ? name === destination.host : destination.host.endsWith(suffix);
}

/** Returns whether a rule matches an address of a destination. */
export function matchesAddress(
  { scheme, port, network }: TargetRule,
  destination: Destination,
  address: IpAddress,
): boolean {
  return network !== undefined && matchesWhere({ scheme, port }, destination) && isWithin(address, network);
}

function matchesWhere({ scheme, port }: Pick<TargetRule, "scheme" | "port">, destination: Destination): boolean {
  return (scheme ?? destination.scheme) === destination.scheme && (port ?? destination.port) === destination.port;
}

/** Returns the rule that allows scheme, host and port of a target, or `undefined` if the target is invalid. */
export function hostRuleOf(target: string): string | undefined {
  const destination = parseDestination(target);
  if (destination === undefined) return undefined;
  const { scheme, host, port } = destination;
  const bracketed = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${bracketed}${port === "" ? "" : `:${port}`}`;
}
