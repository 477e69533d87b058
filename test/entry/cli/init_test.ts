import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { init, type InitOptions } from "../../../src/entry/cli/init.ts";
import { UsageError } from "../../../src/entry/cli/source.ts";
import { makeFakeHost } from "../../support/fake_host.ts";
import { recordTerminal } from "../../support/recorded_terminal.ts";

async function write(options: InitOptions): Promise<Readonly<Record<string, string>>> {
  const host = makeFakeHost();
  assertEquals(await init(options, recordTerminal(), host), 0);
  return host.written;
}

describe("init()", () => {
  it("writes an exporter, its test, and what its runtime needs", async () => {
    const files = {
      deno: ["deno.json", "deno.ts"],
      bun: [".gitignore", "bun.ts", "package.json", "tsconfig.json"],
      node: [".gitignore", "node.ts", "package.json", "tsconfig.json"],
      workers: [".gitignore", "package.json", "tsconfig.json", "worker.ts", "wrangler.jsonc"],
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
    await init({ folder: "shop", runtime: "node" }, terminal, makeFakeHost());

    assertEquals(terminal.lines, [
      ...["exporter.ts", "exporter_test.ts", ".gitignore", "tsconfig.json", "node.ts", "package.json"],
      "Test it: cd shop && npm install && npm test",
      "Run it: npm start",
    ]);
  });
});
