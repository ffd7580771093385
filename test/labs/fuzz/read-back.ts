/** Reads stored events back by each engine that runs here, and names what an engine has lost, refused or cannot answer. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLUMNS, type Column } from "../../../examples/warehouse/columns/columns.ts";
import { load } from "../../../examples/warehouse/load/loader.ts";
import { openRawFiles } from "../../../examples/warehouse/questions/duckdb-files.ts";
import { QUESTIONS } from "../../../examples/warehouse/questions/questions.ts";
import { queryAnswers } from "../../../examples/warehouse/dashboard/answers.ts";
import { createFolderSource } from "../../../examples/warehouse/sources/folder-source.ts";
import { ENGINES_HERE, type TestEngine } from "../../support/test-databases.ts";

type Ask = (sql: string) => Promise<readonly object[]>;

export interface ReadBack {
  readonly engine: string;
  readonly faults: readonly string[];
}

/** Lines in one file. */
const FILE_LINES = 2_000;

export async function readBack(lines: readonly string[]): Promise<readonly ReadBack[]> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-fuzz-"));
  try {
    await writeFiles(folder, lines);
    const events = lines.map((line) => JSON.parse(line) as object);
    const results: ReadBack[] = [];
    for (const engine of ENGINES_HERE) results.push(await readByDatabase(engine, folder, events));
    return [...results, await readByDuckDb(folder, events)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeFiles(folder: string, lines: readonly string[]): Promise<void> {
  const day = join(folder, "events/2026/11/24");
  await mkdir(day, { recursive: true });
  for (let begin = 0; begin < lines.length; begin += FILE_LINES) {
    const text = lines.slice(begin, begin + FILE_LINES).join("\n");
    await writeFile(join(day, `batch-${String(begin)}.ndjson`), `${text}\n`);
  }
}

async function readByDatabase(
  { name, start }: TestEngine,
  folder: string,
  events: readonly object[],
): Promise<ReadBack> {
  const server = await start();
  // No test ends here: `finally` closes it.
  const database = await server.fresh(() => undefined);
  try {
    const report = await load({ source: createFolderSource(folder), database });
    const isWhole = report.stored === events.length && report.quarantined === 0 && report.unreadable === 0;
    const faults = await compareColumns((sql) => database.query(sql), events);
    await queryAnswers(database, report);
    return { engine: name, faults: [...(isWhole ? [] : [JSON.stringify(report)]), ...faults] };
  } finally {
    await database.close();
    await server.stop();
  }
}

async function readByDuckDb(folder: string, events: readonly object[]): Promise<ReadBack> {
  const files = await openRawFiles(createFolderSource(folder));
  try {
    return { engine: "DuckDB", faults: await compareColumns((sql) => files.query(sql), events) };
  } finally {
    await files.close();
  }
}

/** Each column has as many values as the lines have, and each question has an answer. */
async function compareColumns(ask: Ask, events: readonly object[]): Promise<readonly string[]> {
  const counts = COLUMNS.map(({ name }) => `count(${name}) as ${name}`);
  const [found = {}] = await ask(`select count(*) as rows, ${counts.join(", ")} from clickstream_events`);
  const stored = found as Readonly<Record<string, unknown>>;
  for (const { sql } of Object.values(QUESTIONS)) await ask(sql);
  const expected = [
    ["rows", events.length] as const,
    ...COLUMNS.map((column) => [column.name, events.filter((event) => hasValue(event, column)).length] as const),
  ];
  return expected
    .filter(([name, count]) => Number(stored[name]) !== count)
    .map(([name, count]) => `${name}: ${String(stored[name])} of ${String(count)}`);
}

function hasValue(event: object, { path: [field, noteField] }: Column): boolean {
  const value = (event as Readonly<Record<string, unknown>>)[field];
  if (noteField === undefined) return value !== undefined;
  return (value as Readonly<Record<string, unknown>>)[noteField] !== undefined;
}
