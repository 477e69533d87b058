import { type IpAddress, parseIpAddress } from "./_ip_address.ts";

/** An IP network. */
export interface IpNetwork {
  /** Any address of the network. */
  readonly address: IpAddress;
  /** Prefix length, in bits. */
  readonly prefix: number;
}

/**
 * Parses a network.
 *
 * @param text A network such as `10.0.0.0/8` or `fc00::/7`, or a single address
 * @returns The network, or `undefined` if the text is not a network
 */
export function parseIpNetwork(text: string): IpNetwork | undefined {
  const [, host = "", length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseIpAddress(host);
  if (address === undefined) return undefined;
  const prefix = length === undefined ? address.bits : Number(length);
  return prefix <= address.bits ? { address, prefix } : undefined;
}

/** Returns whether an address belongs to a network. */
export function isWithin({ bits, value }: IpAddress, { address, prefix }: IpNetwork): boolean {
  const shift = BigInt(bits - prefix);
  return bits === address.bits && value >> shift === address.value >> shift;
}
