import { describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { defineExporter } from "../../../src/app/exporter/define_exporter.ts";
import type { LoadedModules } from "../../../src/app/modules/module.ts";
import { main } from "../../../src/entry/cli/main.ts";
import type { CliHost } from "../../../src/entry/cli/cli_host.ts";
import { Registry } from "../../../src/registry/registry.ts";
import { type FakeHost, type FakeHostOptions, makeFakeHost } from "../../support/fake_host.ts";
import { recordTerminal } from "../../support/recorded_terminal.ts";
import { until } from "../../support/until.ts";

/** An exporter that runs, or could not. */
interface Run {
  readonly host: FakeHost;
  /** What was logged or complained of, without times. */
  readonly log: readonly string[];
  readonly ended: Promise<number>;
}

const MODULE = { "exporter.ts": collectorOf("app_size") };

function collectorOf(name: string) {
  return { collect: () => [{ type: "gauge", name, help: "Size.", points: [{ labels: {}, value: 3 }] }] as const };
}

function start(args: readonly string[], options: FakeHostOptions = {}): Run {
  const host = makeFakeHost({ modules: MODULE, ...options });
  const terminal = recordTerminal();
  const ended = main(["run", ...args], terminal, host);
  return {
    host,
    ended,
    get log() {
      return terminal.complaints.map((line) => line.replace(/^time=\S+ level=/, ""));
    },
  };
}

async function listens({ host }: Run): Promise<void> {
  await until(() => host.handlers === 4);
}

async function metricsOf({ servers: [server] }: FakeHost): Promise<string> {
  const response = await server?.app.fetch(new Request("http://localhost/metrics"));
  return await response?.text() ?? "";
}

/** Makes a module for each name in the configuration. */
function loadModules(config: unknown): Promise<LoadedModules> {
  const names = Object.keys(Object(config).modules);
  const problems = names.filter((name) => name.startsWith("bad")).map((name) => `modules.${name} is bad`);
  if (problems.length > 0) return Promise.reject(new ConfigError("Cannot create modules", problems));
  return Promise.resolve({ modules: names.map((name) => ({ name, collector: collectorOf(`app_${name}`) })) });
}

/** Makes a module for each name in the configuration, whose targets come with requests. */
function loadProbers(config: unknown): Promise<LoadedModules> {
  const { modules, probes } = Object(config);
  const made = Object.keys(modules).map((name) => ({ name, prober: { probe: () => true } }));
  return Promise.resolve({ modules: made, probes });
}

describe("run()", () => {
  it("serves what a module exports, until a signal comes", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const program = start(["exporter.ts", "--web.listen-address=:1", "--web.listen-address=[::1]:2"]);
      await listens(program);
      const { host } = program;
      assertEquals(host.servers.map(({ options }) => options), [
        { port: 1 },
        { hostname: "::1", port: 2 },
      ]);
      assertMatch(await metricsOf(host), /^app_size 3$/m);
      host.send(signal);

      assertEquals([await program.ended, host.servers.length, host.handlers], [0, 0, 0]);
      assertMatch(
        program.log[0] ?? "",
        /^INFO msg=Starting name=exporter version=\d+\.\d+\.\d+ runtime="deno 0\.0\.0" collectors=collector,runtime$/,
      );
      assertEquals(program.log.slice(1), [
        "INFO msg=Listening url=http://0.0.0.0:1/",
        "INFO msg=Listening url=http://::1:2/",
        `INFO msg=Closing signal=${signal}`,
      ]);
    }
  });

  it("limits the scrapes in flight of all its addresses together", async () => {
    let finish = (_families: []) => {};
    const pending = new Promise<[]>((resolve) => finish = resolve);
    const modules = { "exporter.ts": { collect: () => pending } };
    const addresses = ["--web.listen-address=:1", "--web.listen-address=:2"];
    const program = start(["exporter.ts", "--web.max-requests=1", ...addresses], { modules });
    await listens(program);
    const timer = setTimeout(() => finish([]), 2000); // in case that the second one waits as well
    const [first, second] = program.host.servers.map(({ app }) => app.fetch(new Request("http://localhost/metrics")));
    assertEquals((await second)?.status, 503);
    finish([]);
    assertEquals((await first)?.status, 200);
    clearTimeout(timer);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("logs as it is told to", async () => {
    const program = start(["exporter.ts"], { env: { DEBUG: "true", WEBPROM_LOG_FORMAT: "json", WEBPROM_X: "y" } });
    await listens(program);
    await metricsOf(program.host);
    program.host.send("SIGTERM");
    await program.ended;

    const events = program.log.map((line) => JSON.parse(line));
    assertEquals(events.map(({ level, msg }) => `${level} ${msg}`), [
      "INFO Starting",
      "WARN Questionable configuration",
      "INFO Listening",
      "DEBUG Collector finished",
      "DEBUG Collector finished",
      "DEBUG Request handled",
      "INFO Closing",
    ]);
  });

  it("closes what listens already, and returns 1, if one address is in use", async () => {
    const args = ["exporter.ts", "--web.listen-address=:1", "--web.listen-address=:2"];
    const program = start(args, { usedPorts: [2] });

    assertEquals([await program.ended, program.host.servers.length, program.host.handlers], [1, 0, 0]);
    assertEquals(program.log.at(-1), 'ERROR msg="Cannot serve on 0.0.0.0:2"');
  });

  it("tells all that is wrong with the configuration at once, and returns 1", async () => {
    const files = { "shop.yml": "log: { level: loud }\nmodules: { bad1: {}, ok: {}, bad2: {} }\n" };
    const args = ["a.ts", "b.ts", "--config.file=shop.yml", "--web.max-requests=x", "--lgo.level=debug"];
    const program = start(args, { files, loadModules });

    assertEquals(await program.ended, 1);
    assertEquals(program.log, [
      "Cannot run a.ts:",
      '- unexpected argument "b.ts", expected one module',
      "- --lgo.level is not known",
      '- --web.max-requests must be an integer >= 0, current value is "x"',
      '- shop.yml: log.level must be one of debug, info, warn, error, current value is "loud"',
      "- shop.yml: modules.bad1 is bad",
      "- shop.yml: modules.bad2 is bad",
      "- a.ts cannot be loaded: there is no module a.ts",
    ]);
    assertEquals(program.host.servers, []);
  });

  it("returns 1 for a file that is not there or no YAML, and without anything to run", async () => {
    const missing = start(["--config.file=shop.yml"]);
    assertEquals(await missing.ended, 1);
    assertEquals(missing.log, [
      "Cannot run the exporter: cannot read shop.yml, set by --config.file: there is no file shop.yml",
    ]);

    const broken = start(["--config.file=shop.yml"], { files: { "shop.yml": "a: [\n" } });
    assertEquals(await broken.ended, 1);
    assertMatch(broken.log[0] ?? "", /^Cannot run the exporter: shop\.yml: line \d, column \d: /);

    const idle = start([]);
    assertEquals(await idle.ended, 1);
    assertEquals(idle.log, ["Cannot run the exporter: expected a module or --config.file"]);
  });

  it("only checks the configuration if it is told to", async () => {
    const files = { "shop.yml": "modules: { a: {} }" };
    const right = start(["exporter.ts", "--config.check", "--config.file=shop.yml"], { files, loadModules });
    assertEquals([await right.ended, right.host.servers, right.log], [0, [], []]);

    for (const text of ["", "# nothing yet\n"]) {
      const empty = start(["exporter.ts", "--config.check", "--config.file=shop.yml"], { files: { "shop.yml": text } });
      assertEquals([await empty.ended, empty.log], [0, []]);
    }
    const wrong = start(["exporter.ts", "--config.check", "--no-collector.b"]);
    assertEquals(await wrong.ended, 1);
    assertEquals(wrong.log, [
      "Cannot run exporter.ts: --no-collector.b refers to an unknown collector, available collectors are collector, runtime",
    ]);
  });

  it("finds TLS options that the runtime cannot use when it checks", async () => {
    const tls = { current: { cert: "", key: "" }, onChange: () => () => {} };
    const watchWebConfig: CliHost["watchWebConfig"] = () =>
      Promise.resolve({ tls, protect: (handle) => handle, reload: () => Promise.resolve(), [Symbol.dispose]() {} });
    const checkTls: CliHost["checkTls"] = () => Promise.reject(new TypeError("Deno does not support tls.cipherSuites"));
    const modules = { "exporter.ts": { collect: () => [] } };
    const program = start(["exporter.ts", "--web.config.file=web.yml", "--config.check"], {
      modules,
      watchWebConfig,
      checkTls,
    });
    assertEquals(await program.ended, 1);
    assertEquals(program.log, ["Cannot run exporter.ts: web.yml: Deno does not support tls.cipherSuites"]);
  });

  it("warns of what is likely a mistake, and of what a module lacks", async () => {
    const loadWarned: CliHost["loadModules"] = () =>
      Promise.resolve({
        modules: [{ name: "a", check: () => Promise.resolve("directory: Cannot read /none: it does not exist") }],
        warnings: ["modules.a.b is odd"],
      });
    const options = { files: { "shop.yml": "modules: { a: {} }" }, loadModules: loadWarned };
    const found = ["modules.a.b is odd", "modules.a.directory: Cannot read /none: it does not exist"];
    const checked = start(["--config.file=shop.yml", "--config.check"], options);
    assertEquals([await checked.ended, checked.log], [0, found.map((problem) => `warning: ${problem}`)]);
    const program = start(["--config.file=shop.yml"], options);
    await listens(program);
    const warnings = program.log.filter((line) => line.startsWith("WARN"));
    assertEquals(warnings, found.map((problem) => `WARN msg="Questionable configuration" problem="${problem}"`));
    program.host.send("SIGTERM");
    await program.ended;
  });

  it("runs modules without code, and reads them again at SIGHUP", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: {}, b: {} }\ncollector: { b: false }" };
    const program = start(["--config.file=shop.yml"], { files, loadModules });
    await listens(program);
    const { host } = program;
    const before = await metricsOf(host);
    assertMatch(before, /^app_a 3$/m);
    assertMatch(before, /^webprom_config_last_reload_successful 1$/m);
    assertEquals(/^app_b/m.test(before), false);

    files["shop.yml"] = "modules: { c: {} }\nlog: { level: debug }";
    host.send("SIGHUP");
    await until(() => program.log.length === 4);
    const after = await metricsOf(host);
    assertMatch(after, /^app_c 3$/m);
    assertEquals(/^app_[ab]/m.test(after), false);
    assertEquals(program.log.slice(2), [
      'INFO msg="Configuration reloaded"',
      'WARN msg="Restart to apply all changes; a reload applies only modules and collectors"',
    ]);

    files["shop.yml"] = "modules: { bad: {} }";
    host.send("SIGHUP");
    await until(() => program.log.length === 5);
    const kept = await metricsOf(host);
    assertMatch(kept, /^app_c 3$/m);
    assertMatch(kept, /^webprom_config_last_reload_successful 0$/m);
    assertEquals(
      program.log[4],
      'ERROR msg="Cannot reload the configuration" err="Cannot read the configuration: shop.yml: modules.bad is bad"',
    );
    host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("reads its file again when it changes, if it is told to", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: {} }" };
    const flags = ["--config.enable-auto-reload", "--config.auto-reload-interval=0.01"];
    const program = start(["--config.file=shop.yml", ...flags], { files, loadModules });
    await listens(program);
    files["shop.yml"] = "modules: { c: {} }";
    await until(() => program.log.some((line) => line.includes("Configuration reloaded")));
    assertMatch(await metricsOf(program.host), /^app_c 3$/m);
    const { length } = program.log;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assertEquals(program.log.length, length);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("exposes the build of an exporter without code", async () => {
    const program = start(["--config.file=shop.yml"], { files: { "shop.yml": "modules: { a: {} }" }, loadModules });
    await listens(program);
    assertMatch(await metricsOf(program.host), /^shop_build_info\{[^}]*version="\d+\.\d+\.\d+"[^}]*\} 1$/m);
    program.host.send("SIGTERM");
    await program.ended;
  });

  it("listens on the sockets of systemd, or says that there are none", async () => {
    const modules = { "exporter.ts": { collect: () => [] } };
    const env = { LISTEN_PID: "1", LISTEN_FDS: "1" };
    const program = start(["exporter.ts", "--web.systemd-socket"], { env, modules });
    await listens(program);
    assertEquals(program.host.servers.map(({ options }) => "fd" in options && options.fd), [3]);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
    const without = start(["exporter.ts", "--web.systemd-socket"], { modules });
    assertEquals(await without.ended, 1);
    assertMatch(without.log.at(-1) ?? "", /systemd has opened no sockets/);
  });

  it("probes by modules that have no target, and by others after SIGHUP", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: {} }\nprobes: { allow: [10.0.0.1] }" };
    const loadOwn: CliHost["loadModules"] = (config) => {
      const modules = Object.keys(Object(config).modules).map((name) => ({
        name,
        prober: { probe: (target: string) => target === "http://10.0.0.1/" && name !== "bad" },
      }));
      return Promise.resolve({ modules, probes: Object(config).probes });
    };
    const program = start(["--config.file=shop.yml"], { files, loadModules: loadOwn });
    await listens(program);
    const probe = async (module: string, target = "http://10.0.0.1/") => {
      const url = `http://localhost/probe?module=${module}&target=${target}`;
      const response = await program.host.servers[0]?.app.fetch(new Request(url));
      return `${response?.status} ${/^probe_success \d/m.exec(await response?.text() ?? "")}`;
    };
    assertEquals(await probe("a"), "200 probe_success 1");
    assertEquals(await probe("a", "http://10.0.0.2/"), "403 null");
    assertEquals(await probe("b"), "400 null");

    files["shop.yml"] = "modules: { b: {}, bad: {} }\nprobes: { allow: [10.0.0.1] }";
    program.host.send("SIGHUP");
    await until(() => program.log.length === 3);
    assertEquals(await probe("a"), "400 null");
    assertEquals([await probe("b"), await probe("bad")], ["200 probe_success 1", "200 probe_success 0"]);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("tells what is wrong with targets before it serves, and at SIGHUP", async () => {
    const files: Record<string, string> = {
      "shop.yml": "modules: { a: {} }\nprobes: { targets: [{ target: x, modules: [b] }] }",
    };
    const wrong = start(["--config.file=shop.yml"], { files, loadModules: loadProbers });
    assertEquals(await wrong.ended, 1);
    assertEquals(wrong.log, [
      'Cannot run the exporter: shop.yml: Cannot define probes: a module of target "x" must be one of [a], current value is "b"',
    ]);
    files["shop.yml"] = 'modules: { a: {} }\nprobes: { allow: ["*x"] }';
    const rule = start(["--config.file=shop.yml"], { files, loadModules: loadProbers });
    assertEquals(await rule.ended, 1);
    assertMatch(rule.log.join(), /^Cannot run the exporter: shop\.yml: Cannot allow target "\*x": /);

    files["shop.yml"] = "modules: { a: {} }\nprobes: { targets: [{ target: x }] }";
    const program = start(["--config.file=shop.yml"], { files, loadModules: loadProbers });
    await listens(program);
    files["shop.yml"] = "modules: { a: {} }\nprobes: { targets: [{ target: x, modules: [b] }] }";
    program.host.send("SIGHUP");
    await until(() => program.log.length === 3);
    assertMatch(program.log[2] ?? "", /^ERROR msg="Cannot reload the configuration" err=.*a module of target/);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("says that targets, and the first module that probes, need a restart", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: {} }\nprobes: { allow: [10.0.0.1] }" };
    for (
      const [before, after] of [
        ["modules: { a: {} }\nprobes: { allow: [10.0.0.1] }", "modules: { a: {} }\nprobes: { allow: [] }"],
        ["modules: {}", "modules: { a: {} }"],
      ] as const
    ) {
      files["shop.yml"] = before;
      const program = start(["--config.file=shop.yml"], { files, loadModules: loadProbers });
      await listens(program);
      files["shop.yml"] = after;
      program.host.send("SIGHUP");
      await until(() => program.log.length === 4);
      assertEquals(
        program.log[3],
        'WARN msg="Restart to apply all changes; a reload applies only modules and collectors"',
      );
      program.host.send("SIGTERM");
      assertEquals(await program.ended, 0);
    }
  });

  it("reads its configuration again in the order in which it is asked to", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: {} }" };
    const waiting: (() => void)[] = [];
    const loadInTurn: CliHost["loadModules"] = async (config) => {
      if (!("a" in Object(config).modules)) await new Promise<void>((resolve) => waiting.push(resolve));
      return await loadModules(config);
    };
    const program = start(["--config.file=shop.yml"], { files, loadModules: loadInTurn });
    await listens(program);
    files["shop.yml"] = "modules: { old: {} }";
    program.host.send("SIGHUP");
    await until(() => waiting.length === 1);
    files["shop.yml"] = "modules: { new: {} }";
    program.host.send("SIGHUP");
    for (let i = 0; i < 20; i++) await Promise.resolve(); // so that it could overtake the one before
    await until(() => {
      waiting.pop()?.();
      return program.log.length === 4;
    });
    assertMatch(await metricsOf(program.host), /^app_new 3$/m);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("shows its configuration without secrets, that of the moment", async () => {
    const files: Record<string, string> = { "shop.yml": "modules: { a: { password: swordfish } }" };
    const program = start(["--config.file=shop.yml", "--log.level=warn"], { files, loadModules });
    await until(() => program.host.servers.length === 1);
    const show = async () => {
      const headers = { accept: "application/json" };
      const request = new Request("http://localhost/config", { headers });
      return await (await program.host.servers[0]?.app.fetch(request))?.json();
    };
    assertEquals(await show(), {
      flags: { "config.file": ["shop.yml"], "log.level": ["warn"] },
      file: { modules: { a: { password: "<secret>" } } },
    });
    files["shop.yml"] = "modules: { b: {} }";
    program.host.send("SIGHUP");
    await until(async () => JSON.stringify((await show()).file) === '{"modules":{"b":{}}}');
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("also reloads and shows what an exporter itself says", async () => {
    let reloads = 0;
    const app = defineExporter({
      name: "app",
      registry: new Registry(),
      reload: () => void reloads++,
      config: () => ({ shops: reloads }),
    });
    const program = start(["exporter.ts"], { modules: { "exporter.ts": app } });
    await listens(program);
    const { app: served } = program.host.servers[0] ?? {};
    program.host.send("SIGHUP");
    await until(() => reloads === 1);
    const reload = await served?.fetch(new Request("http://localhost/-/reload", { method: "POST" }));
    assertEquals([reload?.status, reloads], [200, 2]);
    const headers = { accept: "application/json" };
    const shown = await served?.fetch(new Request("http://localhost/config", { headers }));
    assertEquals((await shown?.json()).app, { shops: 2 });
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("tells about its process too, unless it is told not to", async () => {
    for (const [flags, expected] of [[[], true], [["--web.disable-exporter-metrics"], false]] as const) {
      const program = start(["exporter.ts", ...flags]);
      await listens(program);
      assertEquals((await metricsOf(program.host)).includes("webprom_runtime_info"), expected);
      program.host.send("SIGTERM");
      await program.ended;
    }
  });

  it("rejects modules without code for an app that is no exporter", async () => {
    const files = { "shop.yml": "modules: { a: {} }" };
    const modules = { "app.ts": { fetch: () => new Response() } };
    const program = start(["app.ts", "--config.file=shop.yml"], { files, loadModules, modules });

    assertEquals(await program.ended, 1);
    assertEquals(program.log, ["Cannot run app.ts: modules need an exporter, but the app is not an exporter"]);
  });

  it("serves behind a web configuration, reads it again at SIGHUP, and lets it go", async () => {
    const events: string[] = [];
    const web = {
      protect: <T>(handle: T) => handle,
      reload: () => Promise.resolve(void events.push("reload")),
      [Symbol.dispose]: () => void events.push("dispose"),
    };
    const program = start(["exporter.ts", "--web.config.file=web.yml"], {
      watchWebConfig(path) {
        events.push(path);
        return Promise.resolve(web);
      },
    });
    await listens(program);
    assertEquals(program.host.servers[0]?.options, { port: 9464, web });
    program.host.send("SIGHUP");
    await until(() => program.log.length === 3);
    program.host.send("SIGTERM");

    assertEquals([await program.ended, events], [0, ["web.yml", "reload", "dispose"]]);
  });

  it("changes nothing at SIGHUP if the web configuration is invalid", async () => {
    const web = {
      protect: <T>(handle: T) => handle,
      reload: () => Promise.reject(new ConfigError("Cannot read web.yml", ["nonsense is not known"])),
      [Symbol.dispose]: () => {},
    };
    const files: Record<string, string> = { "shop.yml": "modules: { a: {} }" };
    const program = start(["--config.file=shop.yml", "--web.config.file=web.yml"], {
      files,
      loadModules,
      watchWebConfig: () => Promise.resolve(web),
    });
    await listens(program);
    files["shop.yml"] = "modules: { c: {} }";
    program.host.send("SIGHUP");
    await until(() => program.log.some((line) => line.includes("Cannot reload the configuration")));
    const kept = await metricsOf(program.host);
    assertMatch(kept, /^app_a 3$/m);
    assertMatch(kept, /^webprom_config_last_reload_successful 0$/m);
    program.host.send("SIGTERM");
    assertEquals(await program.ended, 0);
  });

  it("tells what is wrong with a web configuration beside all else", async () => {
    const program = start(["exporter.ts", "--web.config.file=web.yml", "--collector.x"], {
      watchWebConfig: () => Promise.reject(new ConfigError("Cannot read web.yml", ["rate_limit.burst is missing"])),
    });

    assertEquals(await program.ended, 1);
    assertEquals(program.log, [
      "Cannot run exporter.ts:",
      "- --collector.x refers to an unknown collector, available collectors are collector, runtime",
      "- web.yml: rate_limit.burst is missing",
    ]);
  });
});
