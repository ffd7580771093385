/** Writes the options into the SAM template, as its parameters, and into docs/deploy.md, as a table. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Option } from "./option.ts";
import { OPTION_GROUPS, toParameterName } from "./options.ts";

/** What is between the two lines is replaced. */
export interface Place {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export const PLACES: readonly Place[] = [
  {
    file: "examples/infrastructure/sam/template.yaml",
    from: "Parameters:\n",
    to: "\nRules:\n",
    text: Object.values(OPTION_GROUPS).flatMap(formatParameters).join(""),
  },
  {
    file: "docs/deploy.md",
    from: "<!-- The options, by `npm run options`. -->\n",
    to: "<!-- End of the options. -->\n",
    text: `\n${Object.entries(OPTION_GROUPS).map(formatTable).join("\n")}\n`,
  },
];

export function replaceBetween({ from, to, text }: Place, whole: string): string {
  const [before = "", ...rest] = whole.split(from);
  const [old, ...after] = rest.join(from).split(to);
  if (old === undefined || after.length === 0) throw new Error(`There is no "${from.trim()}" before "${to.trim()}"`);
  return before + from + text + to + after.join(to);
}

function formatParameters(options: Readonly<Record<string, Option>>): readonly string[] {
  return Object.entries(options).map(([name, option]) => formatParameter(name, option));
}

/** YAML takes JSON's texts as they are. */
function formatParameter(name: string, option: Option): string {
  const fields: readonly (readonly [string, string])[] = [
    ...parameterFields(option),
    ["Description", JSON.stringify(option.meaning.replaceAll("`", "'"))],
  ];
  return `  ${toParameterName(name)}:\n${fields.map(([field, value]) => `    ${field}: ${value}\n`).join("")}`;
}

function parameterFields(option: Option): readonly (readonly [string, string])[] {
  switch (option.kind) {
    case "text":
      return [...typeAndDefault("String", option.default), ["AllowedPattern", JSON.stringify(`^(${option.pattern})$`)]];
    case "list":
      return [
        ...typeAndDefault("CommaDelimitedList", option.default?.join(",")),
        ["AllowedPattern", JSON.stringify(`^(${option.pattern})$`)],
      ];
    case "number":
      return [
        ...typeAndDefault("Number", option.default),
        ["MinValue", String(option.min)],
        ["MaxValue", String(option.max)],
      ];
    case "choice":
      return [
        ...typeAndDefault(typeof option.default === "number" ? "Number" : "String", option.default),
        ["AllowedValues", `[${option.values.map((value) => JSON.stringify(value)).join(", ")}]`],
      ];
    case "switch":
      return [...typeAndDefault("String", option.default ? "on" : "off"), ["AllowedValues", '["on", "off"]']];
  }
}

function typeAndDefault(type: string, value: string | number | undefined): readonly (readonly [string, string])[] {
  return [["Type", type], ...(value === undefined ? [] : ([["Default", JSON.stringify(value)]] as const))];
}

function formatTable([heading, options]: readonly [string, Readonly<Record<string, Option>>]): string {
  const rows = Object.entries(options).map(([name, option]) => [
    `\`${toParameterName(name)}\``,
    `\`${name}\``,
    formatDefault(option),
    formatAccepted(option) + option.meaning.replaceAll("|", "\\|"),
  ]);
  const table = [["SAM parameter", "CDK option", "default", "what it does"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const line = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return `### ${heading}\n\n${[format(table[0] ?? []), line, ...table.slice(1).map(format)].join("\n")}\n`;
}

function formatDefault(option: Option): string {
  if (option.default === undefined) return "required";
  if (option.kind === "switch") return option.default ? "`on` / `true`" : "`off` / `false`";
  const text = typeof option.default === "object" ? option.default.join(",") : String(option.default);
  return text === "" ? "" : `\`${text}\``;
}

function formatAccepted(option: Option): string {
  if (option.kind !== "choice") return "";
  return `${option.values.map((value) => `\`${String(value)}\``).join(", ")}. `;
}

if (import.meta.main) {
  for (const place of PLACES) {
    writeFileSync(place.file, replaceBetween(place, readFileSync(place.file, "utf8")));
  }
}
