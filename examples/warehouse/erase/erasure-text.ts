/** Says what is wrong where bucket and warehouse do not agree about a visitor, or where keys were not found. Pure. */
import type { ErasureReport } from "./erase.ts";

/** Keys that are shown of a longer list. */
const SHOWN_KEYS = 10;

/** Nothing where all is well. */
export function listDoubts(report: ErasureReport): readonly string[] {
  const { lines, rows, lostKeys, missingKeys } = report;
  return [
    ...(missingKeys.length > 0
      ? [`There is no object with these keys. An erasure that was killed may have removed them:${show(missingKeys)}`]
      : []),
    ...(lostKeys.length > 0
      ? [
          "Rows of the visitor came from objects in which no line of the visitor was found. The bucket's retention may have " +
            `removed them. If they are in another bucket, set RAW_BUCKET_NAME and run it again:${show(lostKeys)}`,
        ]
      : []),
    ...(lines > 0 && rows === 0
      ? ["Objects of the visitor were found, and no rows. If the warehouse is loaded, DATABASE_URL names another one."]
      : []),
  ];
}

function show(keys: readonly string[]): string {
  const more = keys.length - SHOWN_KEYS;
  const shown = keys.slice(0, SHOWN_KEYS).map((key) => `\n  ${key}`);
  return [...shown, ...(more > 0 ? [`\n  and ${String(more)} more`] : [])].join("");
}
