import type { IpAddress } from "./_ip_address.ts";
import { type IpNetwork, isWithin, parseIpNetwork } from "./_ip_network.ts";

/**
 * Networks that are not part of the public internet, with their purpose, from the registries of special-purpose addresses:
 * https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry.
 */
const SPECIAL: readonly (readonly [what: string, ...networks: string[]])[] = [
  ["a loopback", "127.0.0.0/8", "::1/128"],
  ["a private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
  ["a link-local", "169.254.0.0/16", "fe80::/10"],
  ["an unspecified", "0.0.0.0/8", "::/128"],
  ["a shared", "100.64.0.0/10"],
  ["a multicast", "224.0.0.0/4", "ff00::/8"],
  ["a reserved", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24"],
  ["a reserved", "203.0.113.0/24", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
];

/** Contains all public IPv6 addresses, and some special ones. */
const GLOBAL_UNICAST = "2000::/3";

/** Addresses at which clouds serve credentials to machines: AWS (also containers), Alibaba, Azure, Google, Oracle. */
const METADATA = [
  ...["169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23"],
  ...["100.100.100.200", "168.63.129.16", "fd20:ce::254", "192.0.0.192"],
];

/** Host names of these services. */
export const METADATA_NAMES: ReadonlySet<string> = new Set([
  ...["metadata", "metadata.google.internal", "metadata.goog", "metadata.internal"],
  ...["instance-data", "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.platformequinix.com"],
]);

const SPECIAL_NETWORKS = SPECIAL.flatMap(([what, ...texts]) => networks(texts).map((network) => ({ what, network })));
const METADATA_NETWORKS = networks(METADATA);
const GLOBAL_NETWORKS = networks([GLOBAL_UNICAST]);

/** Returns whether an address belongs to the metadata service of a cloud. */
export function isMetadataAddress(address: IpAddress): boolean {
  return METADATA_NETWORKS.some((network) => isWithin(address, network));
}

/** Returns the purpose of an address that is not public, such as `a private`; `undefined` for a public one. */
export function specialUseOf(address: IpAddress): string | undefined {
  const special = SPECIAL_NETWORKS.find(({ network }) => isWithin(address, network));
  if (special !== undefined) return special.what;
  const isPublic = address.bits === 32 || GLOBAL_NETWORKS.some((network) => isWithin(address, network));
  return isPublic ? undefined : "a reserved";
}

function networks(texts: readonly string[]): IpNetwork[] {
  return texts.map(parseIpNetwork).filter((network) => network !== undefined);
}
