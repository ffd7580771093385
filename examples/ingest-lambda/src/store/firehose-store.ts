/**
 * Hands events to a Data Firehose stream, which writes them to S3 in files of its own.
 * At least once: Firehose knows no create-if-absent, so an answer that is lost stores the events twice.
 */
import type { AwsAnswer, SendToAws } from "./aws-request.ts";
import type { EventStore, Outcomes, PutOutcome, TimeLeft } from "./event-store.ts";
import { isJsonObject } from "../json.ts";
import { spread, withoutTwins } from "./layout.ts";
import type { EventRecord } from "../event/record.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const MAX_CALL_BYTES = 4 * 1024 * 1024;
/** Before base64. A record is billed in steps of 5 KiB, so events share one. */
const MAX_RECORD_BYTES = 1_000 * 1024;

const MAX_ATTEMPTS = 3;
const MAX_CALL_MS = 3_000;
const MIN_CALL_MS = 250;

interface FirehoseRecord {
  readonly eventIds: readonly string[];
  /** NDJSON: Firehose puts records together without anything between them. */
  readonly data: string;
  readonly bytes: number;
}

export interface FirehoseStoreOptions {
  readonly send: SendToAws;
  readonly url: string;
  readonly streamName: string;
}

export function createFirehoseStore({ send, url, streamName }: FirehoseStoreOptions): EventStore {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Firehose_20150804.PutRecordBatch" };

  async function call(records: readonly FirehoseRecord[], timeoutMs: number): Promise<readonly PutOutcome[]> {
    const encoded = records.map(({ data }) => ({ Data: Buffer.from(data).toString("base64") }));
    const body = JSON.stringify({ DeliveryStreamName: streamName, Records: encoded });
    const answer = await send({ method: "POST", url, headers, body }, timeoutMs);
    return judgeFirehoseAnswer(answer, records.length);
  }

  /** Sends again only the records that failed: the others are safe, and would be stored twice. */
  async function deliver(records: readonly FirehoseRecord[], timeLeftMs: TimeLeft): Promise<Outcomes> {
    const outcomes = new Map<string, PutOutcome>();
    let waiting = records;
    for (let attempt = 0; attempt < MAX_ATTEMPTS && waiting.length > 0; attempt += 1) {
      const leftMs = timeLeftMs();
      if (leftMs < MIN_CALL_MS) return new Map([...spread(waiting, () => OUT_OF_TIME), ...outcomes]);
      const answers = await call(waiting, Math.min(MAX_CALL_MS, leftMs));
      for (const [eventId, outcome] of spread(waiting, (_record, at) => answers[at])) outcomes.set(eventId, outcome);
      if (answers.some(({ kind }) => kind === "misconfigured")) break;
      waiting = waiting.filter((_record, at) => answers[at]?.kind !== "stored");
    }
    return outcomes;
  }

  return {
    async keep(records, timeLeftMs) {
      const outcomes = new Map<string, PutOutcome>();
      // One after the other: a request has seldom more than one call.
      for (const group of splitIntoCalls(buildRecords(withoutTwins(records)))) {
        for (const [eventId, outcome] of await deliver(group, timeLeftMs)) outcomes.set(eventId, outcome);
      }
      return outcomes;
    },
  };
}

const OUT_OF_TIME: PutOutcome = { kind: "retry", code: "out_of_time" };

export function buildFirehoseUrl(region: string, endpoint: string | undefined): string {
  return endpoint ?? `https://firehose.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;
}

/** As many events to a record as fit, in their order. */
export function buildRecords(events: readonly EventRecord[]): readonly FirehoseRecord[] {
  const records: FirehoseRecord[] = [];
  for (const { eventId, body } of events) {
    const line = `${body}\n`;
    const bytes = Buffer.byteLength(line);
    const last = records.at(-1);
    if (last === undefined || last.bytes + bytes > MAX_RECORD_BYTES) {
      records.push({ eventIds: [eventId], data: line, bytes });
    } else {
      records[records.length - 1] = {
        eventIds: [...last.eventIds, eventId],
        data: last.data + line,
        bytes: last.bytes + bytes,
      };
    }
  }
  return records;
}

function splitIntoCalls(records: readonly FirehoseRecord[]): readonly (readonly FirehoseRecord[])[] {
  const perCall = Math.floor(MAX_CALL_BYTES / MAX_RECORD_BYTES);
  return Array.from({ length: Math.ceil(records.length / perCall) }, (_, at) =>
    records.slice(at * perCall, (at + 1) * perCall),
  );
}

/** One outcome for each record, in order. The call may succeed while records in it fail. */
export function judgeFirehoseAnswer(answer: AwsAnswer, count: number): readonly PutOutcome[] {
  if (answer.kind === "unanswered") return Array<PutOutcome>(count).fill({ kind: "retry", code: answer.code });
  const body = parseObject(answer.body);
  if (answer.status !== 200) return Array<PutOutcome>(count).fill(judgeFailure(readType(body), answer.status));

  const responses: readonly unknown[] = Array.isArray(body.RequestResponses) ? body.RequestResponses : [];
  return Array.from({ length: count }, (_, at): PutOutcome => {
    const response = responses[at];
    if (!isJsonObject(response)) return { kind: "retry", code: "no_outcome" };
    if (typeof response.RecordId === "string" && !response.ErrorCode) return { kind: "stored" };
    return judgeFailure(String(response.ErrorCode), 500);
  });
}

const OVERLOADED = new Set(["ServiceUnavailableException", "ThrottlingException", "LimitExceededException"]);

function judgeFailure(code: string, status: number): PutOutcome {
  if (OVERLOADED.has(code) || status === 429) return { kind: "busy", code };
  return status >= 500 ? { kind: "retry", code } : { kind: "misconfigured", code };
}

/** `com.amazonaws.firehose#ResourceNotFoundException` and the short form are the same. */
function readType({ __type }: Readonly<Record<string, unknown>>): string {
  return (typeof __type === "string" ? /(\w{1,64})$/.exec(__type)?.[1] : undefined) ?? "unknown";
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
