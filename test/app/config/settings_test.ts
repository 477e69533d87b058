import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { parseFlags } from "../../../src/app/config/flags.ts";
import { findConfigFile, readSettings, SETTING_FLAGS, type Settings } from "../../../src/app/config/settings.ts";

interface Given {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: unknown;
}

function inputOf({ args = [], env = {}, file }: Given) {
  return { args: parseFlags(args, SETTING_FLAGS), env, file, fileName: "exporter.yml" };
}

function read(given: Given): Settings {
  return readSettings(inputOf(given));
}

function problemsOf(given: Given): readonly string[] {
  return assertThrows(() => read(given), ConfigError).problems;
}

describe("readSettings()", () => {
  it("leaves to the exporter what nobody says", () => {
    assertEquals(read({}), {
      listenAddresses: [{ port: 9464 }],
      usesSystemdSockets: false,
      telemetryPath: undefined,
      routePrefix: undefined,
      webConfigFile: undefined,
      maxRequests: undefined,
      hasLifecycle: true,
      shutdownTimeoutMs: 30_000,
      disableExporterMetrics: undefined,
      timeoutOffsetSeconds: undefined,
      workers: 1,
      configFile: undefined,
      isCheck: false,
      logLevel: "info",
      logFormat: "logfmt",
      probeLogLevel: "debug",
      reloadIntervalMs: undefined,
      collectors: [],
      modules: undefined,
      warnings: [],
    });
  });

  it("accepts workers only at addresses that they can share", () => {
    assertEquals(read({ args: ["--workers=4", "--web.listen-address=:9100"] }).workers, 4);
    for (const other of ["--web.listen-address=unix:/run/a.sock", "--web.listen-address=:0", "--web.systemd-socket"]) {
      assertEquals(problemsOf({ args: ["--workers=2", other] }), [
        "--workers needs addresses with a port > 0: workers cannot share other sockets",
      ]);
    }
    assertEquals(problemsOf({ env: { WEBPROM_WORKERS: "0" } }).length, 1);
  });

  const everything: Partial<Settings> = {
    listenAddresses: [{ port: 1 }, { hostname: "::1", port: 0 }],
    telemetryPath: "/m",
    routePrefix: "/shop",
    webConfigFile: "web.yml",
    maxRequests: 4,
    disableExporterMetrics: true,
    timeoutOffsetSeconds: 0.25,
    logLevel: "warn",
    logFormat: "json",
  };

  function assertEverything(settings: Settings, origins: readonly string[]): void {
    for (const [key, value] of Object.entries(everything)) assertEquals(settings[key as keyof Settings], value);
    const names = settings.collectors.map(({ name, enabled }) => [name.replace("_", "-"), enabled]);
    assertEquals(names, [["disk", true], ["net-io", false]]);
    assertEquals(settings.collectors.map(({ origin }) => origin), origins);
  }

  it("takes flags", () => {
    const args = [
      ...["--web.listen-address=:1", "--web.listen-address=[::1]:0", "--web.telemetry-path=/m"],
      ...["--web.route-prefix=/shop", "--web.config.file=web.yml", "--web.max-requests=4"],
      ...["--web.disable-exporter-metrics", "--timeout-offset=.25", "--log.level=warn", "--log.format=json"],
      ...["--collector.disk", "--no-collector.net-io"],
    ];

    assertEverything(read({ args }), ["--collector.disk", "--no-collector.net-io"]);
  });

  it("takes variables", () => {
    const env = {
      WEBPROM_WEB_LISTEN_ADDRESS: ":1, [::1]:0",
      WEBPROM_WEB_TELEMETRY_PATH: "/m",
      WEBPROM_WEB_ROUTE_PREFIX: "/shop",
      WEBPROM_WEB_CONFIG_FILE: "web.yml",
      WEBPROM_WEB_MAX_REQUESTS: "4",
      WEBPROM_WEB_DISABLE_EXPORTER_METRICS: "1",
      WEBPROM_TIMEOUT_OFFSET: "0.25",
      WEBPROM_LOG_LEVEL: "warn",
      WEBPROM_LOG_FORMAT: "json",
      WEBPROM_COLLECTOR_DISK: "true",
      WEBPROM_COLLECTOR_NET_IO: "false",
      PATH: "/bin",
    };

    assertEverything(read({ env }), ["WEBPROM_COLLECTOR_DISK", "WEBPROM_COLLECTOR_NET_IO"]);
  });

  it("takes a file", () => {
    const file = {
      web: {
        listen_address: [":1", "[::1]:0"],
        telemetry_path: "/m",
        route_prefix: "/shop",
        config: { file: "web.yml" },
        max_requests: 4,
        disable_exporter_metrics: true,
      },
      timeout_offset: 0.25,
      log: { level: "warn", format: "json" },
      collector: { disk: true, "net-io": false },
    };

    assertEverything(read({ file }), ["exporter.yml: collector.disk", "exporter.yml: collector.net-io"]);
  });

  it("takes flags before variables, and these before the file", () => {
    const args = ["--log.level=error", "--no-collector.disk"];
    const env = { WEBPROM_LOG_LEVEL: "warn", WEBPROM_LOG_FORMAT: "json", WEBPROM_COLLECTOR_DISK: "true" };
    const file = { log: { level: "debug", format: "logfmt" }, timeout_offset: 2, collector: { disk: true } };
    const { logLevel, logFormat, timeoutOffsetSeconds, collectors } = read({ args, env, file });

    assertEquals([logLevel, logFormat, timeoutOffsetSeconds], ["error", "json", 2]);
    assertEquals(collectors, [{ name: "disk", enabled: false, origin: "--no-collector.disk" }]);
  });

  it("takes DEBUG for the level, unless somebody says more", () => {
    assertEquals(read({ env: { DEBUG: "true" }, file: { log: { level: "warn" } } }).logLevel, "debug");
    assertEquals(read({ env: { DEBUG: "express:*" } }).logLevel, "info");
    assertEquals(read({ env: { DEBUG: "true", WEBPROM_LOG_LEVEL: "warn" } }).logLevel, "warn");
    assertEquals(read({ env: { DEBUG: "true" }, args: ["--log.level=error"] }).logLevel, "error");
  });

  it("takes 0 for any number of requests", () => {
    assertEquals(read({ args: ["--web.max-requests=0"] }).maxRequests, Infinity);
  });

  it("hands on what the file says about modules", () => {
    assertEquals(read({ file: { modules: { api: { kind: "json" } } } }).modules, { api: { kind: "json" } });
  });

  it("takes addresses with names, and rejects what is none", () => {
    const addresses = { ":1": undefined, "localhost:1": "localhost", "127.0.0.1:1": "127.0.0.1", "[::]:1": "::" };
    for (const [text, hostname] of Object.entries(addresses)) {
      assertEquals(read({ args: [`--web.listen-address=${text}`] }).listenAddresses, [
        hostname === undefined ? { port: 1 } : { hostname, port: 1 },
      ]);
    }
    for (
      const text of ["", "1", ":", "::1:1", "[x]:1", "[:]:1", ":65536", "a b:1", "http://a:1", "a/b:1", "1.2.3.400:1"]
    ) {
      assertEquals(problemsOf({ args: [`--web.listen-address=${text}`] }).length, 1, text);
    }
  });

  it("tells all problems at once, each with its flag, variable or path", () => {
    const given: Given = {
      args: ["--web.listen-adress=:1", "--web.listen-address=:1", "--web.listen-address=x", "--web.telemetry-path=m"],
      env: { WEBPROM_LOG_FORMAT: "xml", WEBPROM_COLLECTOR_DISK: "yes" },
      file: {
        log: { level: "loud", colour: true },
        web: { max_requests: -1, route_prefix: { a: 1 }, config: { file: [] } },
        timeout_offset: null,
        collector: { cpu: "often" },
        config: { file: "a.yml", check: true },
        extra: 1,
      },
    };

    assertEquals(problemsOf(given).toSorted(), [
      '--web.listen-address must be an address such as :9464, [::1]:9464 or unix:/run/shop.sock, current value is "x"',
      "--web.listen-adress is not known",
      '--web.telemetry-path must begin with /, current value is "m"',
      'WEBPROM_COLLECTOR_DISK must be true or false, current value is "yes"',
      'WEBPROM_LOG_FORMAT must be one of logfmt, json, current value is "xml"',
      'exporter.yml: collector.cpu must be true or false, current value is "often"',
      "exporter.yml: config.check cannot be set in the file",
      "exporter.yml: config.file cannot be set in the file",
      "exporter.yml: extra is not known",
      "exporter.yml: log.colour is not known",
      'exporter.yml: log.level must be one of debug, info, warn, error, current value is "loud"',
      "exporter.yml: timeout_offset must be a number of seconds >= 0, current value is null",
      "exporter.yml: web.config.file must be the path of a file, current value is []",
      'exporter.yml: web.max_requests must be an integer >= 0, current value is "-1"',
      "exporter.yml: web.route_prefix.a is not known",
    ]);
  });

  it("rejects a file that is no mapping", () => {
    for (const file of [[], "text", 3, null]) {
      assertEquals(problemsOf({ file }), ["exporter.yml must be a mapping"]);
    }
  });

  it("takes Unix sockets, and those of systemd", () => {
    for (const text of ["unix:/run/shop.sock", "unix:///run/shop.sock"]) {
      assertEquals(read({ args: [`--web.listen-address=${text}`] }).listenAddresses, [{ path: "/run/shop.sock" }]);
    }
    assertEquals(problemsOf({ args: ["--web.listen-address=unix:shop.sock"] }).length, 1);
    assertEquals(read({ args: ["--web.systemd-socket"] }).usesSystemdSockets, true);
  });

  it("reloads a changed file if it is told to", () => {
    const interval = "--config.auto-reload-interval=0.5";
    assertEquals(read({ args: [interval] }).reloadIntervalMs, undefined);
    assertEquals(read({ args: ["--config.enable-auto-reload"] }).reloadIntervalMs, 30_000);
    assertEquals(read({ args: ["--config.enable-auto-reload", interval] }).reloadIntervalMs, 500);
    assertEquals(problemsOf({ args: ["--config.auto-reload-interval=0"] }).length, 1);
  });

  it("takes an empty path of a file for none", () => {
    const { configFile, webConfigFile } = read({ args: ["--config.file=", "--web.config.file="] });
    assertEquals([configFile, webConfigFile], [undefined, undefined]);
  });

  it("takes an empty section for none", () => {
    assertEquals(read({ file: { web: null, log: { level: "warn" }, collector: null } }).logLevel, "warn");
    assertEquals(problemsOf({ file: { wep: null } }), ["exporter.yml: wep is not known"]);
  });

  it("takes one address that is in no list, and rejects an empty list", () => {
    const { listenAddresses } = read({ file: { web: { listen_address: ":1" } } });
    assertEquals(listenAddresses, [{ port: 1 }]);
    assertEquals(problemsOf({ file: { web: { listen_address: [] } } }), [
      "exporter.yml: web.listen_address must not be empty, current value is []",
    ]);
  });

  it("warns of variables that it does not know, which may be those of somebody else", () => {
    const env = { WEBPROM_SERVICE_HOST: "10.0.0.1", WEBPROM_LOG_LEVEL: "" };

    assertEquals(read({ env }).warnings, ["WEBPROM_SERVICE_HOST is not known"]);
  });

  it("takes no names of objects for settings", () => {
    assertEquals(problemsOf({ file: JSON.parse('{"__proto__": 1, "constructor": 2}') }), [
      "exporter.yml: __proto__ is not known",
      "exporter.yml: constructor is not known",
    ]);
  });
});

describe("findConfigFile()", () => {
  it("finds it among flags and variables", () => {
    assertEquals(findConfigFile(inputOf({})), undefined);
    assertEquals(findConfigFile(inputOf({ env: { WEBPROM_CONFIG_FILE: "a.yml" } })), "a.yml");
    const args = ["--config.file=b.yml"];
    assertEquals(findConfigFile(inputOf({ args, env: { WEBPROM_CONFIG_FILE: "a.yml" } })), "b.yml");
  });
});
