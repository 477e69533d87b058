import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { describeFlags, type Flag, parseFlags } from "../../../src/app/config/flags.ts";

const FLAGS: readonly Flag[] = [
  { name: "web.listen-address", takes: "values", value: "address", help: "Where to listen" },
  { name: "log.level", takes: "value", help: "What is logged" },
  { name: "collector.<name>", takes: "nothing", help: "Whether a collector takes part" },
  { name: "json", takes: "nothing", help: "Answer in JSON" },
  { name: "help", short: "h", takes: "nothing", help: "Show this help" },
];

function parse(...args: readonly string[]) {
  const { given, operands, problems } = parseFlags(args, FLAGS);
  return { given: Object.fromEntries(given), operands, problems };
}

describe("parseFlags()", () => {
  it("takes a value behind an equals sign or as the next word", () => {
    assertEquals(parse("--log.level=debug").given, { "log.level": ["debug"] });
    assertEquals(parse("--log.level", "debug").given, { "log.level": ["debug"] });
    assertEquals(parse("--log.level=a=b\nc").given, { "log.level": ["a=b\nc"] });
    assertEquals(parse("--log.level=").given, { "log.level": [""] });
    assertEquals(parse("--log.level", "--json").given, { "log.level": ["--json"] });
  });

  it("keeps each value of a flag that may be repeated", () => {
    const { given } = parse("--web.listen-address=:1", "--web.listen-address", "[::1]:2");

    assertEquals(given, { "web.listen-address": [":1", "[::1]:2"] });
  });

  it("turns flags on and, with no- in front, off", () => {
    assertEquals(parse("--json").given, { json: ["true"] });
    assertEquals(parse("--no-json").given, { json: ["false"] });
  });

  it("knows flags by a letter", () => {
    assertEquals(parse("-h").given, { help: ["true"] });
  });

  it("keeps flags of many names apart", () => {
    const { given } = parse("--collector.cpu", "--no-collector.no-disk");

    assertEquals(given, { "collector.cpu": ["true"], "collector.no-disk": ["false"] });
  });

  it("keeps the operands, among them a hyphen and all that is behind two of them", () => {
    assertEquals(parse("a", "--json", "-", "--", "--json", "-x").operands, ["a", "-", "--json", "-x"]);
  });

  it("tells all problems at once", () => {
    const { problems } = parse(
      ...["--jsn", "-x", "--json=true", "--log.level=a", "--log.level=b", "--no-log.level", "--collector.", "--no-"],
      "--weblisten_address",
      "--log.level",
    );

    assertEquals(problems, [
      "--jsn is not known",
      "-x is not known",
      '--json takes no value, current value is "true"',
      "--log.level must be given only once",
      "--no-log.level is not known",
      "--collector. is not known",
      "--no- is not known",
      "--weblisten_address is not known, did you mean --web.listen-address?",
      "--log.level must be given only once",
    ]);
    assertEquals(parse("--log.level").problems, ["--log.level must have a value"]);
  });

  it("does not take names of objects for flags", () => {
    assertEquals(parse("--constructor").problems, ["--constructor is not known"]);
  });
});

describe("describeFlags()", () => {
  it("shows each flag with its value and what it is for", () => {
    assertEquals(describeFlags(FLAGS), [
      "      --web.listen-address=<address> …",
      "                                  Where to listen",
      "      --log.level=<value>         What is logged",
      "      --[no-]collector.<name>     Whether a collector takes part",
      "      --json                      Answer in JSON",
      "  -h, --help                      Show this help",
    ]);
  });
});
