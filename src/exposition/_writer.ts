/** Takes a body in the making. */
export interface Writer {
  /** Writes one ASCII character. */
  byte(code: number): void;
  /** Writes text. */
  text(text: string): void;
  /** Writes a number as JavaScript prints it, and the values that JavaScript prints otherwise in Prometheus' words. */
  number(value: number): void;
}
