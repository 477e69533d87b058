import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { ASSETS_FILE, printAssets } from "./_landing_assets.ts";
import { readText } from "./_project.ts";

test("the landing page serves what is in client/", async () => {
  assertEquals(await printAssets(), readText(ASSETS_FILE), "`deno task landing` writes the module");
});
