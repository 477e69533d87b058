import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { init, type InitOptions } from "../../../src/entry/cli/init.ts";
import { UsageError } from "../../../src/entry/cli/source.ts";
import { makeFakeWorld } from "../../support/fake_world.ts";
import { recordTerminal } from "../../support/recorded_terminal.ts";

async function write(options: InitOptions): Promise<Readonly<Record<string, string>>> {
  const world = makeFakeWorld();
  assertEquals(await init(options, recordTerminal(), world), 0);
  return world.written;
}

describe("init()", () => {
  it("writes an exporter, its test, and what its runtime needs", async () => {
    const files = {
      deno: ["deno.json", "deno.ts"],
      bun: ["bun.ts", "package.json"],
      node: ["node.ts", "package.json"],
      workers: ["package.json", "worker.ts", "wrangler.jsonc"],
    } as const;
    for (const [runtime, own] of Object.entries(files)) {
      const written = await write({ folder: "shop", runtime: runtime as keyof typeof files });
      const expected = ["exporter.ts", "exporter_test.ts", ...own].map((file) => `shop/${file}`);
      assertEquals(Object.keys(written).sort(), expected.sort());
    }
  });

  it("writes for the runtime that it runs on, unless it is told another one", async () => {
    assertMatch(Object.keys(await write({ folder: "shop" })).join(), /deno\.ts/);
  });

  it("names metrics after the folder, unless it is told another name", async () => {
    const names = { "my-Shop": "my_shop", "a/b.c": "b_c", "1st": "app_1st", "é": "app", ".": "app" };
    for (const [folder, name] of Object.entries(names)) {
      assertStringIncludes((await write({ folder }))[`${folder}/exporter.ts`] ?? "", `"${name}_jobs_total"`);
    }
    assertStringIncludes((await write({ folder: "x", name: "y" }))["x/exporter.ts"] ?? "", '"y_jobs_total"');
  });

  it("rejects a name that metrics cannot begin with", async () => {
    for (const name of ["1st", "my-shop", "", "Shop", 'a"b']) {
      await assertRejects(() => write({ folder: "x", name }), UsageError, "--name must be in snake_case");
    }
  });

  it("tells how to go on", async () => {
    const terminal = recordTerminal();
    await init({ folder: "shop", runtime: "node" }, terminal, makeFakeWorld());

    assertEquals(terminal.lines, [
      ...["exporter.ts", "exporter_test.ts", "node.ts", "package.json"],
      "Test it: npm install && npm test",
      "Run it: npm start",
    ]);
  });
});
