/** `npm run warehouse`: loads new objects, then answers the questions. `-- --retry-quarantine` loads objects in quarantine again. */
import { parseArgs } from "node:util";
import { ensureSchema } from "../database/schema.ts";
import { load } from "../load/loader.ts";
import { QUARANTINE, QUESTIONS } from "../questions/questions.ts";
import { openDatabase, openSource } from "../settings.ts";
import { printAnswer } from "./print-answer.ts";

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { "retry-quarantine": { type: "boolean", default: false } } });
  const source = openSource(process.env);
  const database = await openDatabase(process.env);
  try {
    await ensureSchema(database);
    console.log(`${source.name} -> ${database.where}`);
    const report = await load({
      source,
      database,
      retriesQuarantine: values["retry-quarantine"],
      onUnreadable: (key, error) => {
        console.error(`${key} could not be read: ${error instanceof Error ? error.name : String(error)}`);
      },
      onProgress: ({ objects, stored }) => {
        console.log(`${String(objects)} objects read, ${String(stored)} rows stored`);
      },
    });
    printAnswer({ title: "This run" }, [report]);
    for (const question of [...Object.values(QUESTIONS), QUARANTINE]) {
      printAnswer(question, await database.query<object>(question.sql));
    }
    if (report.unreadable > 0) throw new Error("Some objects could not be read. Run it again.");
  } finally {
    await database.close();
  }
}
