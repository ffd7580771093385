/** The types of columns: the name of each in every engine, and how a JSON value is read as one. Pure, and never throws. */
import { isCount, isId, isSnakeCase, isUserId, parseIsoMs } from "../../ingest-lambda/src/formats.ts";
import { isJsonObject } from "../../ingest-lambda/src/json.ts";
import { parseUuid } from "../../ingest-lambda/src/event/uuid.ts";
import { toJsonText, toPlainText } from "./postgres-text.ts";

export type ColumnType =
  "uuid" | "event_name" | "id" | "user_id" | "text" | "boolean" | "count" | "decimal" | "timestamp" | "json";

interface TypeRules {
  readonly postgres: string;
  readonly redshift: string;
  /** Athena reads the JSON by itself: objects and timestamps stay text, and the query parses them. */
  readonly athena: string;
  /** Builds the expression by which DuckDB reads the value. It gets the expressions of its JSON and of its text. */
  readonly duckdb: (json: string, text: string) => string;
  /** Returns the text of the value for PostgreSQL. `undefined` if the column cannot hold the value. */
  readonly parse: (value: unknown) => string | undefined;
}

/** PostgreSQL has no year 0: it would fail the whole COPY. */
const FIRST_TIMESTAMP_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_TIMESTAMP_MS = Date.parse("9999-12-31T23:59:59.999Z");

const parseIf = (isValid: (value: unknown) => value is string) => (value: unknown) =>
  isValid(value) ? value : undefined;

const duckdbScalar = (json: string, text: string): string =>
  `case when json_type(${json}) not in ('OBJECT', 'ARRAY') then replace(${text}, chr(0), '') end`;
const duckdbMatch =
  (pattern: string) =>
  (json: string, text: string): string =>
    `case when json_type(${json}) = 'VARCHAR' and regexp_full_match(${text}, '${pattern}') then ${text} end`;

const ID_RULES: TypeRules = {
  postgres: "text",
  redshift: "varchar(64)",
  athena: "string",
  duckdb: duckdbMatch("[A-Za-z0-9_-]{1,64}"),
  parse: parseIf(isId),
};

export const COLUMN_TYPES: Readonly<Record<ColumnType, TypeRules>> = {
  uuid: {
    postgres: "uuid",
    redshift: "char(36)",
    athena: "string",
    duckdb: (_, text) => `try_cast(${text} as uuid)`,
    parse: (value) => (typeof value === "string" && parseUuid(value) !== undefined ? value : undefined),
  },
  event_name: { ...ID_RULES, duckdb: duckdbMatch("[a-z][a-z0-9_]{0,63}"), parse: parseIf(isSnakeCase) },
  id: ID_RULES,
  user_id: { ...ID_RULES, redshift: "varchar(1024)", duckdb: duckdbScalar, parse: parseIf(isUserId) },
  text: {
    postgres: "text",
    redshift: "varchar(65535)",
    athena: "string",
    duckdb: duckdbScalar,
    parse: parseText,
  },
  boolean: {
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
  decimal: {
    postgres: "numeric",
    redshift: "decimal(18, 4)",
    athena: "decimal(18, 4)",
    duckdb: (_, text) => `try_cast(${text} as decimal(18, 4))`,
    parse: parseDecimal,
  },
  timestamp: {
    postgres: "timestamptz",
    redshift: "timestamptz",
    athena: "string",
    duckdb: (_, text) => `try_cast(${text} as timestamptz)`,
    parse: parseTimestamp,
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

/** Hand-written events may have prices as text. A number of more digits would not fit into Redshift's decimal(18, 4). */
function parseDecimal(value: unknown): string | undefined {
  if (typeof value === "string") return /^-?\d{1,14}(?:\.\d{1,4})?$/.test(value) ? value : undefined;
  return typeof value === "number" && Math.abs(value) < 1e14 ? String(value) : undefined;
}

function parseTimestamp(value: unknown): string | undefined {
  const ms = parseIsoMs(value);
  const isInCalendar = ms !== undefined && ms >= FIRST_TIMESTAMP_MS && ms <= LAST_TIMESTAMP_MS;
  return isInCalendar ? new Date(ms).toISOString() : undefined;
}
