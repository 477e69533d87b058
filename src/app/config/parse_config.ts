import type { z } from "zod";
import { ConfigError } from "./config_error.ts";

/** Keys whose values must not appear in errors. */
const SECRET = /pass|secret|token|credentials|key$|headers|authorization/i;

/**
 * Checks a configuration against its schema.
 *
 * @param subject Beginning of the error message, such as `Cannot read exporter.yml`
 * @param schema The schema
 * @param value Content of the YAML
 * @returns The configuration with its defaults filled in
 * @throws {ConfigError} If the configuration is invalid; it lists every error
 */
export function parseConfig<T>(subject: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new ConfigError(subject, result.error.issues.flatMap((issue) => describe(issue, [])));
}

function describe(issue: z.core.$ZodIssue, base: readonly PropertyKey[]): string[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => problem([...path, key], "is not known"));
    case "invalid_key":
    case "invalid_element":
      return issue.issues.flatMap((inner) => describe(inner, path));
    case "invalid_union":
      return (issue.errors[0] ?? []).flatMap((inner) => describe(inner, path));
    case "invalid_value":
      return [problem(path, `must be ${listOf(issue.values)}`, issue.input)];
    case "invalid_type":
      return [issue.input === undefined ? problem(path, "is missing") : problem(path, wordOf(issue), issue.input)];
    case "too_small":
      if (issue.origin !== "number" && issue.origin !== "int") return [problem(path, "must not be empty")];
      return [problem(path, `must be ${issue.inclusive === false ? ">" : ">="} ${issue.minimum}`, issue.input)];
    case "too_big":
      return [problem(path, `must be <= ${issue.maximum}`, issue.input)];
    default:
      return [
        problem(path, issue.message, ...issue.input === undefined || isComposite(issue.input) ? [] : [issue.input]),
      ];
  }
}

function problem(path: readonly PropertyKey[], rule: string, ...values: unknown[]): string {
  const isSecret = path.some((part) => SECRET.test(String(part)));
  const shown = isSecret ? [] : values.map(excerpt);
  return [`${pathOf(path)} ${rule}`, ...shown.map((value) => `current value is ${value}`)].join(", ");
}

/** `modules.api.metrics[0].name`; unusual keys are quoted. */
function pathOf(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(String(part))}]`;
  });
  return parts.join("").replace(/^\./, "") || "the configuration";
}

function wordOf({ expected }: z.core.$ZodIssueInvalidType): string {
  const words: Readonly<Record<string, string>> = {
    array: "a list",
    boolean: "true or false",
    int: "an integer",
    number: "a number",
    object: "a mapping",
    record: "a mapping",
    string: "text",
  };
  return `must be ${words[expected] ?? expected}`;
}

function listOf(values: readonly unknown[]): string {
  const shown = values.map(String);
  return shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

function isComposite(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
