import type { Servable, ServeOptions, Server, TcpOptions } from "../../src/entry/_serve_with.ts";
import { UsageError } from "../../src/entry/cli/source.ts";
import type { CliHost, Signal } from "../../src/entry/cli/cli_host.ts";

/** What there is in a host without files, sockets and signals. */
export interface FakeHostOptions {
  /** Variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files by their paths. They may be changed. */
  readonly files?: Record<string, string>;
  /** Default exports by the paths of their modules. */
  readonly modules?: Readonly<Record<string, unknown>>;
  /** Makes modules without code. */
  readonly loadModules?: CliHost["loadModules"];
  /** Watches a web configuration file. */
  readonly watchWebConfig?: CliHost["watchWebConfig"];
  /** Rejects TLS options that the runtime cannot use. */
  readonly checkTls?: CliHost["checkTls"];
  /** Starts workers. */
  readonly startWorker?: CliHost["startWorker"];
  /** Ports that are in use. */
  readonly usedPorts?: readonly number[];
}

/** A host without files, sockets and signals. */
export interface FakeHost extends CliHost {
  /** Servers that listen. */
  readonly servers: readonly { readonly app: Servable; readonly options: ServeOptions }[];
  /** What was asked of `readSource()`. */
  readonly asked: readonly (readonly [name: string, format: string | undefined])[];
  /** What was written, by path. */
  readonly written: Readonly<Record<string, string>>;
  /** How many handlers of signals there are. */
  readonly handlers: number;
  /** Sends a signal. */
  send(signal: Signal): void;
}

/** Makes a host. */
export function makeFakeHost(options: FakeHostOptions = {}): FakeHost {
  const { env = {}, files = {}, modules = {}, usedPorts = [] } = options;
  const servers: { app: Servable; options: ServeOptions }[] = [];
  const handlers: { signal: Signal; handle: () => void }[] = [];
  const asked: [string, string | undefined][] = [];
  const written: Record<string, string> = {};

  function read(path: string): string {
    const text = files[path];
    if (text === undefined) throw new Error(`there is no file ${path}`);
    return text;
  }
  return {
    servers,
    asked,
    written,
    get handlers() {
      return handlers.length;
    },
    runtime: "deno 0.0.0",
    pid: 1,
    env,
    readSource(name, format) {
      asked.push([name, format]);
      const text = files[name];
      if (text === undefined) return Promise.reject(new UsageError(`Cannot read ${name}: file does not exist`));
      return Promise.resolve({ name, bytes: new TextEncoder().encode(text) });
    },
    readText: (path) => Promise.resolve().then(() => read(path)),
    writeFiles(folder, files) {
      for (const [name, text] of Object.entries(files)) written[`${folder}/${name}`] = text;
      return Promise.resolve();
    },
    resolvePath: (path) => `/home/${path}`,
    importDefault(specifier) {
      if (!Object.hasOwn(modules, specifier)) return Promise.reject(new Error(`there is no module ${specifier}`));
      return Promise.resolve(modules[specifier]);
    },
    loadModules: options.loadModules ?? (() => Promise.resolve({ modules: [] })),
    makeModuleHost: () => Promise.resolve({ fetch }),
    watchWebConfig: options.watchWebConfig ?? (() => Promise.reject(new Error("there is no web configuration"))),
    isWorker: false,
    startWorker: options.startWorker ?? (() => {
      throw new Error("there are no workers");
    }),
    checkTls: options.checkTls ?? (() => Promise.resolve()),
    serve(app, options): Promise<Server> {
      const { port = NaN, hostname = "0.0.0.0" } = options as Partial<TcpOptions>;
      if (usedPorts.includes(port)) return Promise.reject(new Error(`Cannot serve on ${hostname}:${port}`));
      const server = { app, options };
      servers.push(server);
      function close(): Promise<void> {
        servers.splice(servers.indexOf(server), 1);
        return Promise.resolve();
      }
      const url = `http://${hostname}:${port}/`;
      return Promise.resolve({ url, close, closed: Promise.resolve(), [Symbol.asyncDispose]: close });
    },
    onSignal(signal, handle) {
      const handler = { signal, handle };
      handlers.push(handler);
      return () => void handlers.splice(handlers.indexOf(handler), 1);
    },
    send(signal) {
      for (const handler of [...handlers]) if (handler.signal === signal) handler.handle();
    },
  };
}
