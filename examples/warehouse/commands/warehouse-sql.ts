/** `npm run warehouse:sql`: writes the SQL files that list the columns. */
import { writeFile } from "node:fs/promises";
import { generateSql } from "../columns/generate-sql.ts";

for (const [name, text] of generateSql()) await writeFile(new URL(`../sql/${name}`, import.meta.url), text);
