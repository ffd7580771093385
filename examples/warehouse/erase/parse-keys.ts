/** Reads the list of objects that an operator gives to the erasure. A line that is not understood is an error. Pure. */
import { isLoadable } from "../sources/object-source.ts";

/** The head of the column, in the file of results that Athena writes. */
const ATHENA_HEAD = /^(?:"\$path"|\$path)$/;

/**
 * Takes one object in each line: its key, or `s3://bucket/key` as Athena prints `"$path"`, with or without quotes.
 * `sourceName` is the name of the source that is erased from.
 *
 * @throws Error that names the first line that is something else, or says that there is no line
 */
export function parseKeys(text: string, sourceName: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const keys = lines.flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "" || (index === 0 && ATHENA_HEAD.test(line))) return [];
    return parseLine(line, index + 1, sourceName);
  });
  if (keys.length === 0) throw new Error("The list of keys is empty. Nothing is erased.");
  return [...new Set(keys)];
}

function parseLine(line: string, number: number, sourceName: string): string {
  const path = /^"(.*)"$/.exec(line)?.[1] ?? line;
  const prefix = `${sourceName}/`;
  const key = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  if (isLoadable(key)) return key;
  const expected = `expected a key such as events/2026/11/24/event-….json, or ${sourceName}/events/…`;
  throw new Error(`Line ${String(number)} of the keys is ${JSON.stringify(line)}: ${expected}. Nothing is erased.`);
}
