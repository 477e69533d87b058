import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { build } from "esbuild";
import type * as webprom from "@webprom/exporter";
import { makeFolder } from "../support/folder.ts";

/** What a bundle exports: its own copy of the package, and what its application defines. */
type Bundle = typeof webprom & {
  readonly registry: webprom.Registry;
  readonly orders: webprom.Counter<"region">;
};

/** An application; its help text is what is edited. */
function sourceOf(name: string, help: string, labelNames = '["region"]'): string {
  return `
    import { sharedRegistry } from "./mod.ts";
    export * from "./mod.ts";
    export const registry = sharedRegistry("${name}");
    export const orders = registry.counter({ name: "orders_total", help: "${help}", labelNames: ${labelNames} });
    registry.gauge({ name: "queue_depth", help: "Jobs.", read: () => ${help.length} });
    registry.register({ name: "stock", collect: () => [] }, { replace: true });
  `;
}

async function bundle(contents: string, outfile: string, format: "cjs" | "esm"): Promise<string> {
  const stdin = { contents, resolveDir: process.cwd(), loader: "ts" as const };
  await build({ stdin, outfile, format, bundle: true, platform: "node", target: "es2022", logLevel: "silent" });
  return outfile;
}

/** What `sharedRegistry()` owes on every runtime: several copies of this package in one process are one. */
export function sharedRegistryContract(runtime: string): void {
  test(`sharedRegistry() on ${runtime} is the same for two bundles and a reloaded module`, async () => {
    await using folder = await makeFolder();
    await writeFile(join(folder.path, "package.json"), JSON.stringify({ type: "module" }));
    const name = "shared by bundles";
    const load = async (file: string, help: string): Promise<Bundle> =>
      await import(pathToFileURL(await bundle(sourceOf(name, help), join(folder.path, file), "esm")).href);
    const one = await load("one.js", "Orders.");
    const two = createRequire(import.meta.url)(
      await bundle(sourceOf(name, "Orders."), join(folder.path, "two.cjs"), "cjs"),
    ) as Bundle;
    assertNotStrictEquals(one.Registry, two.Registry);
    assertEquals(one.registry instanceof two.Registry, false);
    assertStrictEquals(one.registry, two.registry);
    assertStrictEquals(one.orders, two.orders);

    one.orders.inc({ region: "eu" });
    two.orders.inc({ region: "eu" }, 2);
    const textOf = async ({ expose, registry }: Bundle) =>
      (await expose(registry)).split("\n").filter((line) => /orders|depth/.test(line) && !line.startsWith("# TYPE"));
    const text = [
      "# HELP orders_total Orders.",
      'orders_total{region="eu"} 3',
      "# HELP queue_depth Jobs.",
      "queue_depth 7",
    ];
    assertEquals(await textOf(one), text);
    assertEquals(await textOf(two), text);
    const response = await two.metricsHandler(one.registry)(new Request("http://localhost/metrics"));
    assertEquals((await response.text()).includes('orders_total{region="eu"} 3\n'), true);

    // A development server loads the edited module again, with all that is in its bundle.
    const edited = await load("one_edited.js", "Orders processed.");
    assertStrictEquals(edited.orders, one.orders);
    edited.orders.inc({ region: "us" });
    assertEquals(await textOf(two), [
      "# HELP orders_total Orders processed.",
      'orders_total{region="eu"} 3',
      'orders_total{region="us"} 1',
      "# HELP queue_depth Jobs.",
      "queue_depth 17",
    ]);
    assertThrows(
      () => two.registry.counter({ name: "orders_total", help: "Orders.", labelNames: ["zone"] }),
      TypeError,
      "it is already registered with label names [region]",
    );
    assertEquals(two.registry.collectors.map((collector) => collector.name), ["stock"]);

    // An instrument of one copy in the registry of another one.
    const users = new two.Gauge({ name: "users", help: "Users." });
    one.registry.register(users);
    users.set(4);
    assertStrictEquals<unknown>(one.registry.gauge({ name: "users", help: "All users.", read: () => 5 }), users);
    assertEquals(
      (await edited.expose(edited.registry)).includes("# HELP users All users.\n# TYPE users gauge\nusers 4\n"),
      true,
    );
    one.registry.clear();
  });
}
