/** `npm run structure`: prints the layers of each part with their files and lines, and the imports that break a rule. */
import { readFile } from "node:fs/promises";
import { readImports, violationsOf } from "./imports.ts";
import { filesOf, namesOf, STRUCTURE } from "./structure.ts";

const imports = await readImports();
const files = await Promise.all(
  imports.modules
    .filter(({ source }) => /^(src|examples|test|[.]config)\/.*[.]ts$/.test(source))
    .map(async ({ source }) => ({ source, lines: (await readFile(source, "utf8")).trimEnd().split("\n").length })),
);

const sizeOf = (some: typeof files): string => {
  const lines = some.reduce((sum, each) => sum + each.lines, 0);
  return `${String(some.length).padStart(5)}${lines.toLocaleString("en").padStart(9)}`;
};

for (const [part, layers] of Object.entries(STRUCTURE)) {
  const ofPart = files.filter(({ source }) => part === "." || source.startsWith(`${part}/`));
  console.log(`${(part === "." ? "all" : part).padEnd(30)}${sizeOf(ofPart)}`);
  for (const [index, layer] of layers.entries()) {
    for (const [place, name] of namesOf([layer]).entries()) {
      const ofName = ofPart.filter(({ source }) => new RegExp(filesOf(part, name)).test(source));
      const number = place === 0 ? String(index + 1) : "";
      console.log(`${number.padStart(3)}  ${name.padEnd(25)}${sizeOf(ofName)}${place === 0 ? `  ${layer[1]}` : ""}`);
    }
  }
  console.log();
}

const violations = violationsOf(imports);
const cycles = violations.filter((violation) => violation.startsWith("no cycle"));
console.log(`cycles: ${String(cycles.length)}, imports that break a rule: ${String(violations.length)}`);
for (const violation of violations) console.log(`  ${violation}`);
