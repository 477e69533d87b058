import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";

test("ConfigError lists all problems", () => {
  const problems = ["a.b is missing", "c is not known"];
  const error = new ConfigError("Cannot read it", problems);

  assertEquals([error.name, error.problems], ["ConfigError", problems]);
  assertEquals(error.message, "Cannot read it:\n- a.b is missing\n- c is not known");
});

test("ConfigError takes one line for one problem", () => {
  assertEquals(new ConfigError("Cannot read it", ["a is missing"]).message, "Cannot read it: a is missing");
});
