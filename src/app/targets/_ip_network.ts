import { type IpAddress, parseIpAddress } from "./_ip_address.ts";

/** Neighbouring addresses. */
export interface IpNetwork {
  /** One of them. */
  readonly address: IpAddress;
  /** How many of the first bits they have in common. */
  readonly prefix: number;
}

/**
 * Reads a network.
 *
 * @param text Such as `10.0.0.0/8` or `fc00::/7`; a single address is a network too
 * @returns The network, or `undefined` where it is none
 */
export function parseIpNetwork(text: string): IpNetwork | undefined {
  const [, host = "", length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseIpAddress(host);
  if (address === undefined) return undefined;
  const prefix = length === undefined ? address.bits : Number(length);
  return prefix <= address.bits ? { address, prefix } : undefined;
}

/** Tells whether an address belongs to a network. */
export function isWithin({ bits, value }: IpAddress, { address, prefix }: IpNetwork): boolean {
  const shift = BigInt(bits - prefix);
  return bits === address.bits && value >> shift === address.value >> shift;
}
