import { parseDocument } from "yaml";
import { messageOf } from "../../model/message_of.ts";
import { ConfigError } from "./config_error.ts";

/**
 * Parses YAML.
 *
 * @param subject Beginning of the error message, such as `Cannot read exporter.yml`
 * @param text The YAML
 * @param schema `failsafe` if all scalars are text, to be converted field by field; `core` for numbers and booleans too
 * @returns Mappings, lists and scalars; `undefined` for an empty document
 * @throws {ConfigError} If the YAML is invalid, or has more than one document
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
    throw new ConfigError(subject, [messageOf(error)]);
  }
}
