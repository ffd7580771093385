/** Proves that the parts of the mutants laboratory find, draw and judge changes of the source. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { remove, replace } from "./change.ts";
import { applyMutant } from "./mutant.ts";
import { MUTANTS } from "./named/list.ts";
import { renameLocals } from "./rename-locals.ts";
import { call, literal } from "./select.ts";

const files = [...new Set(MUTANTS.map((mutant) => mutant.in))];
const mutantsOf = (file: string) => MUTANTS.filter((mutant) => mutant.in === file);

describe("the named mutants", () => {
  test.each(MUTANTS)("still fit the source: $intent", (mutant) => {
    const source = readFileSync(mutant.in, "utf8");
    expect(applyMutant(source, mutant)).not.toBe(source);
  });

  test.each(files)("fit %s when all its variables have other names", (file) => {
    const renamed = renameLocals(file);
    expect(renamed).toMatch(/\brenamed0\b/);
    for (const mutant of mutantsOf(file)) expect(applyMutant(renamed, mutant)).not.toBe(renamed);
  });

  test.each(files)("fit %s when it is formatted in another way and has no comments", (file) => {
    const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const formatted = ts.createPrinter({ removeComments: true }).printFile(tree);
    for (const mutant of mutantsOf(file)) expect(applyMutant(formatted, mutant)).not.toBe(formatted);
  });

  test("have an intent each", () => {
    expect(new Set(MUTANTS.map(({ intent }) => intent)).size).toBe(MUTANTS.length);
  });
});

describe("a mutant", () => {
  const mutant = { intent: "test", in: "file.ts", function: "send", tests: [] };
  const SOURCE = "function send(first) { write(1); if (first) write(2); return read(); }";

  test("removes the one statement that its selector finds", () => {
    const removed = applyMutant(SOURCE, { ...mutant, change: remove(call("read")) });
    expect(removed).toBe("function send(first) { write(1); if (first) write(2); ; }");
  });

  test.each([
    ["twice", replace(call("write"), "0"), "2 places"],
    ["nowhere", replace(call("erase"), "0"), "0 places"],
    ["with an argument that no call has", replace(call("write", literal(3)), "0"), "0 places"],
  ])("fails where its selector finds a place %s", (_, change, message) => {
    expect(() => applyMutant(SOURCE, { ...mutant, change })).toThrow(message);
  });

  test("fails where its function is gone or there twice", () => {
    const change = replace(call("read"), "0");
    expect(() => applyMutant(SOURCE, { ...mutant, function: "receive", change })).toThrow("0 functions");
    expect(() => applyMutant(SOURCE + SOURCE, { ...mutant, change })).toThrow("2 functions");
  });

  test("fails where its code can't be run", () => {
    expect(() => applyMutant(SOURCE, { ...mutant, change: replace(call("read"), "(") })).toThrow("does not fit");
  });
});
