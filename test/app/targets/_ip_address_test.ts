import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { parseIpAddress } from "../../../src/app/targets/_ip_address.ts";

describe("parseIpAddress()", () => {
  const addresses: Readonly<Record<string, readonly [bits: number, value: bigint]>> = {
    "0.0.0.0": [32, 0n],
    "127.0.0.1": [32, 0x7f00_0001n],
    "255.255.255.255": [32, 0xffff_ffffn],
    "::": [128, 0n],
    "::1": [128, 1n],
    "fe80::": [128, 0xfe80n << 112n],
    "2001:db8::a": [128, 0x2001_0db8n << 96n | 10n],
    "1:2:3:4:5:6:7:8": [128, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    "1:2:3:4:5:6:7::": [128, 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    "FD00:EC2::254": [128, 0xfd00_0ec2n << 96n | 0x254n],
    "::ffff:127.0.0.1": [32, 0x7f00_0001n],
    "::ffff:7f00:1": [32, 0x7f00_0001n],
    "0:0:0:0:0:ffff:7f00:1": [32, 0x7f00_0001n],
    "64:ff9b::10.0.0.1": [32, 0x0a00_0001n],
    "::127.0.0.1": [128, 0x7f00_0001n],
  };
  for (const [text, [bits, value]] of Object.entries(addresses)) {
    it(`parseIpAddress() reads ${text}`, () => {
      assertEquals(parseIpAddress(text) as unknown, { bits, value });
    });
  }

  const others = [
    ...[
      "",
      "1",
      "2130706433",
      "1.2.3",
      "1.2.3.4.5",
      "1.2.3.256",
      "01.2.3.4",
      "0x1.2.3.4",
      "1.2.3.4 ",
      "1.2.3.-4",
      "a.b.c.d",
    ],
    ...[":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::12345", "::g", "::1%eth0"],
    ...["[::1]", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "fe80::1%25eth0", "1:2:3:4:5:6:7:1.2.3.4"],
  ];
  for (const text of others) {
    it(`parseIpAddress() does not take "${text}" for one`, () => {
      assertEquals(parseIpAddress(text), undefined);
    });
  }
});
