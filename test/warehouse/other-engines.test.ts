/** The statements for engines that do not run here: each is one by the grammar of its engine, and names all columns. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { COLUMNS } from "../../examples/warehouse/columns/columns.ts";
import { readSql } from "../../examples/warehouse/database/schema.ts";
import { loadGrammars } from "../support/sql-grammars.ts";

const { HiveSQL, PostgreSQL, SparkSQL, TrinoSQL } = await loadGrammars();

const faultsOf = (sql: string, grammar: { validate(sql: string): readonly { readonly message: string }[] }) =>
  grammar.validate(sql).map(({ message }) => message);

/** The statements of a guide that begin with a heading of an engine. */
async function readGuide(heading: string): Promise<readonly string[]> {
  const guide = await readFile("docs/warehouse.md", "utf8");
  const [, section = ""] = guide.split(heading);
  const [, sql] = /^```sql\n(.*?)^```/ms.exec(section) ?? [];
  if (sql === undefined) throw new Error(`There is no SQL after ${heading}`);
  return sql.split(/;\s*$/m).filter((statement) => statement.trim() !== "");
}

describe("Athena", () => {
  test("takes its tables, by the grammar of Hive, which it has for definitions", async () => {
    const sql = await readSql("athena.sql");
    expect(faultsOf(sql, new HiveSQL())).toEqual([]);
    expect(faultsOf(sql.replace("partitioned by", "partitioned"), new HiveSQL())).not.toEqual([]);
  });

  test("takes the questions of the guide, by the grammar of Trino", async () => {
    const questions = await readGuide("**Athena**");
    expect(questions.length).toBeGreaterThan(0);
    for (const question of questions) expect(faultsOf(`${question};`, new TrinoSQL()), question).toEqual([]);
    expect(faultsOf("select from where;", new TrinoSQL())).not.toEqual([]);
  });
});

test.each(["spark.sql", "spark-compaction.sql"])("Spark takes %s", async (name) => {
  const sql = await readSql(name);
  expect(faultsOf(sql, new SparkSQL())).toEqual([]);
  expect(faultsOf(sql.replace("using parquet", "using"), new SparkSQL())).not.toEqual([]);
});

test("Spark writes the columns of its table, in their order", async () => {
  const sql = await readSql("spark-compaction.sql");
  // A helper column would become a column of the target, and one that is missing would move all others.
  const [, target = ""] = /create table clickstream_day \((.*?)\n\)/s.exec(sql) ?? [];
  const [, selected = ""] = /insert overwrite table clickstream_day\nselect (.*?) from/s.exec(sql) ?? [];
  const names = COLUMNS.map(({ name }) => `\`${name}\``);
  expect(selected.split(", ")).toEqual(names);
  expect([...target.matchAll(/^ {2}(`\w+`)/gm)].map(([, name]) => name)).toEqual(names);
});

describe("Redshift", () => {
  test("takes its table and its insert, by the grammar of PostgreSQL where both have it", async () => {
    const statements = (await readSql("redshift.sql")).replaceAll(/^--.*$/gm, "").split(/;\s*$/m);
    const [table = "", , , insert = ""] = statements;
    expect(
      faultsOf(`${table.replace(/\) diststyle.*/, ")").replaceAll(/ super\b/g, " jsonb")};`, new PostgreSQL()),
    ).toEqual([]);
    expect(faultsOf(`${insert};`, new PostgreSQL())).toEqual([]);
  });

  /** @see https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html */
  test("has no reserved word as a name without quotes", async () => {
    const sql = await readSql("redshift.sql");
    expect(sql).toContain('"identity" super');
    expect(sql.replaceAll(/^--.*$/gm, "").replaceAll(/"\w+"/g, "")).not.toMatch(
      /\b(identity|user|tag|raw|new|old|timestamp) /,
    );
  });

  test("skips no line in silence", async () => {
    expect(await readSql("redshift.sql")).not.toMatch(/maxerror|truncatecolumns|acceptinvchars/);
  });
});

test("ClickHouse fills each column by its name", async () => {
  const sql = await readSql("clickhouse.sql");
  const names = COLUMNS.map(({ name }) => `\`${name}\``);
  const [, filled = ""] = /insert into clickstream_events \((.*?)\)/.exec(sql) ?? [];
  const [, selected = ""] = /\nselect (.*?)\nfrom s3/.exec(sql) ?? [];
  expect(filled.split(", ")).toEqual(names);
  expect(selected).toBe(filled);
});
