import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { detectRuntime } from "@webprom/exporter/runtime";
import { buildInfo } from "../../../src/app/exporter/build_info.ts";

const { name: runtime, version: runtimeversion } = detectRuntime() ?? { name: "", version: "" };

describe("buildInfo()", () => {
  it("names build and runtime, what is not known as the empty text", () => {
    assertEquals(buildInfo("app", { version: "1.2.3", revision: "abc", branch: "main" }).labels, {
      version: "1.2.3",
      revision: "abc",
      branch: "main",
      runtime,
      runtimeversion,
    });
    assertEquals(buildInfo("app", {}).labels, { version: "", revision: "", branch: "", runtime, runtimeversion });
  });

  it("is exposed by an exporter that has a build, once, with the value 1", async () => {
    const registry = new Registry();
    const exporter = defineExporter({ name: "app", registry, build: { version: "1.2.3", branch: "main" } });
    defineExporter({ ...exporter.options });
    const labels = `branch="main",revision="",runtime="${runtime}",runtimeversion="${runtimeversion}",version="1.2.3"`;

    assertEquals((await expose(registry)).match(/^app_build_info.*$/gm), [`app_build_info{${labels}} 1`]);
    const page = await exporter.fetch(new Request("http://localhost/"));
    assertStringIncludes(await page.text(), ">Version 1.2.3</p>");
  });

  it("is not exposed by an exporter that has none", async () => {
    const registry = new Registry();
    defineExporter({ name: "app", registry, version: "1.2.3" });
    assertEquals(await expose(registry), "");
  });

  it("does not take the place of another metric", () => {
    const registry = new Registry();
    registry.info({ name: "app_build_info", help: "Mine.", labels: { version: "1" } });
    assertThrows(
      () => defineExporter({ name: "app", registry, build: {} }),
      TypeError,
      'is already used by info "app_build_info"',
    );
  });
});
