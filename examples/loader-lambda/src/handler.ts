/** Handles a batch of messages, or the call of a timer: opens the database, loads, reports, and says which messages failed. */
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { readSqlState, type Database } from "../../warehouse/database/database.ts";
import { load } from "../../warehouse/load/loader.ts";
import type { LoadReport } from "../../warehouse/load/load-report.ts";
import { loadMessages } from "../../warehouse/queue/load-messages.ts";
import type { FindableSource } from "../../warehouse/sources/object-source.ts";

export interface LoaderOptions {
  readonly source: FindableSource;
  readonly bucket: string;
  /** A connection of this call alone: one that was frozen with the function may be dead. */
  readonly openDatabase: () => Promise<Database>;
  readonly report: (report: LoaderReport) => void;
  /** Is told of an object or a message that comes again. */
  readonly onFailure: (name: string, reason: string) => void;
  /** @default Date.now */
  readonly now?: () => number;
}

export interface LoaderReport extends LoadReport {
  readonly delayMs?: number | undefined;
  readonly failedMessages: number;
}

/** What a timer sends: the bucket is listed, in case a message was lost. */
export interface CatchUp {
  readonly task: "catch-up";
}

export type LoaderHandler = (event: SQSEvent | CatchUp) => Promise<SQSBatchResponse>;

/** PostgreSQL's `undefined_table` and `undefined_column`. */
const OTHER_SCHEMA = ["42P01", "42703"];

/** Throws if nothing could be done: then all messages come again. */
export function createLoaderHandler(options: LoaderOptions): LoaderHandler {
  return async (event) => {
    const database = await options.openDatabase();
    try {
      return await ("Records" in event ? loadBatch(event, database, options) : catchUp(database, options));
    } catch (error) {
      if (!OTHER_SCHEMA.includes(readSqlState(error) ?? "")) throw error;
      const hint =
        "The warehouse is not that of this version. Run `npm run warehouse` once, as a user who may create tables.";
      throw new Error(hint, { cause: error });
    } finally {
      await database.close().catch(() => undefined);
    }
  };
}

async function loadBatch(
  { Records }: SQSEvent,
  database: Database,
  { source, bucket, report, onFailure, now = Date.now }: LoaderOptions,
): Promise<SQSBatchResponse> {
  const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const { failedIds, ...counts } = await loadMessages(messages, {
    source,
    database,
    bucket,
    now,
    onForeign: onFailure,
    onUnreadable: (key, error) => {
      onFailure(key, nameOf(error));
    },
  });
  report({ ...counts, failedMessages: failedIds.length });
  return { batchItemFailures: failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function catchUp(
  database: Database,
  { source, report, onFailure, now = Date.now }: LoaderOptions,
): Promise<SQSBatchResponse> {
  const counts = await load({
    source,
    database,
    now,
    onUnreadable: (key, error) => {
      onFailure(key, nameOf(error));
    },
  });
  report({ ...counts, failedMessages: 0 });
  return { batchItemFailures: [] };
}

/** The message of an error may quote what it is about. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
