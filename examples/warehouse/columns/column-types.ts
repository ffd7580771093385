/** The types of columns: the name of each in every engine, and how a JSON value is read as one. Pure, and never throws. */
import type { FieldType } from "../../ingest-lambda/src/event-fields.ts";
import { fits } from "../../ingest-lambda/src/event/field-types.ts";
import { isExactNumber } from "../../ingest-lambda/src/exact-json.ts";
import { parseIsoMs } from "../../ingest-lambda/src/formats.ts";
import { toJsonText, toPlainText } from "./postgres-text.ts";

interface TypeRules {
  readonly postgres: string;
  readonly redshift: string;
  /** Athena reads the JSON by itself: objects and timestamps stay text, and the query parses them. */
  readonly athena: string;
  readonly duckdb: string;
  /** In compacted files, by the name that Athena and Spark share. They know no UUID and no JSON there. */
  readonly parquet: string;
  readonly clickhouse: string;
  /** Returns the text of the value for PostgreSQL. `undefined` if the column cannot hold the value. */
  readonly parse: (value: unknown) => string | undefined;
}

const parseIfFits =
  (type: FieldType, write: (value: unknown) => string = String) =>
  (value: unknown): string | undefined =>
    fits(type, value) ? write(value) : undefined;

const textOf = (type: FieldType, redshift: string): TypeRules => ({
  postgres: "text",
  redshift,
  athena: "string",
  duckdb: "varchar",
  parquet: "string",
  clickhouse: "String",
  parse: parseIfFits(type),
});

/** A value of another type than the ingest writes is read only where every engine reads it in the same way. */
export const COLUMN_TYPES: Readonly<Record<FieldType, TypeRules>> = {
  uuid: {
    postgres: "uuid",
    redshift: "char(36)",
    athena: "string",
    duckdb: "uuid",
    parquet: "string",
    clickhouse: "UUID",
    parse: parseIfFits("uuid"),
  },
  id: textOf("id", "varchar(64)"),
  // Redshift counts bytes, and a character has up to four.
  short_text: textOf("short_text", "varchar(2048)"),
  login_state: textOf("login_state", "varchar(64)"),
  text: {
    postgres: "text",
    redshift: "varchar(65535)",
    athena: "string",
    duckdb: "varchar",
    parquet: "string",
    clickhouse: "String",
    parse: parseText,
  },
  boolean: {
    postgres: "boolean",
    redshift: "boolean",
    athena: "boolean",
    duckdb: "boolean",
    parquet: "boolean",
    clickhouse: "Bool",
    parse: parseIfFits("boolean"),
  },
  ordinal: {
    postgres: "bigint",
    redshift: "bigint",
    athena: "bigint",
    duckdb: "bigint",
    parquet: "bigint",
    clickhouse: "Int64",
    parse: parseIfFits("ordinal"),
  },
  decimal: {
    postgres: "numeric",
    redshift: "decimal(18, 4)",
    athena: "decimal(18, 4)",
    duckdb: "decimal(18, 4)",
    parquet: "decimal(18, 4)",
    clickhouse: "Decimal(18, 4)",
    parse: parseDecimal,
  },
  timestamp: {
    postgres: "timestamptz",
    redshift: "timestamptz",
    athena: "string",
    duckdb: "timestamptz",
    parquet: "timestamp",
    clickhouse: "DateTime64(6, 'UTC')",
    parse: parseTimestamp,
  },
  json: {
    postgres: "jsonb",
    redshift: "super",
    athena: "string",
    duckdb: "json",
    parquet: "string",
    clickhouse: "String",
    parse: parseIfFits("json", toJsonText),
  },
};

function parseText(value: unknown): string | undefined {
  if (typeof value === "string") return toPlainText(value);
  if (isExactNumber(value)) return value.rawJSON;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
/** Hand-written events may have prices as text. A number of more digits would not fit into Redshift's decimal(18, 4). */
function parseDecimal(value: unknown): string | undefined {
  if (typeof value === "string") return /^-?\d{1,14}(?:\.\d{1,4})?$/.test(value) ? value : undefined;
  return typeof value === "number" && Math.abs(value) < 1e14 ? String(value) : undefined;
}

function parseTimestamp(value: unknown): string | undefined {
  const ms = parseIsoMs(value);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
