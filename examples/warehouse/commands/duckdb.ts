/** `npm run duckdb`: answers the questions from the raw files of `npm start`, or with `-- --parquet` from compacted ones. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openParquetFiles, openRawFiles } from "../questions/duckdb-files.ts";
import { QUESTIONS } from "../questions/questions.ts";
import { FOLDER, openSource } from "../settings.ts";
import { createFolderSource } from "../sources/folder-source.ts";
import { printAnswer } from "./print-answer.ts";

const { values } = parseArgs({
  options: {
    // A bucket in a folder: it has `events` in it.
    folder: { type: "string" },
    parquet: { type: "boolean", default: false },
    // Where `npm run compact` has written to.
    from: { type: "string", default: join(FOLDER, "parquet") },
  },
});
const source = values.folder === undefined ? openSource(process.env) : createFolderSource(values.folder);
const where = values.parquet ? values.from : source.name;
const files = await (values.parquet ? openParquetFiles(values.from) : openRawFiles(source));
try {
  const [found] = await files.query("select 1 from clickstream_events limit 1");
  if (found) {
    console.log(`Files of ${where}`);
    for (const question of Object.values(QUESTIONS)) printAnswer(question, await files.query(question.sql));
  } else {
    console.error(
      `There are no events in ${where}. \`npm start\` makes some${values.parquet ? ", and `npm run compact` compacts them" : ""}.`,
    );
    process.exitCode = 1;
  }
} finally {
  await files.close();
}
