/** Proves that each source file says in its first line what it is for, and is short enough to hold one meaning. */
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

/** Past this a file of code holds two meanings. A test is a list of promises, which may be longer. */
const MAX_LINES = { src: 200, examples: 200, test: 650 };

/** One sentence in one comment: block comments in TypeScript and CSS, `--` in SQL. */
const PURPOSE = {
  ts: /^\/\*\* [A-Z`].*[.:] ?.*\*\/$/,
  css: /^\/\* [A-Z].*[.:] ?.*\*\/$/,
  sql: /^-- [A-Z].*[.:]/,
};

const extensions = Object.keys(PURPOSE).join(",");
const ignored = ["**/node_modules/**", "**/dist/**", "**/.clickstream/**"];

const saysItsPurpose = (path: string, text: string): boolean => {
  const [firstLine = ""] = text.split("\n");
  return Object.entries(PURPOSE).some(([extension, form]) => path.endsWith(`.${extension}`) && form.test(firstLine));
};

const lineCount = (text: string): number => text.trimEnd().split("\n").length;

describe.each(Object.entries(MAX_LINES))("each file of %s", (folder, maxLines) => {
  const paths = globSync(`${folder}/**/*.{${extensions}}`, { exclude: ignored });

  const read = () => Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));

  test("is looked at", () => {
    expect(paths.length).toBeGreaterThan(30);
  });

  test("says in its first line what it is for", async () => {
    const silent = (await read()).filter(({ path, text }) => !saysItsPurpose(path, text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test(`has at most ${maxLines} lines`, async () => {
    const long = (await read()).filter(({ text }) => lineCount(text) > maxLines);
    expect(long.map(({ path, text }) => `${path}: ${lineCount(text)}`)).toEqual([]);
  });
});

describe("a first line does not say what a file is for", () => {
  test.each([
    ["a.ts", 'import { test } from "vitest";\n'],
    ["a.ts", "// @vitest-environment happy-dom\n/** Proves something. */\n"],
    ["a.ts", "/**\n * Proves something.\n */\n"],
    ["a.ts", "/** */\n"],
    ["a.css", "body {}\n"],
    ["a.sql", "create table a;\n"],
  ])("if it is that of %s with %j", (path, text) => {
    expect(saysItsPurpose(path, text)).toBe(false);
  });
});

test("lines are counted up to the last one that has text", () => {
  expect([lineCount("a\nb\n"), lineCount("a\nb")]).toEqual([2, 2]);
});
