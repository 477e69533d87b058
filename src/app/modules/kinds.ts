import { csv } from "./csv.ts";
import { json } from "./json.ts";
import type { ModuleKind } from "./module.ts";
import { openmetrics } from "./openmetrics.ts";
import { text } from "./text.ts";
import { textfile } from "./textfile.ts";

/** All kinds of modules, by the word that the configuration has for them. */
export const KINDS: Readonly<Record<string, ModuleKind>> = { csv, json, openmetrics, text, textfile };
