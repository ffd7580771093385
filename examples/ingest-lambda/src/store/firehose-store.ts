/** Sends events to a Data Firehose stream, which writes them to S3 in files of its own, each event at least once. */
import type { EventRecord } from "../event/record.ts";
import type { SendToAws } from "./aws-request.ts";
import { attemptWithinMs, type TimeLeft } from "./deadline.ts";
import {
  assignOutcomes,
  dropDuplicates,
  OUT_OF_TIME,
  type EventStore,
  type Outcomes,
  type PutOutcome,
} from "./event-store.ts";
import { judgeFirehoseAnswer } from "./firehose-answer.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const MAX_CALL_BYTES = 4 * 1024 * 1024;
/** Before base64. A record is billed in steps of 5 KiB, so events share one. */
const MAX_RECORD_BYTES = 1_000 * 1024;

const MAX_ATTEMPTS = 3;

interface FirehoseRecord {
  readonly eventIds: readonly string[];
  /** NDJSON: Firehose joins records without anything between them. */
  readonly data: string;
  readonly bytes: number;
}

export interface FirehoseStoreOptions {
  readonly send: SendToAws;
  readonly url: string;
  readonly streamName: string;
}

/** Firehose has no create-if-absent, so that an event is stored twice where its answer was lost. */
export function createFirehoseStore({ send, url, streamName }: FirehoseStoreOptions): EventStore {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Firehose_20150804.PutRecordBatch" };

  async function call(records: readonly FirehoseRecord[], timeoutMs: number): Promise<readonly PutOutcome[]> {
    const encoded = records.map(({ data }) => ({ Data: Buffer.from(data).toString("base64") }));
    const body = JSON.stringify({ DeliveryStreamName: streamName, Records: encoded });
    const answer = await send({ method: "POST", url, headers, body }, timeoutMs);
    return judgeFirehoseAnswer(answer, records.length);
  }

  /** Sends only the failed records again: the others are stored, and would be stored twice. */
  async function deliver(records: readonly FirehoseRecord[], timeLeftMs: TimeLeft): Promise<Outcomes> {
    const outcomes = new Map<FirehoseRecord, PutOutcome | undefined>();
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const waiting = records.filter((record) => outcomes.get(record)?.kind !== "stored");
      const timeoutMs = attemptWithinMs(timeLeftMs);
      if (waiting.length === 0 || timeoutMs === undefined) break;

      const answers = await call(waiting, timeoutMs);
      for (const [at, record] of waiting.entries()) outcomes.set(record, answers[at]);
      if (answers.some(({ kind }) => kind === "misconfigured")) break;
    }
    return assignOutcomes(records, (record) => outcomes.get(record) ?? OUT_OF_TIME);
  }

  return {
    async keep(records, timeLeftMs) {
      const outcomes = new Map<string, PutOutcome>();
      // One after the other: a request seldom has more than one call.
      for (const group of splitIntoCalls(packRecords(dropDuplicates(records)))) {
        for (const [eventId, outcome] of await deliver(group, timeLeftMs)) outcomes.set(eventId, outcome);
      }
      return outcomes;
    },
  };
}

export function buildFirehoseUrl(region: string, endpoint: string | undefined): string {
  return endpoint ?? `https://firehose.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;
}

/** Packs as many events into each record as fit, in their order. */
export function packRecords(events: readonly EventRecord[]): readonly FirehoseRecord[] {
  const records: FirehoseRecord[] = [];
  for (const { eventId, body } of events) {
    const line = `${body}\n`;
    const bytes = Buffer.byteLength(line);
    const last = records.at(-1);
    const doesFit = last !== undefined && last.bytes + bytes <= MAX_RECORD_BYTES;
    if (doesFit) records[records.length - 1] = append(last, { eventIds: [eventId], data: line, bytes });
    else records.push({ eventIds: [eventId], data: line, bytes });
  }
  return records;
}

function append(record: FirehoseRecord, { eventIds, data, bytes }: FirehoseRecord): FirehoseRecord {
  return {
    eventIds: [...record.eventIds, ...eventIds],
    data: record.data + data,
    bytes: record.bytes + bytes,
  };
}

function splitIntoCalls(records: readonly FirehoseRecord[]): readonly (readonly FirehoseRecord[])[] {
  const perCall = Math.floor(MAX_CALL_BYTES / MAX_RECORD_BYTES);
  return Array.from({ length: Math.ceil(records.length / perCall) }, (_, at) =>
    records.slice(at * perCall, (at + 1) * perCall),
  );
}
