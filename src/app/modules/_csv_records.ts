/** The special characters of a table. */
export interface CsvDialect {
  /** Separator of fields, one character. */
  readonly delimiter: string;
  /** Quote around fields that contain delimiters or line ends, one character; doubled within a quoted field. */
  readonly quote: string;
}

/**
 * Parses a table (RFC 4180). Lines may also end in a line feed alone, and empty lines are skipped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @param text The table
 * @param dialect The special characters
 * @returns The fields of each record
 * @throws {SyntaxError} If a quote is not closed, or text follows it
 */
export function* readRecords(text: string, { delimiter, quote }: CsvDialect): Generator<string[]> {
  let record: string[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    let field = "";
    let end = at;
    if (text[at] === quote) {
      const start = line;
      for (end = at + 1;; end += 2) {
        const close = text.indexOf(quote, end);
        if (close < 0) throw new SyntaxError(`the quote that opens in line ${start} is not closed`);
        const part = text.slice(end, close);
        for (let i = part.indexOf("\n"); i >= 0; i = part.indexOf("\n", i + 1)) line++;
        field += part;
        end = close;
        if (text[close + 1] !== quote) break;
        field += quote;
      }
      end++;
    } else {
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
      field = text[end] === delimiter ? text.slice(at, end) : text.slice(at, end).replace(/\r$/, "");
    }
    if (text[end] === "\r" && (text[end + 1] === "\n" || end + 1 === text.length)) end++;
    record.push(field);
    at = end + 1;
    if (text[end] === delimiter) {
      if (at >= text.length) record.push("");
      else continue;
    } else if (end < text.length && text[end] !== "\n") {
      throw new SyntaxError(`there is text after the closing quote in line ${line}`);
    }
    line++;
    if (record.length > 1 || record[0] !== "") yield record;
    record = [];
  }
}
