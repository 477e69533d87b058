/**
 * The web configuration file of Prometheus exporters: TLS, users, headers and rate limits, plus bearer tokens.
 * For Deno, Bun and Node; on Deno it needs `--allow-read` and `--allow-env` in addition to `--allow-net`.
 *
 * {@linkcode watchWebConfig} reads the file, its certificates and keys, and reads them again when they change. An invalid file
 * changes nothing, and only switching TLS on or off needs a restart. Every path is protected, including `/-/healthy`. On
 * Workers, where there are no files, use `guard()` of `./app`. `examples/deploy/web.yml` is a file to copy.
 *
 * @example Require a user and a password
 * ```ts
 * import { mkdtemp, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { serve } from "@webprom/exporter/deno"; // or /node, /bun
 * import { watchWebConfig } from "@webprom/exporter/web";
 * import { assertEquals } from "@std/assert";
 *
 * const path = join(await mkdtemp(join(tmpdir(), "web-")), "web.yml");
 * await writeFile(
 *   path,
 *   `basic_auth_users:
 *      prometheus: $2y$10$y3FLfnp27wf4M.FyFT41HOc52dt2q80iQPQashUkc6y.jA/gZguzO`, // htpasswd -nB prometheus
 * );
 *
 * using web = await watchWebConfig(path, { onError: console.error });
 * const exporter = defineExporter({ name: "shop", registry: new Registry() });
 * await using server = await serve(exporter, { port: 0, hostname: "127.0.0.1", web });
 *
 * const metrics = `${server.url}metrics`;
 * const headers = { authorization: `Basic ${btoa("prometheus:swordfish")}` };
 * for (const [init, status] of [[{}, 401], [{ headers }, 200]] as const) {
 *   const response = await fetch(metrics, init);
 *   await response.body?.cancel();
 *   assertEquals(response.status, status);
 * }
 * ```
 *
 * @module
 */

/// <reference lib="esnext.disposable" preserve="true" />
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { compare } from "bcryptjs";
import { guard, type GuardRules, type Handle } from "../app/auth/guard.ts";
import { ConfigError } from "../app/config/config_error.ts";
import { parseYaml } from "../app/config/parse_yaml.ts";
import { readWebConfig, type WebConfig } from "../app/config/web_config.ts";
import { ReloadStatus } from "../app/exporter/reload_status.ts";
import type { ClientAuth, Curve, TlsOptions, TlsSource, TlsVersion } from "../app/tls/tls_options.ts";
import type { Clock } from "../model/clock.ts";
import { messageOf } from "../model/message_of.ts";
import type { RegistryView } from "../registry/registry_view.ts";
import { findPemProblems } from "./_pem_problems.ts";
import { readText } from "./_read_text.ts";
import type { WebProtection } from "./_serve_with.ts";

export { ConfigError };
export type { ClientAuth, Curve, Handle, TlsOptions, TlsSource, TlsVersion, WebProtection };

/** Options of {@linkcode watchWebConfig}. */
export interface WatchOptions {
  /** Registry for `webprom_config_last_reload_successful`, which shows whether the last reload succeeded. */
  readonly registry?: Pick<RegistryView, "gauge"> | undefined;
  /**
   * Milliseconds between checks whether the file, or one that it names, has changed; 0 turns the checks off.
   *
   * @default {5000}
   */
  readonly intervalMs?: number | undefined;
  /**
   * Called when a changed file cannot be used. Log the error here.
   *
   * @param error Why the file cannot be used
   */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Source of the time of the last successful reload. */
  readonly clock?: Clock | undefined;
}

/** A web configuration file that is reloaded when it changes. */
export interface WatchedWebConfig extends WebProtection, Disposable {
  /** The current configuration with its defaults, to be displayed: secrets are masked. */
  readonly shown: unknown;
  /**
   * Reloads the file. If it cannot be used, the current configuration stays in effect.
   *
   * @returns Settles when the new configuration is in effect
   * @throws {ConfigError} If the file cannot be used
   */
  reload(): Promise<void>;
}

/**
 * Reads a web configuration file and reloads it when it changes. Changes apply to the next request or connection; only turning
 * TLS on or off needs a restart. An invalid file changes nothing.
 *
 * @example Add a header to every response
 * ```ts
 * import { mkdtemp, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { serve } from "@webprom/exporter/deno";
 * import { watchWebConfig } from "@webprom/exporter/web";
 * import { assertEquals } from "@std/assert";
 *
 * const path = join(await mkdtemp(join(tmpdir(), "web-")), "web.yml");
 * await writeFile(path, "http_server_config: { headers: { X-Frame-Options: deny } }");
 *
 * const registry = new Registry();
 * using web = await watchWebConfig(path, { registry });
 * await using server = await serve(defineExporter({ name: "app", registry }), { port: 0, web });
 *
 * const { headers, body } = await fetch(server.url);
 * await body?.cancel();
 * assertEquals(headers.get("x-frame-options"), "deny");
 * ```
 *
 * @param path Path of the file; paths in it are relative to its folder
 * @param options Interval, error handler, registry
 * @returns The option `web` of `serve()`
 * @throws {ConfigError} If the file cannot be used
 * @throws {RangeError} If the interval is negative
 */
export async function watchWebConfig(path: string, options: WatchOptions = {}): Promise<WatchedWebConfig> {
  const { registry, intervalMs = 5000, onError = () => {}, clock } = options;
  if (!(intervalMs >= 0)) {
    throw new RangeError(`Cannot watch ${path}: intervalMs must be >= 0, current value is ${intervalMs}`);
  }
  const config = new WatchedFile(path, registry && new ReloadStatus(registry, clock));
  await config.reload();
  if (intervalMs > 0) config.watch(intervalMs, onError);
  return config;
}

class WatchedFile implements WatchedWebConfig {
  readonly #path: string;
  readonly #status: ReloadStatus | undefined;
  readonly #listeners = new Set<(tls: TlsOptions) => void>();
  /** Contents of the files that were read, by path; `undefined` if a file could not be read. */
  #seen: ReadonlyMap<string, string | undefined> = new Map();
  #current: WebConfig | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(path: string, status: ReloadStatus | undefined) {
    this.#path = resolve(path);
    this.#status = status;
  }

  get shown(): unknown {
    return this.#config.shown;
  }

  get tls(): TlsSource | undefined {
    if (this.#config.tls === undefined) return undefined;
    const current = () => this.#config.tls as TlsOptions;
    return {
      get current() {
        return current();
      },
      onChange: (listen) => {
        this.#listeners.add(listen);
        return () => void this.#listeners.delete(listen);
      },
    };
  }

  protect(handle: Handle): Handle {
    return guard(handle, (): GuardRules => this.#config.rules, { compare });
  }

  reload(): Promise<void> {
    const reloading = this.#last.then(() => this.#reload());
    this.#last = reloading.catch(() => {});
    return reloading;
  }

  watch(intervalMs: number, onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => void this.#reloadIfChanged().catch(onError), intervalMs);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  get #config(): WebConfig {
    if (this.#current === undefined) throw new TypeError(`Cannot use ${this.#path}: it has not been read`);
    return this.#current;
  }

  async #reloadIfChanged(): Promise<void> {
    for (const [path, text] of this.#seen) {
      if (await readOr(path) !== text) return await this.reload();
    }
  }

  async #reload(): Promise<void> {
    try {
      const config = await this.#read();
      if (this.#current && (this.#current.tls === undefined) !== (config.tls === undefined)) {
        throw new ConfigError(`Cannot read ${this.#path}`, [
          `tls_server_config cannot be turned ${config.tls ? "on" : "off"} without a restart`,
        ]);
      }
      if (config.tls) this.#changeTls(config.tls);
      this.#current = config;
      this.#status?.report("web", true);
    } catch (error) {
      this.#status?.report("web", false);
      throw error;
    }
  }

  async #read(): Promise<WebConfig> {
    const name = this.#path;
    const subject = `Cannot read ${name}`;
    const seen = new Map<string, string | undefined>();
    this.#seen = seen;
    const text = await readInto(seen, name).catch((error: unknown) => {
      throw new ConfigError(subject, [messageOf(error)]);
    });
    const readRelative = (path: string) => readInto(seen, resolve(dirname(name), path));
    return await readWebConfig(parseYaml(subject, text), { name, readText: readRelative, findPemProblems });
  }

  /** Passes new TLS options to all servers. If one of them rejects the options, the others get the current ones back. */
  #changeTls(tls: TlsOptions): void {
    const changed: ((tls: TlsOptions) => void)[] = [];
    try {
      for (const listen of this.#listeners) {
        listen(tls);
        changed.push(listen);
      }
    } catch (cause) {
      for (const listen of changed) listen(this.#config.tls ?? tls);
      const reason = messageOf(cause);
      const error = new ConfigError(`Cannot read ${this.#path}`, [`tls_server_config cannot be changed: ${reason}`]);
      throw Object.assign(error, { cause });
    }
  }
}

async function readInto(seen: Map<string, string | undefined>, path: string): Promise<string> {
  seen.set(path, undefined);
  const { text, isRegular } = await readText(path);
  if (isRegular) seen.set(path, text);
  else seen.delete(path); // it is not watched
  return text;
}

async function readOr(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(() => undefined);
}
