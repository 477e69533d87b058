import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { LOG_LEVELS, type LogFields, makeLogger } from "../../../src/app/log/logger.ts";

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6), monotonic: () => 0 };

function log(message: string, fields?: LogFields, format?: "json" | "logfmt"): string {
  const lines: string[] = [];
  makeLogger({ write: (line) => lines.push(line), format, clock }).info(message, fields);
  assertEquals(lines.length, 1);
  return lines[0] ?? "";
}

function fieldsOf(fields: LogFields): string {
  return log("m", fields).replace("time=2026-01-02T03:04:05.006Z level=INFO msg=m ", "");
}

describe("makeLogger()", () => {
  it("writes time, level, message and fields", () => {
    assertEquals(
      log("Listening", { address: "localhost:9464", tries: 3 }),
      "time=2026-01-02T03:04:05.006Z level=INFO msg=Listening address=localhost:9464 tries=3",
    );
  });

  it("quotes what could be taken for more than one word", () => {
    assertEquals(fieldsOf({ err: "no such file" }), 'err="no such file"');
    assertEquals(fieldsOf({ a: "", b: "x=y", c: 'say "hi"' }), 'a="" b="x=y" c="say \\"hi\\""');
    assertEquals(fieldsOf({ "a b": 1 }), '"a b"=1');
    assertEquals(fieldsOf({ path: "C:\\x" }), "path=C:\\x");
    assertEquals(fieldsOf({ path: "C:\\x y" }), 'path="C:\\\\x y"');
    assertEquals(fieldsOf({ a: "é花😱" }), "a=é花😱");
  });

  it("masks passwords in addresses", () => {
    const error = new Error("Cannot reach postgres://shop:swordfish@db.example/");
    assertEquals(fieldsOf({ err: error }), 'err="Cannot reach postgres://<secret>@db.example/"');
    assertEquals(fieldsOf({ target: "http://shop:swordfish@a.example/" }), "target=http://<secret>@a.example/");
  });

  it("keeps an event in one line, and a terminal safe", () => {
    assertEquals(fieldsOf({ a: "x\nlevel=ERROR" }), 'a="x\\nlevel=ERROR"');
    assertEquals(fieldsOf({ a: "\x1b[2J", b: "\x9b" }), 'a="\\x1b[2J" b="\\u009b"');
    const json = log("m\n\x9b\u202e", {}, "json");
    assertEquals([JSON.parse(json).msg, /[\n\x9b\u202e]/.test(json)], ["m\n\x9b\u202e", false]);
  });

  it("writes JSON", () => {
    assertEquals(JSON.parse(log("m", { a: 1, b: [true], c: undefined }, "json")), {
      time: "2026-01-02T03:04:05.006Z",
      level: "INFO",
      msg: "m",
      a: 1,
      b: [true],
    });
  });

  it("tells of errors what they say, and of other values what they are", () => {
    const fields = { err: new Error("no such file"), n: 3n, on: true, list: [1, "a"], nothing: undefined, none: null };

    assertEquals(fieldsOf(fields), 'err="no such file" n=3 on=true list="[1,\\"a\\"]" none=null');
    assertEquals(JSON.parse(log("m", fields, "json")).err, "no such file");
    assertEquals(fieldsOf({ err: new TypeError() }), "err=TypeError");
  });

  it("leaves out what matters less than its level", () => {
    for (const [i, level] of LOG_LEVELS.entries()) {
      const lines: string[] = [];
      const logger = makeLogger({ write: (line) => lines.push(line), level, clock });
      for (const each of LOG_LEVELS) logger[each]("m");
      assertEquals(
        lines.map((line) => / level=(\w+) /.exec(line)?.[1]),
        LOG_LEVELS.slice(i).map((level) => level.toUpperCase()),
      );
    }
  });
});
