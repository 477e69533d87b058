import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { detectRuntime } from "@webprom/exporter/runtime";

const NODE = { versions: { node: "26.3.0" } };

describe("detectRuntime()", () => {
  it("tells those that imitate Node apart from it", () => {
    assertEquals(detectRuntime({ process: NODE }), { name: "node", version: "26.3.0" });
    assertEquals(detectRuntime({ process: NODE, Bun: { version: "1.4.5" } }), { name: "bun", version: "1.4.5" });
    assertEquals(detectRuntime({ process: NODE, Deno: { version: { deno: "2.9.6" } } }), {
      name: "deno",
      version: "2.9.6",
    });
    const navigator = { userAgent: "Cloudflare-Workers" };
    assertEquals(detectRuntime({ process: NODE, navigator }), { name: "workers", version: "" });
  });

  it("does not take a browser for any of them", () => {
    assertEquals(detectRuntime({ navigator: { userAgent: "Mozilla/5.0" } }), undefined);
    assertEquals(detectRuntime({ process: { versions: {} } }), undefined);
    assertEquals(detectRuntime({}), undefined);
  });

  it("knows where this test runs", () => {
    assertEquals(["bun", "deno", "node", "workers"].includes(detectRuntime()?.name ?? ""), true);
  });
});
