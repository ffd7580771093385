/** `npm run duckdb`: answers the questions from the files of `npm start`. `-- --folder <bucket>` names another folder. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDuckDbFiles } from "../questions/duckdb-files.ts";
import { QUESTIONS } from "../questions/questions.ts";
import { DEFAULT_BUCKET, FOLDER } from "../settings.ts";
import { printAnswer } from "./print-answer.ts";

const { values } = parseArgs({
  options: { folder: { type: "string", default: join(FOLDER, process.env["RAW_BUCKET_NAME"] ?? DEFAULT_BUCKET) } },
});
if (existsSync(join(values.folder, "events"))) {
  const files = await openDuckDbFiles(values.folder);
  console.log(`Files of ${values.folder}`);
  for (const question of Object.values(QUESTIONS)) printAnswer(question, await files.query(question.sql));
  files.close();
} else {
  console.error(`There are no events in ${values.folder}. \`npm start\` makes some.`);
  process.exitCode = 1;
}
