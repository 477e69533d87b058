import { writeFileSync } from "node:fs";
import { ASSETS_FILE, printAssets } from "./_landing_assets.ts";

writeFileSync(ASSETS_FILE, await printAssets());
