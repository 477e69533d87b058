import { FunctionExpressionType, JSONPathEnvironment, type JSONPathNode, type JSONValue } from "json-p3";
import type { RE2JS } from "re2js";
import { compileAnchored, compileExpression } from "./_regular_expression.ts";

/** A place in a document. */
export interface JsonRow {
  /** The document. */
  readonly document: JSONValue;
  /** What stands at the place. */
  readonly value: JSONValue;
  /** Names and indices that lead there. */
  readonly location: readonly (string | number)[];
}

/** A JSONPath that is ready. */
export interface JsonPath {
  /**
   * Finds what the path leads to.
   *
   * @param row From where
   * @returns The places
   */
  readonly find: (row: JsonRow) => Iterable<JsonRow>;
}

/** Quoted text, a name behind dots, or any other character. */
const TOKENS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(\.{1,2})((?:\\.|[^.[\]\\*\s])+)|[^]/gsu;
const SHORTHAND = /^[A-Za-z_\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*$/u;

/**
 * Compiles a JSONPath of RFC 9535 that may also be written as json_exporter has it: `$` is the document, `@` or nothing the
 * place at hand, and names may hold any characters but `.` and `[`, which a backslash allows too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9535
 * @param path Such as `$.items[*]`, `@.name` or `.name`
 * @returns The path
 * @throws {SyntaxError} If it is none
 */
export function compileJsonPath(path: string): JsonPath {
  const [, start = "", rest = ""] = /^([$@]?)(.*)$/su.exec(path.trim()) ?? [];
  if (rest !== "" && !/^[.[]/.test(rest)) throw new SyntaxError("must be a JSONPath, which begins with $, @, . or [");
  if (start + rest === "") throw new SyntaxError("must be a JSONPath, which begins with $, @, . or [");
  const query = compileQuery(`$${rest === "." ? "" : quoteNames(rest)}`);
  return {
    *find({ document, value, location }) {
      const isRooted = start === "$";
      for (const node of query.lazyQuery(isRooted ? document : value)) {
        yield {
          document,
          value: node.value,
          location: isRooted ? locationOf(node) : [...location, ...locationOf(node)],
        };
      }
    },
  };
}

function locationOf({ location }: JSONPathNode): (string | number)[] {
  return location;
}

function compileQuery(query: string): ReturnType<JSONPathEnvironment["compile"]> {
  try {
    return environment.compile(query);
  } catch (error) {
    throw new SyntaxError(`must be a JSONPath: ${(error as Error).message}`, { cause: error });
  }
}

/** Puts names that are not of the shorthand between brackets, and leaves what is in brackets as it is. */
function quoteNames(path: string): string {
  let depth = 0;
  return Array.from(path.matchAll(TOKENS), ([token, dots, name = ""]) => {
    if (token === "[") depth++;
    if (token === "]") depth--;
    if (depth > 0 || dots === undefined || SHORTHAND.test(name)) return token;
    return `${dots === ".." ? dots : ""}[${JSON.stringify(name.replace(/\\(.)/gsu, "$1"))}]`;
  }).join("");
}

/** Its regular expressions take linear time, because documents may hold them too. */
function makeEnvironment(): JSONPathEnvironment {
  const made = new JSONPathEnvironment();
  const [argTypes, returnType] = [
    [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    FunctionExpressionType.LogicalType,
  ];
  made.functionRegister.set("match", { argTypes, returnType, call: tester(compileAnchored) });
  made.functionRegister.set("search", { argTypes, returnType, call: tester(compileExpression) });
  return made;
}

/** Tells whether text matches; what is no text, or no expression, does not, as RFC 9535 says. */
function tester(compile: (source: string) => RE2JS): (text: unknown, source: unknown) => boolean {
  let last: { readonly source: string; readonly expression: RE2JS | undefined } | undefined;
  return (text, source) => {
    if (typeof text !== "string" || typeof source !== "string") return false;
    if (last?.source !== source) last = { source, expression: tryTo(() => compile(source)) };
    return last.expression?.test(text) ?? false;
  };
}

function tryTo<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

const environment = makeEnvironment();
