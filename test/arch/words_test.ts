import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { filesIn, readText } from "./_project.ts";

/** Phrases that readers have to decode, with what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/(?<!\bthere )\bis (?:none|no(?! longer))\b/gi, '"is not a …" or "is invalid"'],
  [/\bwhoever\b|\bthose who\b/gi, "the client, the caller, the collector"],
  [/\bbeside\b/gi, "besides, in addition to"],
  [/\bof the moment\b/gi, "current"],
  [/\b(?:is|are|be|being) told\b|\btells\b/gi, "report, return, show, know"],
  [/\banew\b/gi, "again"],
  [/\bfor so long\b|\bso many at once\b/gi, "the number or the time itself"],
  [/\bnobody bears\b|\bbears it\b|\bthey bear\b/gi, "has the name"],
];

const files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "mod.ts", ...filesIn("src")];

test("docs, comments and messages use plain words", () => {
  const found = files.flatMap((file) =>
    readText(file).split("\n").flatMap((line, i) =>
      PHRASES.filter(([phrase]) => line.search(phrase) >= 0).map(([, instead]) =>
        `${file}:${i + 1} ${line.trim()} → ${instead}`
      )
    )
  );
  assertEquals(found, []);
});
