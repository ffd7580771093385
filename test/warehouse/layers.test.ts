/** The warehouse's imports go one way, types counted, and none goes to the demo. */
import { cruise, type IForbiddenRuleType } from "dependency-cruiser";
import { expect, test } from "vitest";

/** From the top down. A file may import from its own layer and from those below. */
const LAYERS = [
  "commands",
  "settings",
  "dashboard",
  "(compact|questions)",
  "(duckdb|queue)",
  "(erase|load)",
  "database",
  "columns",
  "sources",
].map((name) => `^examples/warehouse/${name}(/|[.]ts$)`);

const forbid = (name: string, from: string, to: string): IForbiddenRuleType => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

const RULES: readonly IForbiddenRuleType[] = [
  ...LAYERS.slice(1).map((layer, index) => forbid("up", layer, LAYERS.slice(0, index + 1).join("|"))),
  forbid("erase and load apart", "/warehouse/erase/", "/warehouse/(load|questions)/"),
  forbid("load and erase apart", "/warehouse/load/", "/warehouse/(erase|questions)/"),
  forbid("questions apart", "/warehouse/questions/", "/warehouse/(erase|load)/"),
  forbid("no demo", "^examples/warehouse/", "^examples/(demo|infrastructure)/"),
  { name: "cycle", severity: "error", from: {}, to: { circular: true } },
  {
    name: "outside the layers",
    severity: "error",
    from: { path: "^examples/warehouse/", pathNot: LAYERS.join("|") },
    to: {},
  },
];

async function violationsOf(forbidden: readonly IForbiddenRuleType[]): Promise<readonly string[]> {
  const { output } = await cruise(["examples/warehouse"], {
    ruleSet: { forbidden: [...forbidden] },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  if (typeof output === "string") throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(40);
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test("no import goes up", async () => {
  expect(await violationsOf(RULES)).toEqual([]);
});

test("an import that goes up would be reported", async () => {
  const upsideDown = forbid("upside down", "/warehouse/load/", "/warehouse/database/");
  expect(await violationsOf([upsideDown])).toContain(
    "upside down: examples/warehouse/load/write-chunk.ts -> examples/warehouse/database/database.ts",
  );
});
