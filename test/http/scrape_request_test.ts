import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { queryOf, selectedNames, selectFamilies } from "../../src/http/scrape_request.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";

const families: readonly MetricFamily[] = [
  { type: "counter", name: "jobs_total", help: "Test.", points: [] },
  { type: "gauge", name: "http.depth", help: "Test.", points: [] },
  { type: "histogram", name: "wait_seconds", help: "Test.", points: [] },
  { type: "info", name: "build_info", help: "Test.", points: [] },
  { type: "summary", name: "size_bytes", help: "Test.", points: [] },
];

function select(query: string): string[] {
  const names = selectedNames(queryOf(`http://localhost/metrics${query}`));
  return selectFamilies(families, names, "underscores").map(({ name }) => name);
}

describe("name[]", () => {
  const all = families.map(({ name }) => name);
  const selections: Readonly<Record<string, readonly string[]>> = {
    "": all,
    "?": all,
    "?name=jobs_total": all,
    "?target=a&names[]=b": all,
    "?name[]=jobs_total": ["jobs_total"],
    "?name[]=jobs": ["jobs_total"],
    "?name[]=jobs_created": ["jobs_total"],
    "?name%5B%5D=jobs_total": ["jobs_total"],
    "?name[]=wait_seconds": ["wait_seconds"],
    "?name[]=wait_seconds_bucket": ["wait_seconds"],
    "?name[]=wait_seconds_sum": ["wait_seconds"],
    "?name[]=wait_seconds_count&name[]=wait_seconds": ["wait_seconds"],
    "?name[]=size_bytes_count": ["size_bytes"],
    "?name[]=size_bytes_bucket": [],
    "?name[]=build": ["build_info"],
    "?name[]=http.depth": ["http.depth"],
    "?name[]=http_depth": ["http.depth"],
    "?name[]=jobs_total&name[]=jobs_total": ["jobs_total"],
    "?name[]=size_bytes&a=b&name[]=jobs_total": ["jobs_total", "size_bytes"],
    "?name[]=jobs_total&name[]=nothing": ["jobs_total"],
    "?name[]=nothing": [],
    "?name[]=": [],
    "?name[]": [],
    "?name[]=jobs_total,size_bytes": [],
    "?name[]=Jobs_total": [],
    "?name[]=__proto__": [],
    "?name[]=%": [],
  };
  for (const [query, names] of Object.entries(selections)) {
    it(`name[] selects by ${JSON.stringify(query)}`, () => assertEquals(select(query), names));
  }
});
