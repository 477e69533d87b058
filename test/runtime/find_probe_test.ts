import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { detectRuntime, findProbe } from "@webprom/exporter/runtime";

test("findProbe() finds the probe of the runtime that this is", () => {
  assertEquals(findProbe()?.runtime, detectRuntime());
});
