import { test } from "node:test";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { start } from "../support/child.ts";

/** What a runtime owes that serves the default export of a module: it takes an exporter as it is. */
export function defaultExportContract(
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  test(`${name} takes an exporter as it is`, async () => {
    await using child = start([...command, "examples/hello/exporter.ts"], { env });
    const { port } = new URL(await child.url);

    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    assertEquals(response.status, 200);
    assertStringIncludes(await response.text(), "\napp_active_users 5000\n");
    child.kill("SIGTERM");
    await child.ended;
    assertMatch(child.stdout + child.stderr, /^[^\n]+http:[^\n]+\n$/, "more is printed than the address");
  });
}
