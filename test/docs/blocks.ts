/** A fenced block of a page. */
export interface Block {
  /** The text after the opening fence, such as `ts`. */
  readonly language: string;
  /** The file that the block's first line names in a comment, such as `exporter.ts`. */
  readonly file: string | undefined;
  /** The heading of level two above it. */
  readonly section: string;
  /** The line of its opening fence. */
  readonly line: number;
  /** Its content. */
  readonly text: string;
}

/**
 * Finds the fenced blocks of a page.
 *
 * @param markdown The page
 * @returns The blocks in their order
 * @throws {SyntaxError} If a block does not end
 */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let section = "";
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [i, text] of markdown.split("\n").entries()) {
    const fence = /^\s*```(.*)$/.exec(text);
    if (open && fence) {
      const { language, line, lines } = open;
      const file = /^(?:\/\/|#) ([\w./-]+\.\w+)$/.exec(lines[0] ?? "")?.[1];
      blocks.push({ language, file, section, line, text: lines.join("\n") });
      open = undefined;
    } else if (open) open.lines.push(text);
    else if (fence) open = { language: fence[1]?.trim() ?? "", line: i + 1, lines: [] };
    else section = /^## (.*)$/.exec(text)?.[1] ?? section;
  }
  if (open) throw new SyntaxError(`Cannot read the page: the block at line ${open.line} does not end`);
  return blocks;
}
