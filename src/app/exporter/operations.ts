import { type Context, Hono } from "hono";
import { ConfigError } from "../config/config_error.ts";
import { maskSecrets } from "../config/mask_secrets.ts";
import { yamlOf } from "../config/yaml_of.ts";
import type { HostEnv } from "./host.ts";

/** What those can do who operate an exporter. */
export interface OperationsOptions {
  /**
   * Reads the configuration again, at `POST /-/reload`. Left out, that answers 403.
   *
   * @returns Settles when the new configuration is in force; a {@linkcode ConfigError} is told to who asked for it
   */
  readonly reload?: (() => unknown) | undefined;
  /**
   * Gives the configuration of the moment, to be read at `/config`. Left out, there is no such page. What is a
   * {@linkcode Secret}, has a name such as `password` or `token`, also in the query of an address, is the password in one, or a
   * private key, is masked.
   *
   * @returns Anything that JSON can say
   */
  readonly config?: (() => unknown) | undefined;
}

/** The pages for those who operate an exporter: `/-/healthy`, `/-/ready`, `/-/reload` and `/config`. */
export function operations(name: string, { reload, config }: OperationsOptions): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  // Where the status is given, Hono writes the content type, and does not leave it to the runtime.
  app.get("/-/healthy", (c) => c.text(`${name} is healthy\n`, 200));
  app.get("/-/ready", (c) => {
    if (c.env.host?.isDraining) return c.text(`${name} is about to close\n`, 503);
    return c.text(`${name} is ready\n`, 200);
  });
  app.on(["POST", "PUT"], "/-/reload", async (c) => {
    if (reload === undefined) return c.text("Reloading is not enabled\n", 403);
    try {
      await reload();
      return c.text(`${name} has read its configuration again\n`, 200);
    } catch (error) {
      const reason = error instanceof ConfigError ? error.message : "see the log of the exporter";
      return c.text(`Cannot reload the configuration: ${reason}\n`, 500);
    }
  });
  app.all("/-/reload", (c) => c.text("Method not allowed: use POST or PUT\n", 405, { allow: "POST, PUT" }));
  if (config !== undefined) app.get("/config", (c) => showConfig(c, maskSecrets(config())));
  return app;
}

/** YAML as text, which browsers show; JSON for those who prefer it. */
function showConfig(c: Context, config: unknown): Response {
  c.header("cache-control", "no-store");
  c.header("vary", "accept");
  if (/\bapplication\/json\b/i.test(c.req.header("accept") ?? "")) return c.json(config ?? null, 200);
  return c.text(yamlOf(config ?? {}), 200);
}
