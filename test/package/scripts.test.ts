/** Holds what is written about the scripts of package.json, in documents and workflows, to those that there are. */
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const names = Object.keys(scripts);

test("CONTRIBUTING.md has one row for each script, with what it does and how long it takes", async () => {
  const [, section = ""] = (await readFile("CONTRIBUTING.md", "utf8")).split("## All scripts\n");
  const rows = [...section.matchAll(/^\| `([\w:]+)` *\| \S.* \| \S.* *\|$/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual([...names].sort());
});

test("CONTRIBUTING.md names no file that there is not", async () => {
  const text = await readFile("CONTRIBUTING.md", "utf8");
  const paths = [...text.matchAll(/`((?:src|examples|test|docs|\.\w+)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  expect(paths).toEqual(expect.arrayContaining(["src/wire.ts", "test/package/api"]));
  // Made by a script, and not kept.
  expect(paths.filter((path) => path !== "docs/api" && !existsSync(path))).toEqual([]);
});

/** `npm run x`, `npm test`, `npm start`, as prose and commands have them. */
const scriptsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm (?:run ([\w:]+)|(test|start)\b)/g)].map(([, run, short]) => run ?? short ?? "");

const DOCUMENTS = globSync(["*.md", "docs/**/*.md", "examples/**/*.md", ".github/**/*.{md,yml}", ".ci/*"], {
  exclude: ["**/node_modules", "docs/api"],
});

test.each(DOCUMENTS)("%s names no script that there is not", async (path) => {
  const named = scriptsIn(await readFile(path, "utf8"));
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
});

test("finds scripts where they are named", () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(["README.md", ".github/workflows/ci.yml", ".ci/run"]));
  expect(scriptsIn("npm ci && npm run size -- --record, npm test, `npm run warehouse:sql`")).toEqual([
    "size",
    "test",
    "warehouse:sql",
  ]);
});

test("CI runs a clean install, the checks, all tests, the torture and the mutants", async () => {
  const lines = (await readFile(".ci/run", "utf8")).split("\n").filter((line) => line.startsWith("npm "));
  expect(lines).toEqual([
    "npm ci",
    "npm run check",
    "npm test",
    "npm run torture -- --short --together",
    "npm run test:mutants",
  ]);
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly "timeout-minutes"?: number; readonly permissions?: object; readonly steps: readonly Step[] }
    >
  >;
}

async function readWorkflow(name: string): Promise<Workflow> {
  return parse(await readFile(`.github/workflows/${name}`, "utf8")) as Workflow;
}

describe.each(globSync("*.yml", { cwd: ".github/workflows" }))("the workflow %s", (name) => {
  test("may only read, is bounded in time, and takes actions of GitHub by their major version", async () => {
    const { permissions, jobs } = await readWorkflow(name);
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs)) {
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
      const actions = job.steps.flatMap(({ uses }) => uses ?? []);
      expect(actions).toContain("actions/checkout@v6");
      for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
    }
  });
});

test("there are the workflows and forms that this suite reads", () => {
  expect(globSync("*.yml", { cwd: ".github/workflows" }).sort()).toEqual(["ci.yml", "release.yml", "weekly.yml"]);
  expect(globSync("*.yml", { cwd: ".github/ISSUE_TEMPLATE" }).sort()).toEqual(["bug.yml", "config.yml", "feature.yml"]);
});

test("every change is installed, checked and tested on Node 20, 22 and 24", async () => {
  const { on, jobs } = await readWorkflow("ci.yml");
  expect(on).toEqual({ push: { branches: ["main"] }, pull_request: null });
  expect(jobs["test"]).toMatchObject({ strategy: { matrix: { node: [20, 22, 24] } } });
  const commands = jobs["test"]?.steps.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual([".ci/install", "npm ci", "npm run check", "npm test"]);
});

test("nothing is published without a tag, and only the job that publishes may identify itself", async () => {
  const { on, jobs } = await readWorkflow("release.yml");
  expect(on).toEqual({ push: { tags: ["v*"] } });
  expect(jobs["publish"]?.permissions).toEqual({ contents: "read", "id-token": "write" });

  for (const other of ["ci.yml", "weekly.yml"]) {
    const text = await readFile(`.github/workflows/${other}`, "utf8");
    expect(text).not.toMatch(/npm publish|id-token|secrets\./);
  }
});

test.each(globSync(".github/ISSUE_TEMPLATE/*.yml"))("%s is a form that GitHub reads", async (path) => {
  const form = parse(await readFile(path, "utf8")) as Readonly<Record<string, unknown>>;
  if (path.endsWith("config.yml")) {
    expect(form).toHaveProperty("contact_links");
    return;
  }
  // https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
  expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String), body: expect.any(Array) });
});
