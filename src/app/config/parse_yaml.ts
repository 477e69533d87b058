import { parseDocument } from "yaml";
import { messageOf } from "../../model/message_of.ts";
import { ConfigError } from "./config_error.ts";

/**
 * Parses YAML.
 *
 * @param subject Beginning of the error message, such as `Cannot read exporter.yml`
 * @param text The YAML
 * @returns Mappings, lists and text, which is converted field by field: `1.10` is a number in one field and a version in another;
 * `undefined` for an empty document
 * @throws {ConfigError} If the YAML is invalid, or has more than one document
 */
export function parseYaml(subject: string, text: string): unknown {
  // With the log level "silent" it would ignore further documents.
  const document = parseDocument(text, { schema: "failsafe", merge: true, logLevel: "error", prettyErrors: true });
  const problems = [...document.errors, ...document.warnings].map(({ code, message, linePos }) => {
    const start = linePos?.[0];
    const [reason = ""] = code === "MULTIPLE_DOCS" ? ["must be one document"] : message.split(/ at line \d/);
    return start === undefined ? reason : `line ${start.line}, column ${start.col}: ${reason}`;
  });
  if (problems.length > 0) throw new ConfigError(subject, problems);
  try {
    return document.toJS() ?? undefined;
  } catch (error) {
    throw new ConfigError(subject, [messageOf(error)]);
  }
}
