/** `npm run duckdb`: answers the warehouse's questions from the files of `npm start`. `-- --folder <bucket>` for others. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_BUCKET, FOLDER } from "../settings.ts";
import { openFiles } from "../questions/duckdb.ts";
import { printAnswer } from "./print-table.ts";
import { QUESTIONS } from "../questions/questions.ts";

const { values } = parseArgs({
  options: { folder: { type: "string", default: join(FOLDER, process.env["RAW_BUCKET_NAME"] ?? DEFAULT_BUCKET) } },
});
if (existsSync(join(values.folder, "events"))) {
  const files = await openFiles(values.folder);
  console.log(`Files of ${values.folder}`);
  for (const question of Object.values(QUESTIONS)) printAnswer(question, await files.query(question.sql));
  files.close();
} else {
  console.error(`There are no events in ${values.folder}. \`npm start\` makes some.`);
  process.exitCode = 1;
}
