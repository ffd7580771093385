/** The page docs/brief.md names a test for each statement of the brief, and each of them exists. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

interface Row {
  readonly statement: string;
  readonly title: string;
  readonly file: string;
}

const HEADINGS = ["Flow", "Buckets", "The function", "The API", "The frontend", "Testing", "The package"];

const cells = (line: string): readonly string[] => line.split("|").map((cell) => cell.trim());

async function readRows(): Promise<readonly Row[]> {
  const lines = (await readFile("docs/brief.md", "utf8")).split("\n").filter((line) => line.startsWith("| "));
  return lines
    .slice(1)
    .map(cells)
    .filter(([, , title = ""]) => /^[^-]/.test(title))
    .map(([, statement = "", title = "", file = ""]) => ({ statement, title, file: file.replaceAll("`", "") }));
}

test("each statement of the brief has a test, and there is one in each part", async () => {
  const text = await readFile("docs/brief.md", "utf8");
  const rows = await readRows();
  expect(rows.length).toBeGreaterThan(35);
  for (const heading of HEADINGS) expect(text).toContain(`| **${heading}**`);
});

test("each test that the brief's page names exists, by its whole title", async () => {
  for (const { statement, title, file } of await readRows()) {
    const source = await readFile(file, "utf8");
    expect(source.includes(`"${title}"`), `${statement}: ${title} in ${file}`).toBe(true);
  }
});
