import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { Registry } from "@webprom/exporter";
import {
  defineExporter,
  type ProbeContext,
  type ProbeOptions,
  type Prober,
  type ProbeReport,
} from "@webprom/exporter/app";
import { makeHost } from "../../../src/app/exporter/host.ts";
import { gaugeFamily } from "../../support/families.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { within } from "../../support/within.ts";

const LIMIT_MS = 10_000;
const never = new Promise<never>(() => {});
const PUBLIC = "93.184.216.34";

/** A prober that measures how long the target's name is. */
const measuring: Prober = {
  probe(target, { registry, log }) {
    log("Measuring", { password: "swordfish", length: target.length });
    registry.gauge({ name: "target_length", help: "Test." }).set(target.length);
  },
};

function exporterOf(probe: Prober["probe"] | undefined, options: Partial<ProbeOptions> = {}) {
  const modules = { tested: probe ? { probe } : measuring };
  const network = { resolve: () => Promise.resolve([PUBLIC]) };
  return defineExporter({ name: "app", registry: new Registry(), probes: { modules, network, ...options } });
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly host?: unknown;
}

async function ask(
  exporter: ReturnType<typeof exporterOf>,
  query: string,
  asked: Asked = {},
): Promise<[number, string]> {
  const { path = "/probe", host, ...init } = asked;
  const response = await within(
    LIMIT_MS,
    Promise.resolve(exporter.fetch(new Request(`http://localhost${path}${query}`, init), host)),
  );
  return [response.status, await response.text()];
}

/** What a probe of a public target gives, as lines without comments and durations. */
async function probe(probe: Prober["probe"] | undefined, options: Partial<ProbeOptions> = {}): Promise<string[]> {
  const [status, text] = await ask(exporterOf(probe, options), "?target=example.com");
  assertEquals(status, 200);
  assertMatch(text, /^probe_duration_seconds \d/m);
  return text.split("\n").filter((line) => line !== "" && !/^#|_seconds[ {]/.test(line));
}

describe("/probe", () => {
  it("serves what the prober writes, and that it succeeded", async () => {
    assertEquals(await probe(undefined), ["probe_success 1", "target_length 11"]);
  });

  it("bears the help texts that dashboards know", async () => {
    const [, text] = await ask(exporterOf(undefined), "?target=example.com");
    assertStringIncludes(text, "# HELP probe_success Displays whether or not the probe was a success\n");
    assertStringIncludes(
      text,
      "# HELP probe_duration_seconds Returns how long the probe took to complete in seconds\n",
    );
  });

  const results: Readonly<Record<string, readonly [probe: Prober["probe"], success: number]>> = {
    "returns nothing": [() => {}, 1],
    "returns true": [() => true, 1],
    "returns false": [() => false, 0],
    "promises true": [() => Promise.resolve(true), 1],
    "promises false": [() => Promise.resolve(false), 0],
    "throws": [() => {
      throw new Error("broken");
    }, 0],
    "rejects": [() => Promise.reject(new Error("broken")), 0],
    "throws no error": [() => {
      throw undefined;
    }, 0],
  };
  for (const [what, [run, success]] of Object.entries(results)) {
    it(`tells ${success ? "success" : "failure"} where the prober ${what}, and serves what it wrote`, async () => {
      const writing: Prober["probe"] = (target, context) => {
        measuring.probe(target, context);
        return run(target, context);
      };
      assertEquals(await probe(writing), [`probe_success ${success}`, "target_length 11"]);
    });
  }

  it("gives each probe a registry of its own", async () => {
    const exporter = exporterOf((target, { registry }) => {
      registry.counter({ name: "probes_total", help: "Test.", labelNames: ["target"] }).inc({ target });
    });
    const texts = await Promise.all(["a.example", "b.example"].map((target) => ask(exporter, `?target=${target}`)));
    for (const [, text] of texts) assertEquals(text.match(/^probes_total\{.*$/gm)?.length, 1);
    assertNotMatch((await ask(exporter, "", { path: "/metrics" }))[1], /probes_total|probe_success/);
  });

  it("serves what collectors report that the prober registers", async () => {
    const lines = await probe((_target, { registry }) => {
      registry.register({ name: "good", collect: () => Promise.resolve([gaugeFamily("depth")]) });
      registry.register({ name: "bad", collect: () => Promise.reject(new Error("broken")) });
    });
    assertEquals(lines, [
      "depth 1",
      "probe_success 1",
      'webprom_collector_success{collector="good"} 1',
      'webprom_collector_success{collector="bad"} 0',
    ]);
  });

  it("hands all parameters to the prober", async () => {
    const seen: string[][] = [];
    const exporter = exporterOf((_target, { parameters }) => void seen.push(parameters.getAll("collect[]")));
    assertEquals((await ask(exporter, "?target=a.example&collect[]=a&collect[]=b&name[]=c"))[0], 200);
    assertEquals(seen, [["a", "b"]]);
  });

  it("answers in the format that is asked for", async () => {
    const headers = { accept: "application/openmetrics-text" };
    assertMatch((await ask(exporterOf(undefined), "?target=a.example", { headers }))[1], /# EOF\n$/);
  });

  const refusals: Readonly<Record<string, readonly [status: number, text: string]>> = {
    "": [400, "Target parameter is missing\n"],
    "?target=": [400, "Target parameter is missing\n"],
    "?module=tested": [400, "Target parameter is missing\n"],
    "?target=a.example&target=b.example": [400, "Target parameter must be given once\n"],
    "?target=a.example&module=nobody": [400, 'Unknown module "nobody"\n'],
    "?target=a.example&module=__proto__": [400, 'Unknown module "__proto__"\n'],
    "?target=a.example&module=toString": [400, 'Unknown module "toString"\n'],
    '?target=a.example&module=a"\n': [400, 'Unknown module "a\\""\n'],
    [`?target=a.example&module=${"x".repeat(5000)}`]: [400, `Unknown module "${"x".repeat(100)}"\n`],
    "?target=http://127.0.0.1/": [
      403,
      'Cannot reach target "http://127.0.0.1/": 127.0.0.1 is a loopback address: to allow it, add "127.0.0.1" to the allow list\n',
    ],
    "?target=ftp://a.example/": [
      403,
      'Cannot reach target "ftp://a.example/": its scheme must be http or https, current value is "ftp"\n',
    ],
    "?target=%00": [403, 'Cannot reach target "\0": it is not a well-formed URL or host\n'],
    "?target=%FF%FE": [403, 'Cannot reach target "\ufffd\ufffd": it is not a well-formed URL or host\n'],
  };
  for (const [query, [status, text]] of Object.entries(refusals)) {
    it(`answers ${status} to ${JSON.stringify(query.slice(0, 60))}, and probes nothing`, async () => {
      let isProbed = false;
      const exporter = exporterOf(() => void (isProbed = true));
      const [gotStatus, gotText] = await ask(exporter, query);
      assertEquals([gotStatus, gotText.replaceAll("%EF%BF%BD", "\ufffd"), isProbed], [status, text, false]);
    });
  }

  it("refuses methods other than GET and HEAD", async () => {
    assertEquals((await ask(exporterOf(undefined), "?target=a.example", { method: "POST" }))[0], 405);
    assertEquals(await ask(exporterOf(undefined), "?target=a.example", { method: "HEAD" }), [200, ""]);
  });

  it("counts modules that are not there, where the exporter has its own metrics", async () => {
    const exporter = exporterOf(undefined);
    await ask(exporter, "?target=a.example&module=nobody");
    assertMatch((await ask(exporter, "", { path: "/metrics" }))[1], /^webprom_probe_module_unknown_total 1$/m);
  });

  it("takes the first module where none is named, or the one that is told", async () => {
    const telling = (name: string): Prober => ({
      probe: (_target, { registry }) => registry.gauge({ name, help: "Test." }).set(1),
    });
    const modules = { a: telling("of_a"), b: telling("of_b") };
    const namesOf = async (options: Partial<ProbeOptions>, query: string) =>
      (await ask(exporterOf(undefined, { modules, ...options }), `?target=a.example${query}`))[1].match(/^of_\w/gm);
    assertEquals(await namesOf({}, ""), ["of_a"]);
    assertEquals(await namesOf({}, "&module="), ["of_a"]);
    assertEquals(await namesOf({}, "&module=b"), ["of_b"]);
    assertEquals(await namesOf({ defaultModule: "b" }, ""), ["of_b"]);
  });

  it("stands where it is told", async () => {
    const exporter = exporterOf(undefined, { path: "/check", discoveryPath: "/targets" });
    assertEquals((await ask(exporter, "?target=a.example", { path: "/check" }))[0], 200);
    assertEquals((await ask(exporter, "", { path: "/targets" }))[0], 200);
    assertEquals((await ask(exporter, "?target=a.example"))[0], 404);
    assertEquals((await ask(exporter, "", { path: "/sd" }))[0], 404);
  });

  it("is not there without probes", async () => {
    const exporter = defineExporter({ name: "app", registry: new Registry() });
    assertEquals((await ask(exporter, "?target=a.example"))[0], 404);
    assertEquals((await ask(exporter, "", { path: "/sd" }))[0], 404);
  });

  it("tells onProbe of each probe, and does not mind if that fails", async () => {
    const reports: ProbeReport[] = [];
    const onProbe = (report: ProbeReport) => {
      reports.push(report);
      throw new Error("broken");
    };
    assertEquals((await probe(undefined, { onProbe }))[0], "probe_success 1");
    const [report] = reports;
    assertEquals([report?.target, report?.module, report?.success], ["example.com", "tested", true]);
    assertEquals(Object.keys(report ?? {}), ["target", "module", "success", "seconds", "log"]);
    assertStringIncludes(report?.log ?? "", "msg=Measuring password=<secret> length=11\n");
  });
});

describe("/probe and time", () => {
  function hanging() {
    const seen: { context?: ProbeContext } = {};
    const prober: Prober = {
      probe(target, context) {
        seen.context = context;
        measuring.probe(target, context);
        return never;
      },
    };
    return { prober, seen };
  }

  const HEADER = "x-prometheus-scrape-timeout-seconds";

  it("ends a probe before the scraper gives up, and serves what there is", async () => {
    const { prober, seen } = hanging();
    const headers = { [HEADER]: "0.02" };
    const [status, text] = await ask(exporterOf((...args) => prober.probe(...args)), "?target=a.example", { headers });
    assertEquals([status, text.match(/^probe_success .*|^target_length .*/gm)], [200, [
      "probe_success 0",
      "target_length 9",
    ]]);
    assertEquals([seen.context?.signal.aborted, seen.context?.signal.reason.name], [true, "TimeoutError"]);
  });

  it("ends a probe when the time of its module is up", async () => {
    const { prober } = hanging();
    const modules = { tested: { probe: prober.probe, timeoutMs: 10 } };
    for (const headers of [{}, { [HEADER]: "60" }, { [HEADER]: "-1" }, { [HEADER]: "Infinity" }, { [HEADER]: "" }]) {
      const [status, text] = await ask(exporterOf(undefined, { modules }), "?target=a.example", { headers });
      assertEquals([status, text.match(/^probe_success .*/gm)], [200, ["probe_success 0"]]);
    }
  });

  it("ends a probe whose collectors hang", async () => {
    const headers = { [HEADER]: "0.05" };
    const exporter = exporterOf((_target, { registry }) => {
      registry.register({ name: "hanging", collect: () => never });
    });
    const [status, text] = await ask(exporter, "?target=a.example", { headers });
    assertEquals(status, 200);
    assertMatch(
      text,
      /^probe_success 1\n(?:#.*\n)*probe_timeout_seconds 0\.\d+\n(?:#.*\n)*webprom_collector_duration_seconds/m,
    );
    assertMatch(text, /^webprom_collector_success\{collector="hanging"\} 0$/m);
  });

  for (const value of ["abc", "1s", "NaN"]) {
    it(`answers 500 to a timeout of "${value}", as blackbox_exporter does`, async () => {
      const headers = { [HEADER]: value };
      const [status, text] = await ask(exporterOf(undefined), "?target=a.example", { headers });
      assertEquals(status, 500);
      assertStringIncludes(text, `Failed to parse timeout from Prometheus header: "${value}"`);
    });
  }

  it("ends a probe when its client goes away", async () => {
    const { prober, seen } = hanging();
    const client = new AbortController();
    const answering = ask(exporterOf((...args) => prober.probe(...args)), "?target=a.example", {
      signal: client.signal,
    });
    await until(() => seen.context !== undefined);
    client.abort();
    await answering;
    assertEquals(seen.context?.signal.aborted, true);
  });

  it("ends what a prober has left undone", async () => {
    const signals: AbortSignal[] = [];
    await probe((_target, { signal }) => void signals.push(signal));
    assertEquals(signals.map(({ aborted }) => aborted), [true]);
  });

  it("answers 503 where too many probes are under way, and goes on when they have ended", async () => {
    const opened: (() => void)[] = [];
    const exporter = exporterOf(() => new Promise<void>((resolve) => opened.push(resolve)), { maxProbesInFlight: 2 });
    const first = [ask(exporter, "?target=a.example"), ask(exporter, "?target=b.example")];
    assertEquals(await ask(exporter, "?target=c.example"), [
      503,
      "Too many probes in progress, the maximum is 2, try again later\n",
    ]);
    await until(() => opened.length === 2);
    for (const open of opened) open();
    assertEquals((await Promise.all(first)).map(([status]) => status), [200, 200]);
    const last = ask(exporter, "?target=c.example");
    await until(() => opened.length === 3);
    opened[2]?.();
    assertEquals((await last)[0], 200);
  });

  it("lets no hanging target delay the others", async () => {
    const exporter = exporterOf((target) => target === "slow.example" ? never : undefined);
    const headers = { [HEADER]: "0.5" };
    const slow = Array.from({ length: 100 }, () => ask(exporter, "?target=slow.example", { headers }));
    const quick = await Promise.all(Array.from({ length: 100 }, () => ask(exporter, "?target=quick.example")));
    assertEquals(quick.every(([, text]) => text.includes("\nprobe_success 1\n")), true);
    assertEquals((await Promise.all(slow)).every(([, text]) => text.includes("\nprobe_success 0\n")), true);
  });
});

describe("/probe?debug=true", () => {
  async function debug(run: Prober["probe"], config?: unknown): Promise<string> {
    const modules = { tested: { probe: run, timeoutMs: 5000, ...config !== undefined && { config } } };
    const [status, text] = await ask(exporterOf(undefined, { modules }), "?target=http://u.example/&debug=true");
    assertEquals(status, 200);
    return text;
  }

  it("tells log, metrics and configuration", async () => {
    const clock = new ManualClock();
    const modules = { tested: { probe: measuring.probe, timeoutMs: 5000 } };
    const probes = { modules, network: {} };
    const exporter = defineExporter({ name: "app", registry: new Registry(), probes, clock });
    const [status, text] = await ask(exporter, "?target=http://u.example/&debug=true");
    assertEquals(status, 200);
    assertEquals(text.split("\n"), [
      "Logs for the probe:",
      'time=1970-01-01T00:00:00.000Z level=info msg="Beginning probe" module=tested target=http://u.example/ timeout_seconds=5',
      "time=1970-01-01T00:00:00.000Z level=info msg=Measuring password=<secret> length=17",
      'time=1970-01-01T00:00:00.000Z level=info msg="Probe succeeded" duration_seconds=0',
      "",
      "",
      "",
      "Metrics that would have been returned:",
      "# HELP probe_duration_seconds Returns how long the probe took to complete in seconds",
      "# TYPE probe_duration_seconds gauge",
      "probe_duration_seconds 0",
      "# HELP probe_success Displays whether or not the probe was a success",
      "# TYPE probe_success gauge",
      "probe_success 1",
      "# HELP probe_timeout_seconds Returns how long the probe may take in seconds",
      "# TYPE probe_timeout_seconds gauge",
      "probe_timeout_seconds 5",
      "# HELP target_length Test.",
      "# TYPE target_length gauge",
      "target_length 17",
      "",
      "",
      "",
      "Module configuration:",
      "{",
      '  "timeoutMs": 5000',
      "}",
      "",
    ]);
  });

  it("masks secrets of the configuration and in the log", async () => {
    const text = await debug((_target, { log }) => {
      log("Asking http://user:swordfish@u.example/", { headers: { authorization: "swordfish" } });
      throw new Error("http://user:swordfish@u.example/ is broken");
    }, { url: "http://user:swordfish@u.example/", basic_auth: { password: "swordfish" }, method: "GET" });
    assertNotMatch(text, /swordfish/);
    assertStringIncludes(text, '"method": "GET"');
    assertStringIncludes(text, "Probe failed: http://<secret>@u.example/ is broken");
  });

  it("tells why a probe failed", async () => {
    assertStringIncludes(await debug(() => false), "Probe failed: the prober returned false");
    const asking: Prober["probe"] = async (_target, { fetch }) => void await fetch("http://10.0.0.1/");
    assertStringIncludes(await debug(asking), "10.0.0.1 is a private address");
    const modules = { tested: { probe: () => never, timeoutMs: 1 } };
    const [, text] = await ask(exporterOf(undefined, { modules }), "?target=a.example&debug=true");
    assertStringIncludes(text, "Probe failed: timeout of 1 ms exceeded");
  });

  it("cuts a log without end off", async () => {
    const text = await debug((_target, { log }) => {
      for (let i = 0; i < 10_000; i++) log("x".repeat(100));
    });
    assertStringIncludes(text, "Log truncated: it is too long");
    assertEquals(text.length < 150_000, true);
  });

  it("keeps each entry of the log on its line", async () => {
    const text = await debug((_target, { log }) => log("a\nlevel=error msg=forged", { "b": 'c"\r\nd' }));
    assertStringIncludes(text, 'msg="a\\nlevel=error msg=forged" b="c\\"\\r\\nd"\n');
  });
});

describe("/probe and rules", () => {
  const asking: Prober["probe"] = async (target, { fetch, registry }) => {
    const response = await fetch(target.includes("://") ? target : `http://${target}/`);
    registry.gauge({ name: "probe_http_status_code", help: "Test." }).set(response.status);
    await response.body?.cancel();
  };
  const network = {
    resolve: (host: string) => Promise.resolve([host.endsWith(".private") ? "10.0.0.1" : PUBLIC]),
    fetchAt: () => Promise.resolve(new Response("hello")),
  };
  const targets = [{ target: "http://10.0.0.1:9100/metrics" }, { target: "a.private" }, {
    target: "http://listed.example/",
  }];

  const cases:
    readonly (readonly [target: string, options: Partial<ProbeOptions>, status: number, success?: number])[] = [
      ["http://any.example/", {}, 200, 1],
      ["http://b.private/", {}, 200, 0],
      ["http://10.0.0.2/", {}, 403],
      ["http://b.private/", { allow: ["*.private", "10.0.0.0/8"] }, 200, 1],
      ["http://any.example/", { allow: ["*.private"] }, 403],
      ["http://10.0.0.1:9100/metrics", { targets }, 200, 1],
      ["http://10.0.0.1:9100/other", { targets }, 403],
      ["http://10.0.0.1/", { targets }, 403],
      ["a.private", { targets }, 200, 0],
      ["http://any.example/", { targets, allow: [] }, 403],
      ["http://listed.example/", { targets, allow: [] }, 200, 1],
      ["http://10.0.0.1:9100/metrics", { targets, allow: [] }, 200, 1],
    ];
  for (const [target, options, status, success] of cases) {
    it(`answers ${status} for ${target} with ${JSON.stringify(options)}: success ${success}`, async () => {
      const exporter = exporterOf(asking, { network, ...options });
      const [got, text] = await ask(exporter, `?target=${encodeURIComponent(target)}`);
      assertEquals(got, status, text);
      if (success !== undefined) assertMatch(text, new RegExp(`^probe_success ${success}$`, "m"));
    });
  }

  it("has no network before it is served, and says so", async () => {
    const probes = { modules: { tested: { probe: asking } } };
    const exporter = defineExporter({ name: "app", registry: new Registry(), probes });
    const [, text] = await ask(exporter, "?target=a.example&debug=true");
    assertStringIncludes(text, '\\"a.example\\" cannot be resolved without a network: serve the exporter with run');
    const host = makeHost({ network });
    assertMatch((await ask(exporter, "?target=a.example", { host }))[1], /^probe_success 1$/m);
  });

  it("takes the network of its host, unless it has its own", async () => {
    const asked: string[] = [];
    const hosts = ["one", "other"].map((name) =>
      makeHost({
        network: {
          resolve: () => {
            asked.push(name);
            return Promise.resolve([PUBLIC]);
          },
        },
      })
    );
    const probes = { modules: { tested: { probe: asking } }, fetch: () => Promise.resolve(new Response("")) };
    const exporter = defineExporter({ name: "app", registry: new Registry(), probes });
    for (const host of hosts) await ask(exporter, "?target=a.example", { host });
    assertEquals([...new Set(asked)], ["one", "other"]);

    asked.length = 0;
    assertMatch(
      (await ask(exporterOf(asking, { network }), "?target=a.example", { host: hosts[0] }))[1],
      /^probe_success 1$/m,
    );
    assertEquals(asked, []);
  });

  it("bounds what a prober reads", async () => {
    const reading: Prober["probe"] = async (_target, { fetch }) => void await (await fetch("http://a.example/")).text();
    assertEquals((await probe(reading, { network, maxBytes: 5 }))[0], "probe_success 1");
    assertEquals((await probe(reading, { network, maxBytes: 4 }))[0], "probe_success 0");
  });

  it("ends a request of a prober with the probe, also if the prober has a signal of its own", async () => {
    const signals: AbortSignal[] = [];
    const hanging = {
      ...network,
      fetchAt: ({ signal }: { readonly signal: AbortSignal }) => {
        signals.push(signal);
        return never;
      },
    };
    const modules = {
      tested: {
        probe: (_target: string, { fetch }: ProbeContext) => {
          void fetch("http://a.example/").catch(() => {});
          void fetch("http://a.example/", { signal: new AbortController().signal }).catch(() => {});
          return never;
        },
        timeoutMs: 50,
      },
    };
    await ask(exporterOf(undefined, { modules, network: hanging }), "?target=a.example");
    assertEquals(signals.map(({ aborted }) => aborted), [true, true]);
  });
});

describe("defineExporter() and probes", () => {
  const wrong: Readonly<Record<string, readonly [options: Partial<ProbeOptions>, message: string]>> = {
    "no module": [{ modules: {} }, 'defaultModule must be one of [], current value is ""'],
    "an unknown default module": [
      { defaultModule: "a" },
      'defaultModule must be one of [tested], current value is "a"',
    ],
    "a module that does not probe": [{ modules: { a: {} as never } }, 'module "a" must have a method probe()'],
    "a module without time": [
      { modules: { a: { probe: () => {}, timeoutMs: 0 } } },
      'timeoutMs of module "a" must be > 0 and < 2 ** 31, current value is 0',
    ],
    "a target with an unknown module": [
      { targets: [{ target: "b", modules: ["a"] }] },
      'a module of target "b" must be one of [tested], current value is "a"',
    ],
    "a label without a usable name": [
      { targets: [{ target: "b", labels: { "a-b": "" } }] },
      'label "a-b" of target "b" must be a valid label name',
    ],
    "a label that is told already": [
      { targets: [{ target: "b", labels: { __param_target: "" } }] },
      'label "__param_target" of target "b" must not be set, because service discovery sets it',
    ],
    "a label that is no text": [
      { targets: [{ target: "b", labels: { a: 1 as never } }] },
      'label "a" of target "b" must be a string, current value is 1',
    ],
    "no probe at all": [{ maxProbesInFlight: 0 }, "maxProbesInFlight must be >= 1, current value is 0"],
    "a rule that is none": [{ allow: ["a b"] }, 'Cannot allow target "a b"'],
    "a limit that is none": [{ maxBytes: NaN }, "maxBytes must be >= 0"],
  };
  for (const [what, [options, message]] of Object.entries(wrong)) {
    it(`defineExporter() rejects probes with ${what}`, () => {
      assertThrows(() => exporterOf(undefined, options), Error, message);
    });
  }
});
