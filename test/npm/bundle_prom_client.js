/**
 * Bundles `./prom-client` for `require()`, which libraries for prom-client use, and writes a module around the bundle: on Node, Bun
 * and Deno, `import` and `require()` must give the same registry.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { build } from "esbuild";

const [folder = "dist"] = process.argv.slice(2);
const outfile = `${folder}/prom_client.cjs`;

await build({
  entryPoints: ["src/prom_client/mod.ts"],
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  outfile,
  // The exports are the default export itself, so `contentType` is the current one.
  footer: {
    js: "module.exports = Object.assign(module.exports.default, { default: module.exports.default });\n" +
      'Object.defineProperty(module.exports, "__esModule", { value: true });',
  },
});

const names = Object.keys(createRequire(import.meta.url)(`${process.cwd()}/${outfile}`));
const exported = names.filter((name) => name !== "default").sort();
writeFileSync(
  `${folder}/prom_client.mjs`,
  `import client from "./prom_client.cjs";\nexport const { ${
    exported.join(", ")
  } } = client;\nexport default client;\n`,
);
writeFileSync(
  `${folder}/prom_client.d.cts`,
  'export * from "./src/prom_client/mod.js";\nexport { default } from "./src/prom_client/mod.js";\n',
);
