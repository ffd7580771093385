/** Makes the rows of all drivers comparable: each has its own types for large and decimal numbers, times and JSON. */

export function toPlainRow(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value)]));
}

function toPlain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number") return roundFraction(value);
  if (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value)) return roundFraction(Number(value));
  if (typeof value === "string" && value.startsWith("{")) return withPlainKeys(JSON.parse(value));
  if (typeof value === "object" && value !== null) {
    if ("width" in value && "scale" in value) return Number(String(value));
    return "hugeint" in value ? String(value) : withPlainKeys(value);
  }
  return value;
}

/** Engines add up fractions in different orders. */
function roundFraction(number: number): number {
  return Number.isInteger(number) ? number : Number(number.toPrecision(9));
}

/** `jsonb` keeps keys in an order of its own. */
function withPlainKeys(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
