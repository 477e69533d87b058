import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { kindOfError } from "../../../src/app/landing/kind_of_error.ts";

test("kindOfError() names what failed, and no text of the error", () => {
  const withCode = (code: string) => Object.assign(new Error("swordfish"), { code });
  const cases: readonly (readonly [unknown, string])[] = [
    [new DOMException("swordfish", "TimeoutError"), "timeout"],
    [new TypeError("fetch failed", { cause: withCode("ECONNREFUSED") }), "connection refused"],
    [
      new Error("Cannot read http://swordfish/", {
        cause: new TypeError("fetch failed", { cause: withCode("ENOTFOUND") }),
      }),
      "host not found",
    ],
    [
      new TypeError(
        "error sending request for url (http://swordfish/): tcp connect error: Connection refused (os error 111)",
      ),
      "connection refused",
    ],
    [new Error('Cannot read http://swordfish/ with module "a": status 503'), "HTTP status 503"],
    [new AggregateError([withCode("EACCES"), new Error()]), "permission denied"],
    [new TypeError('Cannot expose gauge "swordfish": value must be a number'), "invalid metrics"],
    [new RangeError("swordfish"), "RangeError"],
    ["swordfish", "string"],
    [undefined, "undefined"],
  ];
  for (const [error, kind] of cases) assertEquals(kindOfError(error), kind);
});
