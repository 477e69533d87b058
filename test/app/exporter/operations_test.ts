import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { Registry } from "@webprom/exporter";
import { ConfigError, defineExporter, type OperationsOptions, Secret } from "@webprom/exporter/app";
import { makeHost } from "../../../src/app/exporter/host.ts";

interface Question {
  readonly method?: string;
  readonly accept?: string;
  readonly host?: unknown;
}

const draining = { ...makeHost({}), isDraining: true };

async function ask(options: OperationsOptions, path: string, { method = "GET", accept, host }: Question = {}) {
  const { fetch } = defineExporter({ name: "app", registry: new Registry(), ...options });
  const headers: HeadersInit = accept === undefined ? {} : { accept };
  const response = await fetch(new Request(`http://localhost${path}`, { method, headers }), host);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe("/-/ready", () => {
  it("answers 503 while the server is about to close", async () => {
    for (const method of ["GET", "HEAD"]) {
      const text = method === "HEAD" ? "" : "app is shutting down\n";
      const answer = await ask({}, "/-/ready", { method, host: draining });
      assertEquals([answer.status, answer.text], [503, text]);
    }
    assertEquals((await ask({}, "/-/ready", { host: makeHost({}) })).status, 200);
  });

  it("is ready under servers that tell something else, or nothing", async () => {
    for (const host of [undefined, null, {}, { isDraining: "true" }, { isDraining: true }, 1, "a"]) {
      assertEquals((await ask({}, "/-/ready", { host })).status, 200);
    }
  });
});

describe("an exporter that is mounted in another app", () => {
  it("is handed the host by Hono", async () => {
    const exporter = defineExporter({ name: "app", registry: new Registry() });
    const app = new Hono().mount("/ops", exporter.fetch);
    for (const [host, status] of [[makeHost({}), 200], [draining, 503], [{ isDraining: true }, 200]] as const) {
      assertEquals((await app.fetch(new Request("http://localhost/ops/-/ready"), host)).status, status);
    }
  });
});

describe("/-/healthy", () => {
  it("is healthy to the end", async () => {
    assertEquals((await ask({}, "/-/healthy", { host: draining })).status, 200);
  });
});

describe("/-/reload", () => {
  it("reloads at POST and PUT, and answers when that is done", async () => {
    for (const method of ["POST", "PUT"]) {
      const steps: string[] = [];
      const reload = async () => {
        await Promise.resolve();
        steps.push("reloaded");
      };
      const { status, text } = await ask({ reload }, "/-/reload", { method });
      assertEquals([status, text, steps], [200, "app reloaded its configuration\n", ["reloaded"]]);
    }
  });

  it("answers 403 where it is not enabled", async () => {
    for (const method of ["POST", "PUT"]) {
      const { status, text } = await ask({}, "/-/reload", { method });
      assertEquals([status, text], [403, "Reloading is not enabled\n"]);
    }
  });

  it("answers 405 to other methods, and reloads nothing", async () => {
    let reloads = 0;
    for (const method of ["GET", "HEAD", "DELETE", "PATCH", "OPTIONS"]) {
      const { status, headers } = await ask({ reload: () => reloads++ }, "/-/reload", { method });
      assertEquals([status, headers.get("allow"), reloads], [405, "POST, PUT", 0]);
    }
  });

  it("answers 500 and tells where the configuration is wrong, but no values, which may be secret", async () => {
    const problems = [
      'web.yml: a.b[0] must be a URL, current value is "http://user:swordfish@"',
      "c is missing",
      "swordfish: is no place",
    ];
    const reload = () => Promise.reject(new ConfigError("Cannot read web.yml", problems));
    const { status, text } = await ask({ reload }, "/-/reload", { method: "POST" });
    assertEquals(status, 500);
    assertEquals(text.split("\n").slice(0, 2), ["Cannot reload the configuration: web.yml: a.b[0]", "c"]);
    assertEquals(text.includes("user"), false);
  });

  it("answers 500 and keeps other errors to itself", async () => {
    const reload = () => {
      throw new Error("the password is swordfish");
    };
    const { status, text } = await ask({ reload }, "/-/reload", { method: "POST" });
    assertEquals([status, text], [500, "Cannot reload the configuration: see the log of the exporter\n"]);
  });
});

describe("/config", () => {
  const config = () => ({ listen: [":9464"], users: { alice: new Secret("swordfish") }, password: "swordfish" });

  it("shows the configuration of the moment as YAML, with secrets masked", async () => {
    const { status, text, headers } = await ask({ config }, "/config");
    assertEquals([status, headers.get("content-type")], [200, "text/plain; charset=UTF-8"]);
    assertEquals(text, 'listen:\n  - ":9464"\nusers:\n  alice: "<secret>"\npassword: "<secret>"\n');
  });

  it("shows it as JSON to who asks for that", async () => {
    const { text, headers } = await ask({ config }, "/config", { accept: "application/json" });
    assertEquals(headers.get("content-type"), "application/json");
    assertEquals(JSON.parse(text), { listen: [":9464"], users: { alice: "<secret>" }, password: "<secret>" });
  });

  it("is not there without a configuration", async () => {
    assertEquals((await ask({}, "/config")).status, 404);
  });

  it("is linked from the landing page where it is there", async () => {
    assertStringIncludes((await ask({ config }, "/")).text, 'href="./config"');
    assertEquals((await ask({}, "/")).text.includes("/config"), false);
  });
});
