/** Writes values in forms that PostgreSQL accepts: text, JSON, and rows for COPY. Pure. */

/** Removes NUL, which PostgreSQL's text cannot hold, and replaces lone surrogates, which UTF-8 cannot encode. */
export function toPlainText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/**
 * Does the same in JSON, in keys and in values: `jsonb` refuses an escaped NUL and an escaped lone surrogate. The pattern
 * matches escapes one by one, so an escaped backslash before `u0000` stays as it is.
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
