import { RE2JS } from "re2js";

/**
 * Compiles a regular expression of Prometheus' kind, RE2. Its matching takes time linear in the text, whatever the
 * expression: neither configuration nor source can make it hang.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 * @param source The expression
 * @returns The expression, which also has named groups `(?P<name>…)` and `(?<name>…)`
 * @throws {SyntaxError} If it is none
 */
export function compileExpression(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw new SyntaxError(`must be a regular expression: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Compiles a regular expression that must match all of a text, line feeds included, as Prometheus does for relabelling.
 *
 * @param source The expression
 * @returns The expression, anchored
 * @throws {SyntaxError} If it is none
 */
export function compileAnchored(source: string): RE2JS {
  compileExpression(source); // so that brackets of its own cannot close the group
  return compileExpression(`^(?s:${source})$`);
}
