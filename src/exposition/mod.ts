/**
 * Writes metric families in the formats that Prometheus reads.
 *
 * @module
 */

export type { EscapingScheme } from "../model/escaping.ts";
export { expose } from "./expose.ts";
export { type Format, type FormatName, FORMATS } from "./formats.ts";
export { encodeText, TEXT_CONTENT_TYPE, type TextOptions } from "./text.ts";
