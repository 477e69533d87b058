/**
 * Writes metric families in the formats that Prometheus reads.
 *
 * @module
 */

export type { EscapingScheme } from "../model/escaping.ts";
export { expose } from "./expose.ts";
export type { EncodeOptions, Encoder, EncoderOptions, Format, RememberingFormat } from "./format.ts";
export { type FormatName, FORMATS } from "./formats.ts";
export { negotiate, type Negotiated } from "./negotiate.ts";
export { encodeText } from "./text/text.ts";
