/** Lists the columns as the statements of each engine name them. Pure. */
import { COLUMN_TYPES } from "./column-types.ts";
import { COLUMNS, EXTRA, type Column } from "./columns.ts";

/** The first line of each file. */
export const HEADER =
  "-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.";

export type Engine = "postgres" | "redshift" | "athena" | "parquet" | "clickhouse";

/** `identity` is a reserved word of Redshift, and other words may become one: each engine gets its own quotes. */
const QUOTES: Readonly<Record<Engine, string>> = {
  postgres: "",
  redshift: '"',
  athena: "`",
  parquet: "`",
  clickhouse: "`",
};

/** Columns of compacted files, as Athena and Spark name their types. */
export const PARQUET_COLUMNS: readonly string[] = [
  ...listColumns("parquet"),
  `\`${EXTRA}\` ${COLUMN_TYPES.json.parquet}`,
  `\`object_key\` ${COLUMN_TYPES.text.parquet}`,
];

/** The fields of `_ingest`, as those of a struct. */
export function listNoteFields(): readonly string[] {
  return COLUMNS.filter(({ path }) => path.length === 2).map(
    ({ name, type }) => `${name}: ${COLUMN_TYPES[type].athena}`,
  );
}

/** As in a `select` or an `insert`. */
export function listNames(engine: Engine): string {
  return COLUMNS.map(({ name }) => QUOTES[engine] + name + QUOTES[engine]).join(", ");
}

/** With their types. */
export function listColumns(engine: Engine): readonly string[] {
  return COLUMNS.map((column) => describe(engine, column));
}

export function describe(engine: Engine, { name, type, isRequired }: Column): string {
  const isNull = isRequired && (engine === "postgres" || engine === "redshift") ? " not null" : "";
  return `${QUOTES[engine]}${name}${QUOTES[engine]} ${COLUMN_TYPES[type][engine]}${isNull}`;
}
