/** Writes values as PostgreSQL takes them: text without NUL, JSON without what `jsonb` refuses, rows for COPY. Pure. */

/** PostgreSQL's text cannot hold NUL, and no UTF-8 has half a surrogate pair. */
export function toPlainText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/**
 * `jsonb` refuses a file for one escaped NUL or lone surrogate, in a key as in a value. The pattern takes escapes one by
 * one, so that an escaped backslash before `u0000` stays what it is.
 */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) => {
    if (escape === "\\u0000") return "";
    // JSON.stringify escapes a surrogate only where it is alone.
    return escape.startsWith("\\ud") ? "\ufffd" : escape;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One line of COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html */
export function toCopyLine(values: readonly (string | undefined)[]): string {
  const cells = values.map((value) =>
    value === undefined ? "\\N" : value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? ""),
  );
  return `${cells.join("\t")}\n`;
}
