import { parseDocument } from "yaml";
import { ConfigError } from "./config_error.ts";

/**
 * Reads YAML whose scalars are all text: what a text means, the field says that it stands in.
 *
 * @param subject What cannot be done if it is wrong
 * @param text The YAML
 * @returns Mappings, lists and texts; `undefined` where there is nothing
 * @throws {ConfigError} If it is no YAML, or more than one document
 */
export function parseYaml(subject: string, text: string): unknown {
  const document = parseDocument(text, { schema: "failsafe", merge: true, logLevel: "silent", prettyErrors: true });
  const problems = [...document.errors, ...document.warnings].map(({ message, linePos }) => {
    const [reason = ""] = message.split(/ at line \d/);
    const start = linePos?.[0];
    return start === undefined ? reason : `line ${start.line}, column ${start.col}: ${reason}`;
  });
  if (problems.length > 0) throw new ConfigError(subject, problems);
  try {
    return document.toJS() ?? undefined;
  } catch (error) {
    throw new ConfigError(subject, [error instanceof Error ? error.message : String(error)]);
  }
}
