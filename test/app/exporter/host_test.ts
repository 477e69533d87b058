import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals } from "@std/assert";
import { GZIP } from "@webprom/exporter";
import { hostOf, makeHost } from "../../../src/app/exporter/host.ts";

describe("hostOf()", () => {
  it("returns a host itself, whose state may change", () => {
    const network = { resolve: () => Promise.resolve(["192.0.2.1"]) };
    const host = makeHost({ compressions: [GZIP], network });
    const found = hostOf(host);
    assertStrictEquals(found, host);
    assertEquals([found?.isDraining, found?.compressions, found?.network], [false, [GZIP], network]);
    host.isDraining = true;
    assertEquals(found?.isDraining, true);
  });

  it("takes nothing else for a host, also if it looks like one", () => {
    const bindings = { isDraining: true, compressions: [GZIP], network: {} };
    for (const value of [undefined, null, 1, "a", {}, [], () => {}, bindings]) assertEquals(hostOf(value), undefined);
  });

  it("knows the hosts of another copy of this package", () => {
    const foreign = { isDraining: true, [Symbol.for("@webprom/exporter/host/1")]: true };
    assertStrictEquals(hostOf(foreign)?.isDraining, true);
  });
});
