import { FunctionExpressionType, JSONPathEnvironment, type JSONPathNode, type JSONValue } from "json-p3";
import type { RE2JS } from "re2js";
import { compileAnchored, compileExpression } from "./_regular_expression.ts";

/** A node of a JSON document. */
export interface JsonRow {
  /** The document. */
  readonly document: JSONValue;
  /** Value of the node. */
  readonly value: JSONValue;
  /** Names and indices on the way from the document to the node. */
  readonly location: readonly (string | number)[];
}

/** A compiled JSONPath. */
export interface JsonPath {
  /** Number of steps from the start to a node; `Infinity` if the path searches at any depth. */
  readonly depth: number;
  /**
   * Finds the nodes that the path selects.
   *
   * @param row The current node, for paths that do not begin with `$`
   * @returns The nodes
   */
  readonly find: (row: JsonRow) => Iterable<JsonRow>;
}

/** Quoted text, a name after one or two dots, or any other character. */
const TOKENS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(\.{1,2})((?:\\.|[^.[\]\\*\s])+)|[^]/ysu;
/** The same in a filter, where names end at operators unless these are escaped. */
const TOKENS_IN_BRACKETS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(\.{1,2})((?:\\.|[\w\u0080-\u{10ffff}/-])+)|[^]/ysu;
const SHORTHAND = /^[A-Za-z_\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*$/u;

/**
 * Compiles a JSONPath (RFC 9535), also in the notation of json_exporter: `$` is the document, `@` or nothing is the current
 * node, and names may contain any characters except `.` and `[`, which must be escaped with a backslash.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9535
 * @param path A path such as `$.items[*]`, `@.name` or `.name`
 * @returns The compiled path
 * @throws {SyntaxError} If the path is invalid
 */
export function compileJsonPath(path: string): JsonPath {
  const [, start = "", rest = ""] = /^([$@]?)(.*)$/su.exec(path.trim()) ?? [];
  if (rest !== "" && !/^[.[]/.test(rest)) throw new SyntaxError("must be a JSONPath, which begins with $, @, . or [");
  if (start + rest === "") throw new SyntaxError("must be a JSONPath, which begins with $, @, . or [");
  const query = compileQuery(`$${rest === "." ? "" : quoteNames(rest)}`);
  return {
    depth: rest.includes("..") ? Infinity : query.segments.length,
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

/** Writes names that the shorthand notation does not allow in brackets, and escapes as RFC 9535 has them. */
function quoteNames(path: string): string {
  let depth = 0;
  let written = "";
  for (let at = 0; at < path.length;) {
    const tokens = depth === 0 ? TOKENS : TOKENS_IN_BRACKETS;
    tokens.lastIndex = at;
    const [token = path.charAt(at), dots, name = ""] = tokens.exec(path) ?? [];
    at += token.length;
    if (token === "[") depth++;
    if (token === "]") depth--;
    const isUsual = dots === undefined || SHORTHAND.test(name) || (depth > 0 && /^\d/.test(name));
    if (!isUsual) written += `${dots === ".." ? dots : ""}[${JSON.stringify(name.replace(/\\(.)/gsu, "$1"))}]`;
    else written += /^["']/.test(token) ? token.replace(/\\([^bfnrtu/\\'"])/gu, "$1") : token;
  }
  return written;
}

/** Creates an environment whose regular expressions run in linear time, because they may come from documents. */
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

/** Creates a match function. Values that are not text and invalid expressions do not match, as RFC 9535 requires. */
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
