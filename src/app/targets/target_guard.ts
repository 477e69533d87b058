import { type Destination, parseDestination } from "./_destination.ts";
import { parseIpAddress } from "./_ip_address.ts";
import { isMetadataAddress, METADATA_NAMES, specialUseOf } from "./_special_addresses.ts";
import type { Network } from "./network.ts";
import { TargetError } from "./target_error.ts";
import { matchesAddress, matchesName, parseTargetRule, type TargetRule } from "./target_rule.ts";

/** Which targets may be reached. */
export interface TargetRules {
  /**
   * What may be reached: hosts (`example.com`, `*.example.com`, `*`), addresses and networks (`192.0.2.1`, `10.0.0.0/8`,
   * `fd00::/8`); hosts and addresses also with a scheme or a port where only that is meant (`https://example.com:8443`). A
   * name lets only public addresses through, whatever it resolves to: others have to be named as addresses, and those at which
   * clouds hand out credentials one by one.
   *
   * @default {["*"]}
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * What targets may be spoken to by.
   *
   * @default {["http", "https"]}
   */
  readonly schemes?: readonly string[] | undefined;
}

/** How targets are looked up. */
export interface TargetGuardOptions extends TargetRules {
  /**
   * What the runtime can do with the network; the entrypoints have one each. Without it hosts cannot be looked up, and only
   * addresses are let through. One that cannot look up, as that of Cloudflare Workers, is for where nothing but the public
   * internet can be reached: there only what is written is checked.
   */
  readonly network?: Partial<Network> | undefined;
}

/**
 * Keeps an exporter that is told its targets from reaching what only it can reach: private networks, its own machine, the
 * metadata service of its cloud.
 *
 * @example Refuse what is not public
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
   * A guard with rules that do not change.
   *
   * @param options What may be reached, and how hosts are looked up
   * @throws {TypeError} If a rule is none
   */
  constructor(options: TargetGuardOptions = {}) {
    const { allow = ["*"], schemes = ["http", "https"], network } = options;
    this.#rules = allow.map(parseTargetRule);
    this.#schemes = new Set(schemes.map((scheme) => scheme.toLowerCase().replace(/:$/, "")));
    this.#network = network;
  }

  /**
   * Checks as much of a target as can be told without looking it up.
   *
   * @param target URL, or host with or without a port
   * @throws {TargetError} If it may not be reached
   */
  inspect(target: string | URL): void {
    this.#inspect(target);
  }

  /**
   * Checks a target: its scheme, its host and every address that this has. Connect to one of these, and to no other: the
   * next look-up may find another one.
   *
   * @param target URL, or host with or without a port
   * @returns The addresses; none where they cannot be looked up
   * @throws {TargetError} If it may not be reached
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
      throw forbidden(target, "it must not carry a user name or a password");
    }
    const literal = address !== undefined
      ? host
      : isLocal(host) && this.#network?.resolve === undefined
      ? "127.0.0.1"
      : undefined;
    if (literal !== undefined) {
      this.#inspectAddress(target, destination, literal);
    } else if (METADATA_NAMES.has(host) && !this.#rules.some(({ name }) => name === host)) {
      throw forbidden(target, `"${host}" is the metadata service of a cloud: it must be allowed by name`);
    } else if (!this.#rules.some(({ network }) => network) && !this.#isNamed(destination)) {
      throw forbidden(target, "it is not allowed");
    }
    return destination;
  }

  async #lookUp(target: string | URL, host: string): Promise<readonly string[]> {
    const network = this.#network;
    if (network === undefined) {
      throw new TargetError(
        target,
        `"${host}" cannot be looked up: serve the exporter with run() or serve(), or give it a network`,
      );
    }
    if (network.resolve === undefined) return [];
    let addresses: readonly string[];
    try {
      addresses = await network.resolve(host);
    } catch (cause) {
      throw new TargetError(target, `the addresses of "${host}" are not to be found`, { cause });
    }
    if (addresses.length === 0) throw new TargetError(target, `"${host}" has no address`);
    return addresses;
  }

  #inspectAddress(target: string | URL, destination: Destination, text: string): void {
    const address = parseIpAddress(text);
    if (address === undefined) throw forbidden(target, `"${text}" is no address that can be checked`);
    const rules = this.#rules.filter((rule) => matchesAddress(rule, destination, address));
    if (isMetadataAddress(address)) {
      if (rules.some(({ network }) => network?.prefix === address.bits)) return;
      throw forbidden(target, `${text} is the metadata service of a cloud: it must be allowed by itself, as "${text}"`);
    }
    if (rules.length > 0) return;
    const use = specialUseOf(address);
    if (use !== undefined) throw forbidden(target, `${text} is ${use} address: it must be allowed, as "${text}"`);
    if (!this.#isNamed(destination)) throw forbidden(target, "it is not allowed");
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
