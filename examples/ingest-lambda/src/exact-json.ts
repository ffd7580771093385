/** Parses JSON and keeps the digits of numbers that a double cannot hold, such as `12345678901234567890` and `1e400`. */

declare global {
  /** https://github.com/tc39/proposal-json-parse-with-source, which TypeScript does not know yet. */
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

/** The source text of a number. `JSON.stringify` writes it as it is. */
export interface ExactNumber {
  readonly rawJSON: string;
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return JSON.isRawJSON(value);
}

/** Matches where a number of 16 characters or more begins, or one with an exponent; and sometimes a text. */
const MAY_LOSE_DIGITS = /(?:^|[[:,\s-])(?:[\d.]{16,}|[\d.]+e)/i;

/** A number that a double cannot hold becomes an `ExactNumber`. @throws SyntaxError */
export function parseJson(text: string): unknown {
  // A reviver makes parsing several times slower, and nearly no text needs it.
  return MAY_LOSE_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  const isWhole = source === String(value) || normalize(source) === normalize(String(value));
  return isWhole ? value : JSON.rawJSON(source);
}

/** Writes a number in one way only: its digits without zeros around them, and their exponent. */
function normalize(number: string): string {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(number) ?? [];
  if (whole === undefined) return number;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign ?? ""}${significant}e${String(power)}`;
}
