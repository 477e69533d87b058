import { type Context, Hono } from "hono";
import { ConfigError } from "../config/config_error.ts";
import { maskSecrets } from "../config/mask_secrets.ts";
import { yamlOf } from "../config/yaml_of.ts";
import type { HostEnv } from "./host.ts";
import type { OperationsOptions } from "./operations_options.ts";

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
      const places = error instanceof ConfigError ? placesOf(error) : [];
      return c.text(`Cannot reload the configuration: ${[...places, "see the log of the exporter"].join("\n")}\n`, 500);
    }
  });
  app.all("/-/reload", (c) => c.text("Method not allowed: use POST or PUT\n", 405, { allow: "POST, PUT" }));
  if (config !== undefined) app.get("/config", (c) => showConfig(c, maskSecrets(config())));
  return app;
}

/** Returns where the problems are, but not what is there: values may be secret. */
function placesOf({ problems }: ConfigError): string[] {
  return problems.map((problem) => /^(?:[\w./-]+: )?[\w.[\]-]+/.exec(problem)?.[0] ?? "a problem");
}

/** Responds with YAML as plain text, which browsers display, or with JSON if the client accepts it. */
function showConfig(c: Context, config: unknown): Response {
  c.header("cache-control", "no-store");
  c.header("vary", "accept");
  if (/\bapplication\/json\b/i.test(c.req.header("accept") ?? "")) return c.json(config ?? null, 200);
  return c.text(yamlOf(config ?? {}), 200);
}
