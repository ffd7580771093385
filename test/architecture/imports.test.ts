/** Proves that imports follow the structure, and that one that does not is reported. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readImports, violationsOf } from "./imports.ts";
import { filesOf, namesOf, STRUCTURE } from "./structure.ts";

describe("the repository", async () => {
  const imports = await readImports();
  const sources = imports.modules.map(({ source }) => source).filter((source) => /^(src|examples|test)\//.test(source));

  test("has no import that breaks a rule", () => {
    expect(violationsOf(imports)).toEqual([]);
  });

  test("is read as a whole", () => {
    expect(sources.length).toBeGreaterThan(450);
  });

  const parts = Object.entries(STRUCTURE).map(([part, layers]) => ({ part, names: namesOf(layers) }));

  test.each(parts)("has each file of $part in a layer", ({ part, names }) => {
    const layers = names.map((name) => new RegExp(filesOf(part, name)));
    const files = sources.filter((source) => part === "." || source.startsWith(`${part}/`));
    expect(files.filter((file) => !layers.some((layer) => layer.test(file)))).toEqual([]);
  });

  const places = parts.flatMap(({ part, names }) => names.map((name) => ({ part, name })));

  test.each(places)("has files in $name of $part", ({ part, name }) => {
    const files = new RegExp(filesOf(part, name));
    expect(imports.modules.filter(({ source }) => files.test(source)).length).toBeGreaterThan(0);
  });
});

describe("an import is reported", () => {
  const cases = [
    { rule: "imports go down", from: "src/delivery/sender.ts", to: "src/tracker.ts" },
    { rule: "imports go down", from: "src/tracker.ts", to: "examples/demo/shop/cart.ts" },
    { rule: "imports go down", from: "src/options.ts", to: "test/support/test-platform.ts" },
    { rule: "imports go down", from: "examples/demo/stack.ts", to: "test/support/test-ingest.ts" },
    { rule: "imports go down", from: "examples/ingest-lambda/src/handler.ts", to: "examples/demo/gateway/gateway.ts" },
    {
      rule: "imports go down",
      from: "examples/ingest-lambda/src/request/body.ts",
      to: "examples/ingest-lambda/src/handler.ts",
    },
    { rule: "imports go down", from: "examples/warehouse/load/loader.ts", to: "examples/demo/live/feed.ts" },
    {
      rule: "imports go down",
      from: "examples/warehouse/database/schema.ts",
      to: "examples/warehouse/load/progress.ts",
    },
    { rule: "imports go down", from: "examples/infrastructure/cdk/stack.ts", to: "examples/demo/gateway/cors.ts" },
    { rule: "imports go down", from: "examples/demo/live/keys.ts", to: "examples/demo/shop/money.ts" },
    { rule: "imports go down", from: "test/support/test-gateway.ts", to: "test/labs/load/load.ts" },
    { rule: "no cycle", from: "src/visitor/session.ts", to: "src/visitor/visitor.ts" },
    { rule: "the SDK has one dependency", from: "src/platform/browser.ts", to: "node:fs" },
    { rule: "the SDK has one dependency", from: "src/platform/storage.ts", to: "uplot" },
    {
      rule: "examples import what is public or shared",
      from: "examples/warehouse/settings.ts",
      to: "src/platform/browser.ts",
    },
    { rule: "nothing imports a test", from: "test/unit/a.test.ts", to: "test/unit/b.test.ts" },
    { rule: "a page loads no server code", from: "examples/demo/live/page/main.ts", to: "node:http" },
    { rule: "a page loads no server code", from: "examples/warehouse/dashboard/page/show.ts", to: "pg" },
  ];

  let violations: readonly string[] = [];
  let folder = "";

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "structure-")));
    for (const { rule, from, to } of cases) await write(from, to, rule.startsWith("a page") ? "import" : "import type");
    await write("src/visitor/visitor.ts", "src/visitor/session.ts");
    await write("examples/demo/live/page/row-list.ts", "examples/demo/live/feed.ts");
    violations = violationsOf(await readImports(folder));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function write(from: string, to: string, how = "import type") {
    const isOurs = to.includes("/");
    const specifier = isOurs ? `./${relative(dirname(from), to)}` : to;
    for (const path of isOurs ? [from, to] : [from]) await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, from), `${how} { A } from "${specifier}";\nexport type B = A;\n`, { flag: "a" });
    if (isOurs) await writeFile(join(folder, to), "export type A = 1;\n", { flag: "a" });
  }

  test.each(cases)("that breaks '$rule': $from -> $to", ({ rule, from, to }) => {
    expect(violations).toContain(`${rule}: ${from} -> ${to.replace("node:", "")}`);
  });

  test("and no other", () => {
    expect(violations).toHaveLength(cases.length);
  });
});
