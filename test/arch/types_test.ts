import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assertEquals } from "@std/assert";

function tsc(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/tsc", args, { encoding: "utf8" });
  assertEquals(status, 0, `tsc says:\n${stdout}${stderr}`);
}

test("src/ and test/ compile, the type tests among them", () => {
  tsc("--noEmit", "-p", "tsconfig.json");
});

test("src/ compiles as the npm package, and the type tests compile with its declarations", () => {
  const folder = mkdtempSync(join("test", "npm", "packed-"));
  try {
    tsc("-p", "test/npm/tsconfig.json", "--outDir", folder);
    mkdirSync(join(folder, "types"));
    for (const file of readdirSync("test/types")) {
      const source = readFileSync(join("test/types", file), "utf8").replace(/"\.\.\/\.\.\/(.*)\.ts"/, '"../$1.js"')
        .replace("@webprom/exporter/prom-client", "../src/prom_client/mod.js");
      writeFileSync(join(folder, "types", file), source);
    }
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../../tsconfig.json", compilerOptions: { paths: {} }, include: ["types"] }),
    );
    tsc("--noEmit", "-p", folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
