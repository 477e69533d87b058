import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import type { PageFamily } from "../../../../src/app/landing/_answers.ts";
import { Recorder } from "../../../../src/app/landing/client/recorder.ts";
import { searchFor } from "../../../../src/app/landing/client/families_table.ts";

const REQUESTS: PageFamily = {
  name: "app_requests_total",
  type: "counter",
  help: "Requests answered.",
  unit: "requests",
  series: 3,
  points: [["/", "200"], ["/", "500"], ["/Cart", "200"]].map(([path = "", code = ""]) => ({
    labels: { path, code },
    value: 1,
  })),
};

/** Lists the paths and codes of the series that are found. */
function find(query: string, described = ""): string[] | undefined {
  const [family] = new Recorder().record({ failures: [], families: [REQUESTS] }, 0);
  const found = family && searchFor(query, () => described)(family);
  return found?.map(({ point: { labels } }) => `${labels.path} ${labels.code}`);
}

const ALL = ["/ 200", "/ 500", "/Cart 200"];

describe("searchFor()", () => {
  it("finds families by name, help, type and unit, in any case and order", () => {
    for (const query of ["", "  ", "app_req", "ANSWERED", "counter app", "requests counter total"]) {
      assertEquals(find(query), ALL);
    }
    assertEquals(find("gauge"), undefined);
    assertEquals(find("app gauge"), undefined);
  });

  it("finds the series that have all words in their labels", () => {
    assertEquals(find('code="500"'), ["/ 500"]);
    assertEquals(find("code=200 path=/cart"), ["/Cart 200"]);
    assertEquals(find("app 500"), ["/ 500"]);
    assertEquals(find("500 cart"), undefined);
  });

  it("finds families by what else there is to say of them", () => {
    assertEquals(find("warning"), undefined);
    assertEquals(find("warning", "Warning: no help"), ALL);
  });

  it("takes what has a meaning elsewhere as it is", () => {
    for (const query of ["[", "(", "\\", ".*", "__proto__"]) assertEquals(find(query), undefined);
  });
});
