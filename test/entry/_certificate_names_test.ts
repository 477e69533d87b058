import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { certificateNames } from "../../src/entry/_certificate_names.ts";
import { makeAuthority } from "../support/certificates.ts";
import { property } from "../support/property.ts";

type Names = readonly (readonly [tag: number, value: Uint8Array | string])[];

async function certificateFor(names: Names): Promise<Uint8Array> {
  const { cert } = await (await makeAuthority("authority")).issue({ name: "client", names });
  return Uint8Array.from(atob(cert.replace(/-----.*?-----|\s/g, "")), (byte) => byte.charCodeAt(0));
}

const ADDRESS = Uint8Array.of(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

describe("certificateNames()", () => {
  it("reads host names, addresses, e-mails and URIs, and no other names", async () => {
    const names: Names = [
      [0x82, "client.test"],
      [0x81, "a@client.test"],
      [0x86, "spiffe://client.test/a"],
      [0x87, Uint8Array.of(127, 0, 0, 1)],
      [0x87, ADDRESS],
      [0x88, Uint8Array.of(0x2a, 3)],
    ];
    assertEquals(certificateNames(await certificateFor(names)), [
      "client.test",
      "a@client.test",
      "spiffe://client.test/a",
      "127.0.0.1",
      "2001:db8::1",
    ]);
  });

  it("takes a name that looks like several for one", async () => {
    assertEquals(certificateNames(await certificateFor([[0x82, "a, DNS:client.test"]])), ["a, DNS:client.test"]);
  });

  it("reads long lists", async () => {
    const names = Array.from({ length: 30 }, (_, i): [number, string] => [0x82, `client-${i}.test`]);
    assertEquals(certificateNames(await certificateFor(names)), names.map(([, name]) => name));
  });

  it("reads none where there are none", async () => {
    assertEquals(certificateNames(await certificateFor([])), []);
    assertEquals(certificateNames(new Uint8Array()), []);
  });
});

property("certificateNames() makes up no names from bytes that are cut off or changed", async (random) => {
  const bytes = await certificateFor([[0x82, "client.test"]]);
  for (let i = 0; i < 200; i++) {
    const damaged = bytes.slice(0, random.below(bytes.length + 1));
    damaged[random.below(damaged.length || 1)] = random.below(256);
    for (const name of certificateNames(damaged)) {
      assertEquals(new TextDecoder().decode(bytes).length > name.length, true);
    }
  }
});
