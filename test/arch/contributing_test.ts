import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { MAY_IMPORT } from "./_floors.ts";
import { filesIn, readText } from "./_project.ts";

/** A row of the table of floors. */
interface Row {
  readonly floor: number;
  readonly folder: string;
  readonly mayImport: string;
}

const folders = new Set(filesIn("src").map((file) => file.split("/")[1] ?? ""));
const rows = readRows(readText("CONTRIBUTING.md"));

/** Reads the rows `| floor | `folder/` | contents | may import |`; a row without a floor is on that of the row above. */
function readRows(page: string): Row[] {
  let floor = NaN;
  return [...page.matchAll(/^\| +(\d*) +\| +`(\w+)\/` +\|.*\| +([^|]+?) +\|$/gm)].map(
    ([, number = "", folder = "", mayImport = ""]) => {
      if (number !== "") floor = Number(number);
      return { floor, folder, mayImport };
    },
  );
}

function foldersBelow(floor: number): string[] {
  return rows.filter((row) => row.floor < floor).map(({ folder }) => folder).sort();
}

test("CONTRIBUTING.md lists every folder of src/ once", () => {
  assertEquals(rows.map(({ folder }) => folder).sort(), [...folders].sort());
});

test("CONTRIBUTING.md puts folders above those they may import", () => {
  const wrong = rows.flatMap(({ floor, folder }) => {
    const below = foldersBelow(floor);
    const allowed = (MAY_IMPORT[folder] ?? []).filter((other) => folders.has(other));
    return allowed.filter((other) => !below.includes(other)).map((other) => `${folder} → ${other}`);
  });
  assertEquals(wrong, []);
});

for (const { floor, folder, mayImport } of rows) {
  test(`CONTRIBUTING.md says what ${folder}/ may import`, () => {
    const listed = [...mayImport.matchAll(/\w+/g)].map(([name]) => name).sort();
    const expected = mayImport === "all below" ? foldersBelow(floor) : mayImport === "–" ? [] : listed;
    const allowed = (MAY_IMPORT[folder] ?? []).filter((other) => folders.has(other));
    assertEquals(allowed.sort(), expected);
  });
}
