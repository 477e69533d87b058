import { describe, it } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { readAgentConfig } from "../../../src/app/agent/agent_config.ts";
import { readGroups, targetsOf } from "../../../src/app/agent/targets.ts";

const REMOTE = [{ url: "http://h/api/v1/write" }];

function jobOf(config: object): ReturnType<typeof readAgentConfig>["scrapeConfigs"][number] {
  const [job] =
    readAgentConfig("x", { scrape_configs: [{ job_name: "j", ...config }], remote_write: REMOTE }).scrapeConfigs;
  assert(job);
  return job;
}

describe("readAgentConfig()", () => {
  it("takes intervals of the global section", () => {
    const { scrapeConfigs, externalLabels } = readAgentConfig("x", {
      global: { scrape_interval: "5s", external_labels: { site: "a" } },
      scrape_configs: [{ job_name: "a" }, { job_name: "b", scrape_interval: "30s", scrape_timeout: "20s" }],
      remote_write: REMOTE,
    });
    assertEquals(externalLabels, { site: "a" });
    assertEquals(scrapeConfigs.map(({ scrapeInterval, scrapeTimeout }) => [scrapeInterval, scrapeTimeout]), [
      [5000, 5000],
      [30_000, 20_000],
    ]);
  });

  it("names everything that it does not support", () => {
    const error = assertThrows(
      () =>
        readAgentConfig("Cannot read a.yml", {
          rule_files: ["x"],
          scrape_configs: [{ job_name: "a", kubernetes_sd_configs: [], relabel_configs: [{ action: "hashmod" }] }],
          remote_write: [{ url: "x", queue_config: { capacity: 5 } }],
        }),
      ConfigError,
    );
    for (const part of ["rule_files", "kubernetes_sd_configs", "hashmod", "must be a URL", "capacity"]) {
      assert(error.message.includes(part), error.message);
    }
  });
});

describe("targetsOf()", () => {
  it("makes URLs and labels as Prometheus does", () => {
    const job = jobOf({
      metrics_path: "/probe",
      params: { module: ["a", "b"] },
      relabel_configs: [
        { source_labels: ["__address__"], target_label: "__param_target" },
        { source_labels: ["__param_target"], target_label: "instance" },
        { target_label: "__address__", replacement: "exporter:9115" },
        { source_labels: ["env"], regex: "drop", action: "drop" },
      ],
    });
    const targets = targetsOf(job, [
      { targets: ["example.org:80"], labels: { env: "prod", __tmp: "x" } },
      { targets: ["other"], labels: { env: "drop" } },
    ]);
    assertEquals(targets.map(({ url, labels }) => [url, labels]), [[
      "http://exporter:9115/probe?module=a&module=b&target=example.org%3A80",
      { job: "j", env: "prod", instance: "example.org:80" },
    ]]);
  });
});

describe("readGroups()", () => {
  it("reads and checks the answer of a service discovery", () => {
    assertEquals(readGroups('[{"targets":["a:1"]}]'), [{ targets: ["a:1"], labels: {} }]);
    assertThrows(() => readGroups("{}"), SyntaxError, "must be a list");
    assertThrows(() => readGroups('[{"targets":[1]}]'), SyntaxError, "[0] must have a list of targets");
  });
});
