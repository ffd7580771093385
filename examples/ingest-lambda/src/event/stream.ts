/** Reads what a batch reports of its page load, bounded, since it is stored with each event. Pure. */
import type { Batch, StreamReport } from "../../../../src/wire.ts";
import { isCount, isId, isWord } from "../fields.ts";
import { isJsonObject } from "../json.ts";
import { MAX_DROP_REASONS, MAX_PREVIOUS_STREAMS } from "../limits.ts";

/** With these in the files, `missing = last_seq - stored - dropped` needs nothing but the files. */
export function readStream(value: unknown): Batch["stream"] | undefined {
  const report = readReport(value);
  if (report === undefined || !isJsonObject(value) || !Array.isArray(value.previous)) return report;
  const previous = value.previous
    .slice(0, MAX_PREVIOUS_STREAMS)
    .map(readReport)
    .filter((other) => other !== undefined);
  // Most pages have nothing to tell of others, and all this is stored with each event.
  return previous.length > 0 ? { ...report, previous } : report;
}

function readReport(value: unknown): StreamReport | undefined {
  if (!isJsonObject(value)) return undefined;
  const { page_load_id, counted_by, last_seq, dropped } = value;
  if (!isId(page_load_id) || !isCount(last_seq)) return undefined;
  // Without it, the counts would be taken for the page load's own.
  if (counted_by !== undefined && !isId(counted_by)) return undefined;
  return { page_load_id, counted_by, last_seq, dropped: readDropped(dropped) };
}

function readDropped(value: unknown): Readonly<Record<string, number>> {
  if (!isJsonObject(value)) return {};
  const reasons = Object.entries(value).filter(
    (entry): entry is [string, number] => isWord(entry[0]) && isCount(entry[1]),
  );
  return Object.fromEntries(reasons.slice(0, MAX_DROP_REASONS));
}
