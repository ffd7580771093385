/** Proves that ESLint holds the style of the code: no class, no enum, no default export, no state outside of functions. */
import { ESLint } from "eslint";
import { expect, test, vi } from "vitest";

// In CI typescript-eslint would read the file of that name from the disk, and not the code given here.
vi.stubEnv("TSESTREE_SINGLE_RUN", "false");
const eslint = new ESLint({ overrideConfigFile: ".config/eslint.config.js" });

/** The names of the rules that a file of `src` with this code breaks. */
async function brokenRules(code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(`/** */\n${code}\n`, { filePath: "src/tracker.ts" });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

test.each([
  ["a class", "export class Store {}", "no-restricted-syntax"],
  ["a class in an expression", "export const Store = class {};", "no-restricted-syntax"],
  ["an enum", "export enum State { Open }", "no-restricted-syntax"],
  ["a default export", "export default 1;", "no-restricted-syntax"],
  ["state of the module", "let count = 0;\nexport const next = (): number => (count += 1);", "no-restricted-syntax"],
  ["state that is exported", "export let count = 0;\ncount += 1;", "no-restricted-syntax"],
  ["a cast to never", "export const value: string = 1 as never;", "no-restricted-syntax"],
  [
    "a non-null assertion",
    "export const at = (list: string[]): string => list[0]!;",
    "@typescript-eslint/no-non-null-assertion",
  ],
  ["any", "export const value: any = 1;", "@typescript-eslint/no-explicit-any"],
  [
    "else after return",
    "export function is(a: boolean): number {\n  if (a) return 1;\n  else return 2;\n}",
    "no-else-return",
  ],
  [
    "a parameter that changes",
    "export function next(at: number): number {\n  at += 1;\n  return at;\n}",
    "no-param-reassign",
  ],
])("does not take %s", async (_what, code, rule) => {
  expect(await brokenRules(code)).toContain(rule);
});

test("takes an error that is a class, and a function that counts by itself", async () => {
  const code = `export class CaughtError extends Error {}
export function createCounter(): () => number {
  let count = 0;
  return () => (count += 1);
}`;
  expect(await brokenRules(code)).toEqual([]);
});
