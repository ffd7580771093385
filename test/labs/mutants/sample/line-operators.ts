/** Faults in SQL and YAML, found by line: enough to ask whether any test reads what the line says. Pure. */
import type { PossibleMutant } from "./possible-mutant.ts";

interface Rule {
  readonly operator: string;
  readonly find: RegExp;
  readonly change: (found: string) => string;
}

const EVERYWHERE: readonly Rule[] = [
  { operator: "Number", find: /(?<![\w.$/-])\d+(?![\w./-])/g, change: (found) => String(Number(found) * 2 + 1) },
  { operator: "Boolean", find: /\b(?:true|false)\b/g, change: (found) => (found === "true" ? "false" : "true") },
];

const SQL: readonly Rule[] = [
  ...EVERYWHERE,
  { operator: "Comparison", find: /(?<= )(?:<=|>=|<|>|=)(?= )/g, change: flipComparison },
  { operator: "Logic", find: /\b(?:and|or)\b/g, change: (found) => (found === "and" ? "or" : "and") },
  { operator: "Aggregate", find: /\b(?:max|min|sum)(?=\()/g, change: (found) => (found === "min" ? "max" : "min") },
  { operator: "Distinct", find: /(?<=\()distinct /g, change: () => "" },
  { operator: "Join", find: /\bleft join\b/g, change: () => "join" },
  { operator: "Null", find: /\bis not null\b/g, change: () => "is null" },
  { operator: "Order", find: / desc\b/g, change: () => "" },
  { operator: "LineRemoval", find: /^\s*(?:and|where) .*$/gm, change: () => "" },
];

const YAML: readonly Rule[] = [
  ...EVERYWHERE,
  // A key with all that is indented below it.
  { operator: "BlockRemoval", find: /^( +)[\w-]+:.*\n(?:\1 +.*\n|\n)*/gm, change: () => "" },
  { operator: "ItemRemoval", find: /^( +)- .*\n(?:\1 +.*\n)*/gm, change: () => "" },
];

export function listLineMutants(file: string, source: string): readonly PossibleMutant[] {
  const [rules, comment] = file.endsWith(".sql") ? [SQL, /--.*$/gm] : [YAML, /#.*$/gm];
  // Blanks for comments, so that all places stay where they are.
  const code = source.replace(comment, (text) => " ".repeat(text.length));
  return rules.flatMap(({ operator, find, change }) =>
    [...code.matchAll(find)].map((match) => ({
      file,
      operator,
      start: match.index,
      end: match.index + match[0].length,
      text: change(match[0]),
    })),
  );
}

function flipComparison(found: string): string {
  const flipped: Readonly<Record<string, string>> = { "<=": "<", ">=": ">", "<": "<=", ">": ">=", "=": "<>" };
  return flipped[found] ?? found;
}
