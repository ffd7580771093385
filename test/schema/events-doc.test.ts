/** Holds `docs/events.md` to the types: no event and no property that it forgets, or that is no more. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SAMPLES } from "../support/samples.ts";

const doc = await readFile("docs/events.md", "utf8");

/** The rows of the table below a heading, each as the words in code that its cells hold. */
const rowsBelow = (heading: string): readonly (readonly string[])[][] => {
  const [, section = ""] = doc.split(`## ${heading}\n`);
  const [table = ""] = section.split(/\n## /);
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`(\w+)\??`/g)].map(([, word = ""]) => word)),
  );
};

test("lists every standard event with all its properties", () => {
  const rows = rowsBelow("The standard events").map(([[name = ""] = [], , properties = []]) => [
    name,
    [...properties].sort(),
  ]);
  const typed = Object.entries(SAMPLES).map(([name, properties]) => [name, Object.keys(properties).sort()]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(typed));
});

test("says of every standard event how others call it", () => {
  const names = rowsBelow("Names in other tools").map(([[name = ""] = []]) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(SAMPLES)));
});
