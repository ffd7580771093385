/** Proves the floors of the house: imports only go down, types counted, and the page is reached in one place. */
import { cruise, type IForbiddenRuleType } from "dependency-cruiser";
import { ESLint } from "eslint";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

/** From the roof to the cellar. A file may import from its own floor and from those below. */
const FLOORS = [
  "^src/development/",
  "^src/(index|amplify)[.]ts$",
  "^src/tracker[.]ts$",
  "^src/consent[.]ts$",
  "^src/options[.]ts$",
  "^src/event/",
  "^src/visitor/",
  "^src/delivery/",
  "^src/platform/",
  "^src/(attempt|byte-length|limits|standard-events|storage-keys|to-json|wire)[.]ts$",
];

const forbid = (name: string, from: string, to: string): IForbiddenRuleType => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

const forbidden: readonly IForbiddenRuleType[] = [
  ...FLOORS.slice(1).map((floor, index) => forbid("no way up", floor, FLOORS.slice(0, index + 1).join("|"))),
  { name: "no cycle", severity: "error", from: {}, to: { circular: true } },
  { name: "one dependency", severity: "error", from: { path: "^src/" }, to: { pathNot: "^src/|/nanoid/" } },
  { name: "no file outside the floors", severity: "error", from: { pathNot: FLOORS.join("|") }, to: { path: "^src/" } },
];

async function violationsOf(rules: readonly IForbiddenRuleType[], folder: string): Promise<readonly string[]> {
  const { output } = await cruise([folder], {
    ruleSet: { forbidden: [...rules] },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  if (typeof output === "string") throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(15);
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

const sources = globSync("src/**/*.ts");

describe("the house", () => {
  test("has imports that only go down, types counted", async () => {
    expect(await violationsOf(forbidden, "src")).toEqual([]);
  });

  test("would report an import that goes up", async () => {
    const upsideDown = forbid("upside down", "^src/tracker[.]ts$", "^src/platform/");
    expect(await violationsOf([upsideDown], "src")).toContain("upside down: src/tracker.ts -> src/platform/browser.ts");
  });

  test.each(sources)("says in the first line of %s what it is for", async (path) => {
    const [firstLine] = (await readFile(path, "utf8")).split("\n");
    expect(firstLine).toMatch(/^\/\*\* [A-Z].*[.:] ?.*\*\/$/);
  });

  test.each(sources)("keeps %s short enough to hold one meaning", async (path) => {
    expect((await readFile(path, "utf8")).split("\n").length).toBeLessThanOrEqual(201);
  });
});

describe("the page", () => {
  const eslint = new ESLint({ overrideConfigFile: ".config/eslint.config.js" });
  const PAGE_RULES = ["no-restricted-globals", "no-restricted-properties"];

  const reachesOf = async (text: string, filePath: string): Promise<readonly string[]> => {
    const [result] = await eslint.lintText(text, { filePath });
    return (result?.messages ?? [])
      .filter(({ ruleId }) => PAGE_RULES.includes(ruleId ?? ""))
      .map(({ message }) => message);
  };

  test("is reached from the platform only", async () => {
    const reaches = await Promise.all(sources.map(async (path) => reachesOf(await readFile(path, "utf8"), path)));
    expect(reaches.flat()).toEqual([]);
  });

  test.each(["window.name", "fetch('/')", "localStorage.length", "Date.now()", "Math.random()"])(
    "would be reported if an upper floor reached it by %s",
    async (reach) => {
      expect(await reachesOf(`/** */\nexport const reached = ${reach};\n`, "src/event/build-event.ts")).toHaveLength(1);
    },
  );
});
