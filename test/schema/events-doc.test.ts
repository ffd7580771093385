/** Holds `docs/events.md` to the types: no event and no property that it forgets, or that is no more. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SAMPLES } from "../support/samples.ts";

const doc = await readFile("docs/events.md", "utf8");

/** The cells of each row of the table below a heading. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = doc.split(`## ${heading}\n`);
  const [table = ""] = section.split(/\n## /);
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The words in code of a cell: names, with a question mark where the table has one. */
const wordsIn = (cell = ""): readonly string[] => [...cell.matchAll(/`(\w+\??)`/g)].map(([, word = ""]) => word);

interface PropertiesSchema {
  readonly $ref?: string;
  readonly required?: readonly string[];
}

interface EventSchema {
  readonly $defs: Readonly<Record<string, PropertiesSchema>>;
  readonly allOf: readonly {
    readonly if: { readonly properties: { readonly event_name: { readonly const: string } } };
    readonly then: { readonly properties: { readonly properties: PropertiesSchema } };
  }[];
}

/** The properties that an event must have, by its name. */
async function readRequired(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { allOf, $defs } = JSON.parse(await readFile("docs/schema/event.schema.json", "utf8")) as EventSchema;
  return new Map(
    allOf.map((rule) => {
      const { $ref, ...inline } = rule.then.properties.properties;
      const properties = $ref === undefined ? inline : $defs[$ref.replace("#/$defs/", "")];
      return [rule.if.properties.event_name.const, properties?.required ?? []];
    }),
  );
}

test("lists every standard event with all its properties, and marks those that may be left out", async () => {
  const required = await readRequired();
  const rows = rowsBelow("The standard events").map(([name, , properties]) => [
    wordsIn(name).join(),
    [...wordsIn(properties)].sort(),
  ]);
  const typed = Object.entries(SAMPLES).map(([name, properties]) => {
    const isRequired = (property: string) => required.get(name)?.includes(property) ?? false;
    return [
      name,
      Object.keys(properties)
        .map((property) => (isRequired(property) ? property : `${property}?`))
        .sort(),
    ];
  });
  expect(rows).toEqual(typed);
});

test("says of every standard event how Google Analytics 4 or Segment calls it", () => {
  const rows = rowsBelow("Names in other tools");
  expect(rows.map(([name]) => wordsIn(name).join())).toEqual(expect.arrayContaining(Object.keys(SAMPLES)));
  for (const [, google, segment] of rows) expect(`${google}${segment}`).toMatch(/\w/);
});
