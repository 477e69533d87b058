import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { linesOf } from "../../../src/entry/cli/_lines_of.ts";

const TEXT = `# a comment
# HELP app_jobs_total Jobs.
# TYPE app_jobs_total counter
app_jobs_total{queue="mail"} 3
app_size 4
# TYPE app_wait_seconds histogram
app_wait_seconds_bucket{le="+Inf"} 1
{"app.size",unit="a b"} 5
# TYPE "app \\"quoted\\"" gauge
# TYPE app_orders counter
app_orders_total 3
app_sent_bytes_total 3`;

const lineOf = linesOf(new TextEncoder().encode(TEXT));

describe("linesOf()", () => {
  it("finds the first line of a family, be it metadata or a sample", () => {
    assertEquals(lineOf("app_jobs_total"), { line: 2, column: 1 });
    assertEquals(lineOf("app_size")?.line, 5);
    assertEquals(lineOf("app_wait_seconds")?.line, 6);
  });

  it("finds quoted names", () => {
    assertEquals(lineOf("app.size")?.line, 8);
    assertEquals(lineOf('app "quoted"')?.line, 9);
  });

  it("finds families whose samples have a suffix that their name lacks", () => {
    assertEquals(lineOf("app_sent_bytes")?.line, 12);
  });

  it("finds nothing where there is nothing", () => {
    assertEquals(lineOf("app"), undefined);
    assertEquals(linesOf(new Uint8Array())("app"), undefined);
    assertEquals(lineOf("constructor"), undefined);
  });
});
