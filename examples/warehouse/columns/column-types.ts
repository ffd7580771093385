/** What a column may hold: its name in each engine, and how a JSON value becomes its text. Pure and total. */
import { isCount, isId, isSnakeCase, isUserId, parseIsoMs } from "../../ingest-lambda/src/formats.ts";
import { isJsonObject } from "../../ingest-lambda/src/json.ts";
import { parseUuid } from "../../ingest-lambda/src/event/uuid.ts";
import { toJsonText, toPlainText } from "./postgres-text.ts";

export type ColumnType = "uuid" | "word" | "id" | "user" | "text" | "flag" | "count" | "amount" | "instant" | "json";

interface TypeRules {
  readonly postgres: string;
  readonly redshift: string;
  /** In Athena the serialiser reads the JSON itself: an object stays text, an instant is parsed in the query. */
  readonly athena: string;
  /** DuckDB's expression for a JSON value and its text. */
  readonly duckdb: (json: string, text: string) => string;
  /** `undefined` if the column cannot hold the value. */
  readonly parse: (value: unknown) => string | undefined;
}

/** PostgreSQL's and JavaScript's calendars both have the years 1 to 9999; a year 0 would fail the whole COPY. */
const FIRST_INSTANT_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_INSTANT_MS = Date.parse("9999-12-31T23:59:59.999Z");

const textWhere = (isRight: (value: unknown) => value is string) => (value: unknown) =>
  isRight(value) ? value : undefined;

const scalarText = (json: string, text: string): string =>
  `case when json_type(${json}) not in ('OBJECT', 'ARRAY') then replace(${text}, chr(0), '') end`;
const matching =
  (pattern: string) =>
  (json: string, text: string): string =>
    `case when json_type(${json}) = 'VARCHAR' and regexp_full_match(${text}, '${pattern}') then ${text} end`;

const ID_RULES: TypeRules = {
  postgres: "text",
  redshift: "varchar(64)",
  athena: "string",
  duckdb: matching("[A-Za-z0-9_-]{1,64}"),
  parse: textWhere(isId),
};

export const COLUMN_TYPES: Readonly<Record<ColumnType, TypeRules>> = {
  uuid: {
    postgres: "uuid",
    redshift: "char(36)",
    athena: "string",
    duckdb: (_, text) => `try_cast(${text} as uuid)`,
    parse: (value) => (typeof value === "string" && parseUuid(value) !== undefined ? value : undefined),
  },
  word: { ...ID_RULES, duckdb: matching("[a-z][a-z0-9_]{0,63}"), parse: textWhere(isSnakeCase) },
  id: ID_RULES,
  user: { ...ID_RULES, redshift: "varchar(1024)", duckdb: scalarText, parse: textWhere(isUserId) },
  text: {
    postgres: "text",
    redshift: "varchar(65535)",
    athena: "string",
    duckdb: scalarText,
    parse: parseText,
  },
  flag: {
    postgres: "boolean",
    redshift: "boolean",
    athena: "boolean",
    duckdb: (json, text) => `case when json_type(${json}) = 'BOOLEAN' then cast(${text} as boolean) end`,
    parse: (value) => (typeof value === "boolean" ? String(value) : undefined),
  },
  count: {
    postgres: "bigint",
    redshift: "bigint",
    athena: "bigint",
    duckdb: (json, text) => `case when json_type(${json}) = 'UBIGINT' then try_cast(${text} as bigint) end`,
    parse: (value) => (isCount(value) ? String(value) : undefined),
  },
  amount: {
    postgres: "numeric",
    redshift: "decimal(18, 4)",
    athena: "decimal(18, 4)",
    duckdb: (_, text) => `try_cast(${text} as decimal(18, 4))`,
    parse: parseAmount,
  },
  instant: {
    postgres: "timestamptz",
    redshift: "timestamptz",
    athena: "string",
    duckdb: (_, text) => `try_cast(${text} as timestamptz)`,
    parse: parseInstant,
  },
  json: {
    postgres: "jsonb",
    redshift: "super",
    athena: "string",
    duckdb: (json) => json,
    parse: (value) => (isJsonObject(value) ? toJsonText(value) : undefined),
  },
};

function parseText(value: unknown): string | undefined {
  if (typeof value === "string") return toPlainText(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Hand-written events have prices as text, too. More than a shop's prices would overflow Redshift's decimal. */
function parseAmount(value: unknown): string | undefined {
  if (typeof value === "string") return /^-?\d{1,14}(?:\.\d{1,4})?$/.test(value) ? value : undefined;
  return typeof value === "number" && Math.abs(value) < 1e14 ? String(value) : undefined;
}

function parseInstant(value: unknown): string | undefined {
  const ms = parseIsoMs(value);
  const isInCalendar = ms !== undefined && ms >= FIRST_INSTANT_MS && ms <= LAST_INSTANT_MS;
  return isInCalendar ? new Date(ms).toISOString() : undefined;
}
