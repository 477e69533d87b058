import { SourceMap } from "node:module";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** How to make a worker. */
export interface WorkerOptions {
  /** Modules to put in the place of others. */
  readonly alias?: Record<string, string>;
  /** Whether it may import `node:` modules; `process` and `Buffer` are absent all the same. */
  readonly withNodeModules?: boolean;
  /** Name of an exported class of Durable Objects, bound as `METRICS`. */
  readonly objectClass?: string;
  /** Folder in which the objects keep their data. */
  readonly persist?: string;
}

/** A module that runs in workerd. */
export interface StartedWorker {
  /** Takes requests by `dispatchFetch()` and ends by `dispose()`. */
  readonly worker: Miniflare;
  /** Names the places in an error's stack as the sources have them. */
  readonly restoreStack: (stack: string) => string;
}

/**
 * Starts a module in workerd, bundled as for a deployment.
 *
 * @param source What the module says; it imports relative to the project
 * @param options Aliases and node modules
 * @returns The worker
 */
export async function startWorker(source: string, options: WorkerOptions = {}): Promise<StartedWorker> {
  const { alias = {}, withNodeModules = false, objectClass, persist } = options;
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ".", loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    alias,
    external: withNodeModules ? ["node:*"] : [],
    // package.json says that imports have no side effects; those of tests register them.
    ignoreAnnotations: true,
    logLevel: "silent",
    outfile: "worker.js",
    sourcemap: "external",
    write: false,
  });
  const [map = "", script = ""] = outputFiles.map(({ text }) => text);
  const common = {
    modules: [{ type: "ESModule" as const, path: "worker.js", contents: script }],
    compatibilityDate: "2026-07-01",
    compatibilityFlags: withNodeModules ? ["nodejs_compat", "no_nodejs_compat_v2"] : [],
  };
  const worker = objectClass === undefined ? new Miniflare({ ...common, cf: false }) : new Miniflare({
    // Two isolates of one Worker that share the objects of the first.
    workers: [
      { ...common, name: "first", durableObjects: { METRICS: { className: objectClass, useSQLite: true } } },
      {
        ...common,
        name: "second",
        durableObjects: { METRICS: { className: objectClass, useSQLite: true, scriptName: "first" } },
      },
    ],
    cf: false,
    ...persist !== undefined && { durableObjectsPersist: persist },
  });
  return { worker, restoreStack: (stack) => restore(stack, new SourceMap(JSON.parse(map))) };
}

function restore(stack: string, map: SourceMap): string {
  return stack.replace(/[^\s(]*worker\.js:(\d+):(\d+)/g, (place, line, column) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    return "originalSource" in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : place;
  });
}
