import { parseDocument } from "yaml";
import { ConfigError } from "./config_error.ts";

/**
 * Reads YAML.
 *
 * @param subject What cannot be done if it is wrong
 * @param text The YAML
 * @param schema Whether scalars are all text (`failsafe`), so that a field says what its text means, or may be numbers and truths
 * @returns Mappings, lists and scalars; `undefined` where there is nothing
 * @throws {ConfigError} If it is no YAML, or more than one document
 */
export function parseYaml(subject: string, text: string, schema: "core" | "failsafe" = "failsafe"): unknown {
  const document = parseDocument(text, { schema, merge: true, logLevel: "silent", prettyErrors: true });
  const problems = [...document.errors, ...document.warnings].map(({ message, linePos }) => {
    const start = linePos?.[0];
    const [reason = ""] = message.split(/ at line \d/);
    return start === undefined ? reason : `line ${start.line}, column ${start.col}: ${reason}`;
  });
  if (problems.length > 0) throw new ConfigError(subject, problems);
  try {
    return document.toJS() ?? undefined;
  } catch (error) {
    throw new ConfigError(subject, [error instanceof Error ? error.message : String(error)]);
  }
}
