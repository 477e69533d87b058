import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { parseIpAddress } from "../../../src/app/targets/_ip_address.ts";
import { isWithin, parseIpNetwork } from "../../../src/app/targets/_ip_network.ts";

function contains(network: string, address: string): boolean | undefined {
  const [known, one] = [parseIpNetwork(network), parseIpAddress(address)];
  return known && one && isWithin(one, known);
}

describe("parseIpNetwork()", () => {
  const memberships: readonly (readonly [network: string, address: string, isMember: boolean])[] = [
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.1.2.3/8", "10.200.0.1", true],
    ["172.16.0.0/12", "172.31.255.255", true],
    ["172.16.0.0/12", "172.32.0.0", false],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["0.0.0.0/0", "255.0.0.1", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "127.0.0.1", false],
    ["fc00::/7", "fd00::1", true],
    ["fc00::/7", "fe00::1", false],
    ["2001:db8::/32", "2001:db8:ffff::", true],
    ["10.0.0.0/8", "::ffff:10.0.0.1", true],
  ];
  for (const [network, address, isMember] of memberships) {
    it(`parseIpNetwork() reads ${network}, where ${address} is ${isMember ? "within" : "not within"}`, () => {
      assertEquals(contains(network, address), isMember);
    });
  }

  for (
    const text of ["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/a", "10.0.0/8", "/8", "10.0.0.0/8/8", "a/8", ""]
  ) {
    it(`parseIpNetwork() does not take "${text}" for one`, () => {
      assertEquals(parseIpNetwork(text), undefined);
    });
  }
});
