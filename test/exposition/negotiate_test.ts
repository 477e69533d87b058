import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { Format } from "../../src/exposition/format.ts";
import { FORMATS } from "../../src/exposition/formats.ts";
import { negotiate } from "../../src/exposition/negotiate.ts";
import { hostileHeader } from "../support/hostile_header.ts";
import { property } from "../support/property.ts";

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const TEXT_1 = "text/plain; version=1.0.0; charset=utf-8";
const OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const OPENMETRICS_0 = "application/openmetrics-text; version=0.0.1; charset=utf-8";
const OPENMETRICS_2 = "application/openmetrics-text; version=2.0.0; charset=utf-8";
const PROTOBUF = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const PROTOBUF_TEXT = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=text";
const PROTOBUF_COMPACT =
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=compact-text";

const TYPES = [TEXT, TEXT_1, OPENMETRICS, OPENMETRICS_0, OPENMETRICS_2, PROTOBUF, PROTOBUF_TEXT, PROTOBUF_COMPACT];
const STUBS: readonly Format[] = TYPES.map((contentType) => ({ contentType, encode: () => [] }));

/** The content type of the answer. */
function typeFor(accept: string | null, formats = STUBS): string {
  const { format, escaping, contentType } = negotiate(accept, formats);
  const isPlain = contentType === TEXT;
  assertEquals(contentType, isPlain ? format.contentType : `${format.contentType}; escaping=${escaping}`);
  return contentType;
}

describe("negotiate() with the headers of Prometheus", () => {
  const prometheus: Readonly<Record<string, readonly [accept: string, contentType: string]>> = {
    "3": [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      `${OPENMETRICS}; escaping=allow-utf-8`,
    ],
    "3 that escapes with underscores": [
      "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=underscores;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      `${OPENMETRICS}; escaping=underscores`,
    ],
    "3 that wants protobuf first": [
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
      `${PROTOBUF}; escaping=underscores`,
    ],
    "3 that scrapes text 1.0.0": [
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.5",
      `${TEXT_1}; escaping=allow-utf-8`,
    ],
    "2.42": [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      `${OPENMETRICS}; escaping=underscores`,
    ],
    "2.42 with native histograms": [
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      `${PROTOBUF}; escaping=underscores`,
    ],
    "2.0": ["text/plain;version=0.0.4;q=1,*/*;q=0.1", TEXT],
  };
  for (const [version, [accept, contentType]] of Object.entries(prometheus)) {
    it(`negotiate() answers Prometheus ${version}`, () => assertEquals(typeFor(accept), contentType));
  }
});

describe("negotiate()", () => {
  const plain: readonly (string | null)[] = [
    null,
    "",
    "*/*",
    "*",
    "text/*",
    "text/plain",
    "TEXT/Plain",
    "text/plain; charset=iso-8859-1",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    "application/json",
    "text/plain;version=0.0.3",
    "application/openmetrics-text;version=3.0.0",
    "application/vnd.google.protobuf",
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily",
    "application/vnd.google.protobuf;encoding=delimited",
    "application/vnd.google.protobuf;proto=other.MetricFamily;encoding=delimited",
    "text/plain;escaping=none",
    "text/plain;escaping=",
    "nonsense",
    ";;;;,,,,====",
    "*/*;q=0",
  ];
  for (const accept of plain) {
    it(`negotiate() answers ${JSON.stringify(accept)} with plain text`, () => assertEquals(typeFor(accept), TEXT));
  }

  const others: Readonly<Record<string, string>> = {
    "application/openmetrics-text": `${OPENMETRICS}; escaping=underscores`,
    "application/*": `${OPENMETRICS}; escaping=underscores`,
    "application/openmetrics-text;version=1.0.0": `${OPENMETRICS}; escaping=underscores`,
    "application/openmetrics-text;version=0.0.1": `${OPENMETRICS_0}; escaping=underscores`,
    "application/openmetrics-text;version=2.0.0": `${OPENMETRICS_2}; escaping=underscores`,
    "application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.9":
      `${OPENMETRICS_2}; escaping=underscores`,
    'application/openmetrics-text; version="1.0.0"; charset="utf-8"': `${OPENMETRICS}; escaping=underscores`,
    "\tapplication/openmetrics-text\t;\tversion=1.0.0\t,\ttext/plain;q=0.1": `${OPENMETRICS}; escaping=underscores`,
    "text/plain;version=1.0.0": `${TEXT_1}; escaping=underscores`,
    [PROTOBUF]: `${PROTOBUF}; escaping=underscores`,
    [PROTOBUF_TEXT]: `${PROTOBUF_TEXT}; escaping=underscores`,
    [PROTOBUF_COMPACT]: `${PROTOBUF_COMPACT}; escaping=underscores`,
  };
  for (const [accept, contentType] of Object.entries(others)) {
    it(`negotiate() answers ${JSON.stringify(accept)}`, () => assertEquals(typeFor(accept), contentType));
  }

  for (const scheme of ["allow-utf-8", "underscores", "dots", "values"] as const) {
    it(`negotiate() tells that it escapes with ${scheme} where it was asked to, in any format`, () => {
      assertEquals(typeFor(`text/plain;escaping=${scheme}`), `${TEXT}; escaping=${scheme}`);
      assertEquals(typeFor(`*/*;escaping=${scheme}`), `${TEXT}; escaping=${scheme}`);
      assertEquals(typeFor(`${PROTOBUF};escaping=${scheme}`), `${PROTOBUF}; escaping=${scheme}`);
    });
  }

  it("negotiate() takes over the scheme of a format that it has not, which is wanted more", () => {
    assertEquals(typeFor("a/b;escaping=dots,text/plain;q=0.5"), `${TEXT}; escaping=dots`);
    assertEquals(typeFor("a/b;escaping=dots;q=0.1,text/plain;q=0.5"), TEXT);
    assertEquals(typeFor("a/b;escaping=dots"), `${TEXT}; escaping=dots`);
    assertEquals(typeFor("a/b;escaping=dots;q=0,text/plain;q=0.5"), TEXT);
  });

  it("negotiate() prefers weight, then what is no wildcard, then what comes first", () => {
    const [one, other] = [`${OPENMETRICS}; escaping=underscores`, `${PROTOBUF}; escaping=underscores`];
    assertEquals(typeFor(`${OPENMETRICS};q=0.1,${PROTOBUF};q=0.2`), other);
    assertEquals(typeFor(`${OPENMETRICS},${PROTOBUF}`), one);
    assertEquals(typeFor(`${PROTOBUF},${OPENMETRICS}`), other);
    assertEquals(typeFor(`*/*,text/*,${PROTOBUF}`), other);
    assertEquals(typeFor("*/*,application/*"), one);
    assertEquals(typeFor("*/*;q=0.9,application/*;q=0.8"), TEXT);
  });

  it("negotiate() never gives what is excluded, but where nothing else is left", () => {
    assertEquals(typeFor("text/plain;version=0.0.4;q=0,*/*"), `${OPENMETRICS}; escaping=underscores`);
    assertEquals(typeFor("text/*;q=0,*/*"), `${OPENMETRICS}; escaping=underscores`);
    assertEquals(typeFor("text/plain;q=0"), `${OPENMETRICS}; escaping=underscores`);
    assertEquals(typeFor("*/*;q=0,application/openmetrics-text"), `${OPENMETRICS}; escaping=underscores`);
    assertEquals(
      typeFor("application/*;q=0,application/openmetrics-text;version=1.0.0;q=0.1,*/*;q=0"),
      `${OPENMETRICS}; escaping=underscores`,
    );
    assertEquals(
      typeFor("application/openmetrics-text;q=0,application/openmetrics-text;version=1.0.0"),
      `${OPENMETRICS}; escaping=underscores`,
    );
    assertEquals(typeFor("application/openmetrics-text;version=1.0.0;q=0,application/openmetrics-text"), TEXT);
    assertEquals(typeFor("text/*;q=0,application/*;q=0"), TEXT);
  });

  it("negotiate() gives what is excluded in another character set or scheme to nobody either", () => {
    assertEquals(
      typeFor("text/plain;version=0.0.4;charset=utf-8;escaping=dots;q=0,*/*"),
      `${OPENMETRICS}; escaping=underscores`,
    );
  });

  it("negotiate() chooses among what is offered", () => {
    const [, , openmetrics, , , protobuf] = STUBS;
    const offered = [openmetrics, protobuf].filter((format) => format !== undefined);
    assertStrictEquals(negotiate("text/plain", offered).format, openmetrics);
    assertStrictEquals(negotiate(PROTOBUF, offered).format, protobuf);
    assertEquals(negotiate(null, offered).contentType, OPENMETRICS);
    assertThrows(() => negotiate(null, []), RangeError, "Cannot negotiate: at least one format must be offered");
  });

  it("negotiate() offers every format there is", () => {
    for (const format of Object.values(FORMATS)) assertStrictEquals(negotiate(format.contentType).format, format);
    assertStrictEquals(negotiate(null).format, FORMATS.text);
  });

  property("negotiate() answers any header with one of the formats", (random) => {
    for (let i = 0; i < 500; i++) {
      const { format, contentType } = negotiate(hostileHeader(random), STUBS);
      assertEquals(STUBS.includes(format), true);
      assertEquals(
        new Headers({ "content-type": contentType }).get("content-type")?.startsWith(format.contentType),
        true,
      );
    }
  });

  it("negotiate() reads the worst headers in a short time", () => {
    const start = performance.now();
    for (const part of ['"', '"\\', "\\", ";", ",", "=", "*/", "a/b;c=", '";,', "q=0", "*/*;q=0,"]) {
      for (const length of [8192, 100_000]) negotiate(part.repeat(length / part.length), STUBS);
    }
    const spent = performance.now() - start;
    assertEquals(spent < 2000, true, `${spent} ms`);
  });
});
