import { existsSync } from "node:fs";
import { test } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { denoConfig, filesIn, readJson, readText } from "./_project.ts";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface TsConfig {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> };
}

const packageJson = readJson<PackageJson>("package.json");

test("package.json and deno.json agree on name, version and licence", () => {
  const { name, version, license } = packageJson;
  assertEquals({ name, version, license }, {
    name: denoConfig.name,
    version: denoConfig.version,
    license: denoConfig.license,
  });
});

test("package.json exports the build of what deno.json exports", () => {
  const built = Object.entries(denoConfig.exports).map(([subpath, file]) => [
    subpath,
    file.replace(/^\.\/(.*)\.ts$/, "./dist/$1.js"),
  ]);
  const defaults = Object.entries(packageJson.exports).map(([subpath, target]) => [
    subpath,
    typeof target === "string" ? target : target.default,
  ]);
  assertEquals(Object.fromEntries(defaults), Object.fromEntries(built));
});

test("package.json has the build of the CLI as its program", () => {
  assertEquals<unknown>(packageJson.bin, { webprom: packageJson.exports["./cli"] });
  assertMatch(readText("src/entry/cli.ts"), /^#!\/usr\/bin\/env node\n/);
});

test("package.json depends on what deno.json imports from npm", () => {
  const imported = Object.entries(denoConfig.imports)
    .filter(([, target]) => target.startsWith("npm:"))
    .map(([name, target]) => [name, target.slice(`npm:${name}@`.length)]);
  assertEquals(packageJson.dependencies, Object.fromEntries(imported));
});

test("package.json pins the tools", () => {
  for (const version of Object.values(packageJson.devDependencies)) assertMatch(version, /^\d+\.\d+\.\d+$/);
});

test("tsconfig.json finds every subpath where deno.json has it", () => {
  const { paths } = readJson<TsConfig>("tsconfig.json").compilerOptions;
  const found = Object.keys(denoConfig.exports).map((subpath) => {
    const specifier = denoConfig.name + subpath.slice(1);
    const targets = paths[specifier] ?? paths[`${denoConfig.name}/*`] ?? [];
    return [
      subpath,
      targets.map((target) => target.replace("*", subpath.slice(2))).find((target) => existsSync(target)),
    ];
  });
  assertEquals(Object.fromEntries(found), denoConfig.exports);
});

test("every mod.ts is a subpath", () => {
  const modules = filesIn("src").filter((file) => file.endsWith("/mod.ts"));
  assertEquals(modules.filter((file) => !Object.values(denoConfig.exports).includes(`./${file}`)), []);
});
