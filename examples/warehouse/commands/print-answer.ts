/** Prints an answer of the warehouse as a table for people: dates in ISO 8601, numbers with two decimals at most. */
import type { Question } from "../questions/questions.ts";

export function printAnswer({ title }: Pick<Question, "title">, rows: readonly object[]): void {
  console.log(`\n${title}`);
  if (rows.length === 0) return console.log("  nothing");
  console.table(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, show(value)]))));
}

/** The drivers have `Date`, `bigint`, and text for decimals that JavaScript's numbers cannot hold exactly. */
function show(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return Number(value);
  const number = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? Math.round(number * 100) / 100 : value;
}
