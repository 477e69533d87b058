import { parseFlags } from "../../src/app/config/flags.ts";
import { readSettings, SETTING_FLAGS, type Settings } from "../../src/app/config/settings.ts";

/** Reads settings from a command line. */
export function settingsOf(...args: readonly string[]): Settings {
  return readSettings({ args: parseFlags(args, SETTING_FLAGS), env: {} });
}
