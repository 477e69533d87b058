/** Takes the lines of points, and is told what of them changes from scrape to scrape. */
export interface LineWriter {
  /** Writes one of the parts of the point, which never change. */
  part(index: number): void;
  /** Writes text that is the same at each scrape. */
  fixed(text: string): void;
  /** Writes a number as JavaScript prints it, and the values that JavaScript prints otherwise in Prometheus' words. */
  number(value: number): void;
  /** Writes text that may change, and may be empty. */
  text(text: string): void;
  /** Ends a line. */
  endLine(): void;
}
