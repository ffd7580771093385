/** The rules for imports, and what breaks them. */
import { cruise, type ICruiseResult, type IRegularForbiddenRuleType, type IModule } from "dependency-cruiser";
import { boundsOf, STRUCTURE } from "./structure.ts";

const forbid = (name: string, from: string, to: IRegularForbiddenRuleType["to"]): IRegularForbiddenRuleType => ({
  name,
  severity: "error",
  from: { path: from },
  to,
});

/** Imports of types count too: a file that needs a type from a layer above depends on that layer. */
const RULES: readonly IRegularForbiddenRuleType[] = [
  ...Object.keys(STRUCTURE)
    .flatMap(boundsOf)
    .filter(({ forbidden }) => forbidden.length > 0)
    .map(({ files, forbidden }) => forbid("imports go down", files, { path: [...forbidden] })),
  forbid("no cycle", "", { circular: true }),
  forbid("the SDK has one dependency", "^src/", { pathNot: "^(src|examples|test)/|(^|/)nanoid(/|$)" }),
  forbid("examples import what is public or shared", "^examples/", {
    path: "^src/",
    pathNot: "^src/(index|consent|amplify|subdomains|token|limits|wire|event\\/redact-url)[.]ts$",
  }),
  forbid("nothing imports a test", "", { path: "[.]test[.]ts$" }),
];

/** Reads the imports of all that is ours. `baseDir` is the folder that has `src`, `examples` and `test`. */
export async function readImports(baseDir = process.cwd()): Promise<ICruiseResult> {
  const { output } = await cruise(
    ["src", "examples", "test"],
    {
      baseDir,
      ruleSet: { forbidden: [...RULES] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      exclude: { path: "/dist/" },
    },
    { alias: { "clickstream-js$": `${baseDir}/src/index.ts`, "clickstream-js": `${baseDir}/src` } },
  );
  if (typeof output === "string") throw new Error(output);
  return output;
}

/** The code of a page is in folders of these names. */
const PAGE = /^(examples|test)\/(.*\/)?(client|page)\//;

/** What a page may load besides our own files. */
const PAGE_PACKAGES = /(^|\/)node_modules\/(nanoid|uplot)\//;

/** Here imports of types do not count: they are gone at run time, and a page may know the types of its server. */
function loadedBy(modules: ReadonlyMap<string, IModule>, source: string, loaded = new Set<string>()): Set<string> {
  for (const { resolved, dependencyTypes } of modules.get(source)?.dependencies ?? []) {
    if (dependencyTypes.includes("type-only") || loaded.has(resolved)) continue;
    loaded.add(resolved);
    loadedBy(modules, resolved, loaded);
  }
  return loaded;
}

function pageViolations({ modules }: ICruiseResult): readonly string[] {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  return modules
    .filter(({ source }) => PAGE.test(source))
    .flatMap(({ source }) =>
      [...loadedBy(bySource, source)]
        .filter((loaded) => !/[.](ts|css)$/.test(loaded) && !PAGE_PACKAGES.test(loaded))
        .map((loaded) => `a page loads no server code: ${source} -> ${loaded}`),
    );
}

/** What breaks a rule, one line for each import. */
export const violationsOf = (imports: ICruiseResult): readonly string[] => [
  ...imports.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  ...pageViolations(imports),
];
