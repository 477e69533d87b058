import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { chooseCompression } from "../../src/http/_compress_body.ts";
import type { Compression } from "../../src/http/compression.ts";
import { property } from "../support/property.ts";

const [gzip, zstd] = ["gzip", "zstd"].map((encoding): Compression => ({ encoding, compress: (body) => body }));
const offered = [gzip, zstd].filter((compression) => compression !== undefined);

describe("chooseCompression()", () => {
  const choices: Readonly<Record<string, string | undefined>> = {
    "": undefined,
    "identity": undefined,
    "gzip": "gzip",
    "GZIP": "gzip",
    "gzip;q=0.1": "gzip",
    "zstd": "zstd",
    "gzip,zstd": "gzip",
    "zstd,gzip": "gzip",
    "zstd, gzip;q=0.9": "zstd",
    "gzip;q=0.5, zstd;q=0.6": "zstd",
    "gzip, deflate, br, zstd": "gzip",
    "br": undefined,
    "*": undefined,
    "*;q=0.1": undefined,
    "gzip;q=0.5, *": undefined,
    "gzip, *;q=0.5": "gzip",
    "identity;q=0.5, *": "gzip",
    "identity;q=0, *": "gzip",
    "identity;q=0": undefined,
    "identity;q=0, gzip;q=0, *": "zstd",
    "gzip;q=0": undefined,
    "*;q=0": undefined,
    "gzip, identity": undefined,
    "gzip;q=nonsense": undefined,
    "x-gzip": undefined,
  };
  for (const [header, encoding] of Object.entries(choices)) {
    it(`chooseCompression() answers ${JSON.stringify(header)} with ${encoding ?? "identity"}`, () => {
      assertEquals(chooseCompression(header, offered).compression?.encoding, encoding);
    });
  }

  it("chooseCompression() leaves the body as it is where there is no header, or nothing on offer", () => {
    assertEquals(chooseCompression(null, offered), { compression: undefined, acceptsIdentity: true });
    assertEquals(chooseCompression("gzip", []), { compression: undefined, acceptsIdentity: true });
  });

  it("chooseCompression() prefers what stands first on offer", () => {
    assertEquals(chooseCompression("gzip,zstd", offered.toReversed()).compression, zstd);
  });

  it("chooseCompression() tells whether the body may be left as it is", () => {
    for (const header of ["gzip", "gzip, identity;q=0.1", "*", "", "gzip;q=0"]) {
      assertEquals(chooseCompression(header, offered).acceptsIdentity, true, header);
    }
    for (const header of ["gzip, identity;q=0", "gzip, *;q=0", "identity;q=0, *"]) {
      assertEquals(chooseCompression(header, offered).acceptsIdentity, false, header);
    }
  });

  property("chooseCompression() answers any header", (random) => {
    const parts = ["gzip", "zstd", "identity", "*", ";q=0", ";q=1", ";q=", ",", ";", '"', " ", "\\", "="];
    for (let i = 0; i < 500; i++) {
      const header = random.list(random.below(20), () => random.pick(parts)).join("");
      const { compression } = chooseCompression(header, offered);
      assertEquals(compression === undefined || offered.includes(compression), true);
    }
  });
});
