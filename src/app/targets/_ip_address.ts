/** An IP address. An IPv4 address that is embedded in IPv6 is represented as IPv4. */
export interface IpAddress {
  /** 32 for IPv4, 128 for IPv6. */
  readonly bits: 32 | 128;
  /** The address as one number. */
  readonly value: bigint;
}

/** Prefixes of IPv4 embedded in IPv6: IPv4-mapped and NAT64. */
const IPV4_PREFIXES: readonly bigint[] = [0xffffn, 0x64_ff9b_0000_0000_0000_0000n];

/**
 * Parses an IP address. Zone ids, brackets, and IPv4 notations other than four decimal numbers are not supported.
 *
 * @param text An address such as `192.0.2.1` or `2001:db8::1`
 * @returns The address, or `undefined` if the text is not an address
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(":")) return ipAddress(32, parseIpv4(text));
  const value = parseIpv6(text);
  if (value === undefined) return undefined;
  if (IPV4_PREFIXES.includes(value >> 32n)) return ipAddress(32, value & 0xffff_ffffn);
  return ipAddress(128, value);
}

function ipAddress(bits: IpAddress["bits"], value: bigint | undefined): IpAddress | undefined {
  return value === undefined ? undefined : { bits, value };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((value, part) => value << 8n | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::").map((half, i, all) => parseGroups(half, i === all.length - 1));
  const [head, tail] = halves;
  if (head === undefined || halves.length > 2 || halves.includes(undefined)) return undefined;
  if (tail === undefined) return head.length === 8 ? join(head) : undefined;
  const gap = 8 - head.length - tail.length;
  return gap < 1 ? undefined : join([...head, ...Array.from({ length: gap }, () => 0n), ...tail]);
}

/** Parses the groups before or after `::`. At the end of the address, the last two groups may be written as IPv4. */
function parseGroups(text: string, isEnd: boolean): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const ipv4 = isEnd && i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

function join(groups: readonly bigint[]): bigint {
  return groups.reduce((value, group) => value << 16n | group, 0n);
}
