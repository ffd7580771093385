/** Proves that the SDK reaches the browser in one place, `src/platform`, so that all else runs without one. */
import { ESLint } from "eslint";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const PAGE_RULES = ["no-restricted-globals", "no-restricted-properties"];
const eslint = new ESLint({
  overrideConfigFile: ".config/eslint.config.js",
  ruleFilter: ({ ruleId }) => PAGE_RULES.includes(ruleId),
});
const sources = globSync("src/**/*.ts");

/** What a text would reach of the page if it were that file. */
async function reachesOf(text: string, filePath: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map(({ message }) => message);
}

test("only the platform reaches the page", async () => {
  const reaches = await Promise.all(sources.map(async (path) => reachesOf(await readFile(path, "utf8"), path)));
  expect(sources.length).toBeGreaterThan(30);
  expect(reaches.flat()).toEqual([]);
});

const REACHES = ["window.name", "fetch('/')", "localStorage.length", "Date.now()", "Math.random()"];

test.each(REACHES)("another file that reached it by %s would be reported", async (reach) => {
  const text = `/** */\nexport const reached = ${reach};\n`;
  expect(await reachesOf(text, "src/tracker.ts")).toHaveLength(1);
  expect(await reachesOf(text, "src/platform/browser.ts")).toEqual([]);
});
