import { type Destination, parseDestination } from "./_destination.ts";
import { type IpAddress, parseIpAddress } from "./_ip_address.ts";
import { type IpNetwork, isWithin, parseIpNetwork } from "./_ip_network.ts";
import type { Network } from "./network.ts";
import { TargetError } from "./target_error.ts";
import { matchesAddress, matchesName, parseTargetRule, type TargetRule } from "./target_rule.ts";

/** Rules for targets. */
export interface TargetRules {
  /**
   * Allowed targets: hosts (`example.com`, `*.example.com`, `*`), addresses and networks (`192.0.2.1`, `10.0.0.0/8`,
   * `fd00::/8`). A scheme or port restricts a host or address (`https://example.com:8443`). A host allows only the public
   * addresses that it resolves to. Other addresses must be listed as address or network, and addresses of the metadata services
   * of clouds individually.
   *
   * @default {["*"]}
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * Allowed schemes.
   *
   * @default {["http", "https"]}
   */
  readonly schemes?: readonly string[] | undefined;
}

/** Options of {@linkcode TargetGuard}. */
export interface TargetGuardOptions extends TargetRules {
  /**
   * DNS lookups and connections of the runtime; each entrypoint has its own. Without it, only targets given by address are
   * allowed. A network without `resolve`, as on Cloudflare Workers, is for environments that reach only the public internet:
   * there only the URL is checked.
   */
  readonly network?: Partial<Network> | undefined;
}

/**
 * Checks targets that come with requests, so that clients cannot use the exporter to reach private networks, its own machine or
 * the metadata service of its cloud.
 *
 * @example Reject addresses that are not public
 * ```ts
 * import { TargetError, TargetGuard } from "@webprom/exporter/app";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const network = { resolve: () => Promise.resolve(["10.0.0.1"]) };
 * const guard = new TargetGuard({ allow: ["*.example.com", "10.1.0.0/16"], network });
 *
 * assertEquals(await guard.check("http://10.1.2.3:9100/metrics"), ["10.1.2.3"]);
 * await assertRejects(() => guard.check("http://0x7f.1/"), TargetError, "127.0.0.1 is a loopback address");
 * await assertRejects(() => guard.check("https://www.example.com/"), TargetError, "10.0.0.1 is a private address");
 * ```
 */
export class TargetGuard {
  readonly #rules: readonly TargetRule[];
  readonly #schemes: ReadonlySet<string>;
  readonly #network: Partial<Network> | undefined;

  /**
   * Creates a guard.
   *
   * @param options Rules, and the network for DNS lookups
   * @throws {TypeError} If a rule is invalid
   */
  constructor(options: TargetGuardOptions = {}) {
    const { allow = ["*"], schemes = ["http", "https"], network } = options;
    this.#rules = allow.map(parseTargetRule);
    this.#schemes = new Set(schemes.map((scheme) => scheme.toLowerCase().replace(/:$/, "")));
    this.#network = network;
  }

  /**
   * Checks a target without a DNS lookup: its scheme, its host, and its address if the host is one.
   *
   * @param target URL, or host with or without a port
   * @throws {TargetError} If the target is forbidden
   */
  inspect(target: string | URL): void {
    this.#inspect(target);
  }

  /**
   * Checks a target: its scheme, its host and all addresses of the host. Connect only to a returned address: another DNS lookup
   * may return different ones.
   *
   * @param target URL, or host with or without a port
   * @returns The addresses; empty if the network has no DNS lookup
   * @throws {TargetError} If the target is forbidden, or its host cannot be resolved
   */
  async check(target: string | URL): Promise<readonly string[]> {
    const destination = this.#inspect(target);
    if (destination.address !== undefined) return [destination.host];
    const addresses = await this.#lookUp(target, destination.host);
    for (const address of addresses) this.#inspectAddress(target, destination, address);
    return addresses;
  }

  #inspect(target: string | URL): Destination {
    const destination = parseDestination(String(target));
    if (destination === undefined) throw forbidden(target, "it is not a well-formed URL or host");
    const { url, scheme, host, address } = destination;
    if (!this.#schemes.has(scheme)) {
      throw forbidden(target, `its scheme must be ${[...this.#schemes].join(" or ")}, current value is "${scheme}"`);
    }
    if (url.username !== "" || url.password !== "") {
      throw forbidden(target, "it must not contain a user name or a password");
    }
    const literal = address !== undefined
      ? host
      : isLocal(host) && this.#network?.resolve === undefined
      ? "127.0.0.1"
      : undefined;
    if (literal !== undefined) {
      this.#inspectAddress(target, destination, literal);
    } else if (METADATA_NAMES.has(host) && !this.#rules.some(({ name }) => name === host)) {
      throw forbidden(
        target,
        `"${host}" is the metadata service of a cloud: to allow it, add "${host}" itself to the allow list`,
      );
    } else if (!this.#rules.some(({ network }) => network) && !this.#isNamed(destination)) {
      throw forbidden(target, "it is not in the allow list");
    }
    return destination;
  }

  async #lookUp(target: string | URL, host: string): Promise<readonly string[]> {
    const network = this.#network;
    if (network === undefined) {
      throw new TargetError(
        target,
        `"${host}" cannot be resolved without a network: serve the exporter with run() or serve(), or set the option "network"`,
      );
    }
    if (network.resolve === undefined) return [];
    let addresses: readonly string[];
    try {
      addresses = await network.resolve(host);
    } catch (cause) {
      throw new TargetError(target, `the DNS lookup of "${host}" failed`, { cause });
    }
    if (addresses.length === 0) throw new TargetError(target, `"${host}" has no address`);
    return addresses;
  }

  #inspectAddress(target: string | URL, destination: Destination, text: string): void {
    const address = parseIpAddress(text);
    if (address === undefined) throw forbidden(target, `"${text}" is not a valid IP address`);
    const rules = this.#rules.filter((rule) => matchesAddress(rule, destination, address));
    if (isMetadataAddress(address)) {
      if (rules.some(({ network }) => network?.prefix === address.bits)) return;
      throw forbidden(
        target,
        `${text} is the metadata service of a cloud: to allow it, add "${text}" itself to the allow list`,
      );
    }
    if (rules.length > 0) return;
    const use = specialUseOf(address);
    if (use !== undefined) {
      throw forbidden(target, `${text} is ${use} address: to allow it, add "${text}" to the allow list`);
    }
    if (!this.#isNamed(destination)) throw forbidden(target, "it is not in the allow list");
  }

  #isNamed(destination: Destination): boolean {
    return this.#rules.some((rule) => matchesName(rule, destination));
  }
}

function isLocal(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

function forbidden(target: string | URL, reason: string): TargetError {
  return new TargetError(target, reason, { isForbidden: true });
}

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
const METADATA_NAMES: ReadonlySet<string> = new Set([
  ...["metadata", "metadata.google.internal", "metadata.goog", "metadata.internal"],
  ...["instance-data", "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.platformequinix.com"],
]);

const SPECIAL_NETWORKS = SPECIAL.flatMap(([what, ...texts]) => networks(texts).map((network) => ({ what, network })));
const METADATA_NETWORKS = networks(METADATA);
const GLOBAL_NETWORKS = networks([GLOBAL_UNICAST]);

/** Returns whether an address belongs to the metadata service of a cloud. */
function isMetadataAddress(address: IpAddress): boolean {
  return METADATA_NETWORKS.some((network) => isWithin(address, network));
}

/** Returns the purpose of an address that is not public, such as `a private`; `undefined` for a public one. */
function specialUseOf(address: IpAddress): string | undefined {
  const special = SPECIAL_NETWORKS.find(({ network }) => isWithin(address, network));
  if (special !== undefined) return special.what;
  const isPublic = address.bits === 32 || GLOBAL_NETWORKS.some((network) => isWithin(address, network));
  return isPublic ? undefined : "a reserved";
}

function networks(texts: readonly string[]): IpNetwork[] {
  return texts.map(parseIpNetwork).filter((network) => network !== undefined);
}
