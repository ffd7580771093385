/** The deploy guide names parameters, files, log groups and defaults that the templates really have. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OPTIONS } from "../../examples/infrastructure/options/options.ts";
import { parseTemplate, type JsonObject } from "./cloudformation.ts";
import { resolveSam, SAM_FILE } from "./sam.ts";

const GUIDE = readFileSync("docs/deploy.md", "utf8");
const PARAMETERS = parseTemplate(readFileSync(SAM_FILE, "utf8"))["Parameters"] as Readonly<Record<string, JsonObject>>;

function findAll(pattern: RegExp, text = GUIDE): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = ""]) => found);
}

test("gives parameters that the template has", () => {
  const named = findAll(/(?:^|[\s`'])([A-Z][A-Za-z]+[a-z])=/gm);

  expect(new Set(named).size).toBeGreaterThan(8);
  expect(named.filter((name) => !(name in PARAMETERS))).toEqual([]);
});

test("gives the template all that has no default", () => {
  const required = Object.keys(PARAMETERS).filter((name) => !("Default" in (PARAMETERS[name] ?? {})));

  expect(required).toEqual(["AllowedOrigins"]);
  expect(GUIDE).toContain("AllowedOrigins=$ORIGINS");
});

test("gives the app options that there are", () => {
  const given = new Set(findAll(/-c (\w+)=/g));

  expect(given.size).toBeGreaterThan(4);
  expect([...given].filter((name) => name !== "stackName" && !(name in OPTIONS))).toEqual([]);
});

test("names files and log groups that there are", () => {
  const logGroups = Object.values(resolveSam().Resources).map(({ Properties }) => Properties["LogGroupName"]);

  expect(findAll(/(examples\/[\w./-]+\.\w+)/g).filter((file) => !existsSync(file))).toEqual([]);
  expect(findAll(/aws logs tail (\S+)/g)).toHaveLength(2);
  expect(logGroups).toEqual(expect.arrayContaining([...findAll(/aws logs tail (\S+)/g)]));
});
