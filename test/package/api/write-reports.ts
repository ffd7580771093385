/** Writes the API reports anew, from the declarations in `dist`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildReports, REPORT_FOLDER } from "./build-reports.ts";

for (const [name, text] of await buildReports(".")) await writeFile(join(REPORT_FOLDER, name), text);
