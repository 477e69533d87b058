import { type Context, Hono } from "hono";
import { ConfigError } from "../config/config_error.ts";
import { maskSecrets } from "../config/mask_secrets.ts";
import { yamlOf } from "../config/yaml_of.ts";
import type { HostEnv } from "./host.ts";

/** Options of `/-/reload` and `/config`. */
export interface OperationsOptions {
  /**
   * Reloads the configuration at `POST /-/reload`. Without it, that path responds with 403. `webprom run` calls it whenever it
   * reloads its own files.
   *
   * @returns Settles when the new configuration is active. The response contains the message of a {@linkcode ConfigError}
   */
  readonly reload?: (() => unknown) | undefined;
  /**
   * Returns the current configuration, shown at `/config`. Without it, there is no such page. A {@linkcode Secret}, a field or
   * query parameter with a name such as `password` or `token`, credentials in a URL and private keys are masked.
   *
   * @returns Any value that can be written as JSON
   */
  readonly config?: (() => unknown) | undefined;
}

/** Serves `/-/healthy`, `/-/ready`, `/-/reload` and `/config`. */
export function operations(name: string, { reload, config }: OperationsOptions): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  // With an explicit status, Hono sets the content type itself instead of leaving it to the runtime.
  app.get("/-/healthy", (c) => c.text(`${name} is healthy\n`, 200));
  app.get("/-/ready", (c) => {
    if (c.env.host?.isDraining) return c.text(`${name} is shutting down\n`, 503);
    return c.text(`${name} is ready\n`, 200);
  });
  app.on(["POST", "PUT"], "/-/reload", async (c) => {
    if (reload === undefined) return c.text("Reloading is not enabled\n", 403);
    try {
      await reload();
      return c.text(`${name} reloaded its configuration\n`, 200);
    } catch (error) {
      const reason = error instanceof ConfigError ? error.message : "see the log of the exporter";
      return c.text(`Cannot reload the configuration: ${reason}\n`, 500);
    }
  });
  app.all("/-/reload", (c) => c.text("Method not allowed: use POST or PUT\n", 405, { allow: "POST, PUT" }));
  if (config !== undefined) app.get("/config", (c) => showConfig(c, maskSecrets(config())));
  return app;
}

/** Responds with YAML as plain text, which browsers display, or with JSON if the client accepts it. */
function showConfig(c: Context, config: unknown): Response {
  c.header("cache-control", "no-store");
  c.header("vary", "accept");
  if (/\bapplication\/json\b/i.test(c.req.header("accept") ?? "")) return c.json(config ?? null, 200);
  return c.text(yamlOf(config ?? {}), 200);
}
