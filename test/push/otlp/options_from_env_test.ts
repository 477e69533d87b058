import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { otlpOptionsFrom, otlpSender } from "@webprom/exporter/push";

const E = "OTEL_EXPORTER_OTLP_";

describe("otlpOptionsFrom()", () => {
  it("has the defaults of OpenTelemetry", () => {
    const expected = { url: "http://localhost:4318/v1/metrics", resource: {} };
    assertEquals(otlpOptionsFrom({}), expected);
    assertEquals(otlpOptionsFrom({ [`${E}ENDPOINT`]: "", [`${E}TIMEOUT`]: " ", OTEL_SERVICE_NAME: "" }), expected);
    assertEquals(otlpSender(otlpOptionsFrom({})).name, "otlp");
  });

  it("appends a path to the endpoint of all signals, and takes that of metrics as it is", () => {
    const urlOf = (env: Record<string, string>) => otlpOptionsFrom(env).url;
    assertEquals(urlOf({ [`${E}ENDPOINT`]: "https://h/a/" }), "https://h/a/v1/metrics");
    assertEquals(urlOf({ [`${E}ENDPOINT`]: "https://h" }), "https://h/v1/metrics");
    assertEquals(urlOf({ [`${E}ENDPOINT`]: "https://h", [`${E}METRICS_ENDPOINT`]: "http://m/x/" }), "http://m/x/");
  });

  it("reads all variables, those of metrics first", () => {
    const env = {
      [`${E}HEADERS`]: "authorization=Basic%20abc%3D, x-tenant = a=b ,",
      [`${E}TIMEOUT`]: "10000",
      [`${E}METRICS_TIMEOUT`]: "2500",
      [`${E}COMPRESSION`]: "none",
      [`${E}PROTOCOL`]: "http/protobuf",
      [`${E}METRICS_PROTOCOL`]: "http/json",
      [`${E}METRICS_TEMPORALITY_PREFERENCE`]: "DELTA",
      OTEL_SERVICE_NAME: "shop",
      OTEL_RESOURCE_ATTRIBUTES: "service.name=other,team=%C3%A4%2C%20b",
    };
    assertEquals(otlpOptionsFrom(env), {
      url: "http://localhost:4318/v1/metrics",
      headers: { authorization: "Basic abc=", "x-tenant": "a=b" },
      timeoutSeconds: 2.5,
      deadlineSeconds: 2.5,
      compression: "none",
      encoding: "json",
      temporality: "delta",
      resource: { "service.name": "shop", team: "ä, b" },
    });
    assertEquals(otlpOptionsFrom({ [`${E}METRICS_TEMPORALITY_PREFERENCE`]: "lowmemory" }).temporality, "cumulative");
  });

  it("names the variable that is invalid, but no credentials", () => {
    const read = (name: string, value: string) => () => otlpOptionsFrom({ [name]: value });
    assertThrows(
      read(`${E}PROTOCOL`, "grpc"),
      TypeError,
      `Cannot read ${E}PROTOCOL: it must be one of http/protobuf, http/json, current value is "grpc"`,
    );
    assertThrows(read(`${E}TIMEOUT`, "10s"), TypeError, "a number of milliseconds");
    assertThrows(read("OTEL_RESOURCE_ATTRIBUTES", "a"), TypeError, 'current value is "a"');
    assertThrows(read("OTEL_RESOURCE_ATTRIBUTES", "a=%"), TypeError, "percent-encoded");
    const error = assertThrows(read(`${E}HEADERS`, "a=%secret"), TypeError);
    assertEquals(error.message.includes("secret"), false);
  });
});
