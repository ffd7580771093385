/** `npm run warehouse`: loads what is new in the bucket, or what the messages of a queue announce, and answers the questions. */
import { parseArgs } from "node:util";
import { ensureSchema } from "../database/schema.ts";
import type { LoadReport } from "../load/load-report.ts";
import { load } from "../load/loader.ts";
import { QUARANTINE, QUESTIONS } from "../questions/questions.ts";
import { createSqsQueue } from "../queue/sqs-queue.ts";
import { workQueue } from "../queue/work-queue.ts";
import { openDatabase, openSource, readBucketName } from "../settings.ts";
import { printAnswer } from "./print-answer.ts";

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      // Loads the objects in quarantine again.
      "retry-quarantine": { type: "boolean", default: false },
      // Reads every object of the bucket again, however old.
      all: { type: "boolean", default: false },
      // The URL of an SQS queue that the bucket tells what is new.
      queue: { type: "string" },
      // Goes on when the queue is empty.
      follow: { type: "boolean", default: false },
    },
  });
  const source = openSource(process.env);
  const database = await openDatabase(process.env);
  try {
    await ensureSchema(database);
    console.log(`${values.queue ?? source.name} -> ${database.where}`);
    const reports = { onUnreadable: printUnreadable, onProgress: printProgress };
    const report: LoadReport & { readonly failed?: number } =
      values.queue === undefined
        ? await load({
            source,
            database,
            retriesQuarantine: values["retry-quarantine"],
            readsAll: values.all,
            ...reports,
          })
        : await workQueue({
            queue: createSqsQueue(values.queue),
            source,
            database,
            bucket: readBucketName(process.env),
            goesOn: () => values.follow,
            onForeign: (_, reason) => {
              console.error(`A message is no notification of this bucket: ${reason}`);
            },
            ...reports,
          });
    printAnswer({ title: "This run" }, [report]);
    for (const question of [...Object.values(QUESTIONS), QUARANTINE]) {
      printAnswer(question, await database.query<object>(question.sql));
    }
    if (report.unreadable > 0) throw new Error("Some objects could not be read. Run it again.");
    if (report.failed) throw new Error("Some messages could not be read. They come again.");
  } finally {
    await database.close();
  }
}

function printUnreadable(key: string, error: unknown): void {
  console.error(`${key} could not be read: ${error instanceof Error ? error.name : String(error)}`);
}

function printProgress({ objects, stored }: LoadReport): void {
  console.log(`${String(objects)} objects read, ${String(stored)} rows stored`);
}
