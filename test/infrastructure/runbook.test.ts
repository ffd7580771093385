/** The runbook and the templates know the same alarms, and its queries ask for fields that are logged. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildLogEntry } from "../../examples/ingest-lambda/src/answer/log.ts";
import type { JsonObject } from "./cloudformation.ts";
import { resolveSam } from "./sam.ts";

const RUNBOOK = readFileSync("docs/runbook.md", "utf8");

/** With all that is optional, so that no alarm is left out. */
const RESOURCES = Object.values(resolveSam({ ExpectSteadyTraffic: "on" }).Resources);

const alarms = RESOURCES.filter(({ Type }) => Type === "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);

/** `clickstream-server-errors` -> `server-errors` */
const nameOf = ({ AlarmName }: JsonObject): string => String(AlarmName).replace("clickstream-", "");

describe("the runbook", () => {
  const [, chapter = ""] = /^## Alarms$(.*?)^## /ms.exec(RUNBOOK) ?? [];
  const sections = [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);

  test("has a section for each alarm of the template, and no other", () => {
    expect(alarms.length).toBeGreaterThan(10);
    expect(sections.toSorted()).toEqual(alarms.map(nameOf).toSorted());
  });

  test.each(alarms.map((alarm) => ({ name: nameOf(alarm), alarm })))(
    "is named by the alarm $name",
    ({ name, alarm }) => {
      expect(alarm["AlarmDescription"]).toMatch(new RegExp(`^[A-Z].* docs/runbook[.]md#${name}$`));
    },
  );
});

describe("the queries", () => {
  /** A block without a language is a query of Logs Insights. */
  const queries = [...RUNBOOK.matchAll(/^ *```(\w*)\n(.*?)^ *```$/gms)].flatMap(([, language, text = ""]) =>
    language === "" ? [text] : [],
  );

  const stage = RESOURCES.find(({ Type }) => Type === "AWS::ApiGatewayV2::Stage");
  const { Format } = stage?.Properties["AccessLogSettings"] as { readonly Format: string };
  const answer = {
    kind: "acknowledged",
    status: 200,
    ack: { ok: true, server_time: "", stored: 1, duplicate: 0, rejected: [], retry: [] },
  } as const;
  const trace = { requestId: "1", durationMs: 1, received: 1 };
  const entry = buildLogEntry(answer, [], trace);
  /** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
  const PLATFORM = ["type", "record.status", "record.errorType"];
  const logged = new Set([...Object.keys(JSON.parse(Format) as object), ...Object.keys(entry), ...PLATFORM]);

  const WORDS =
    /^(?:filter|stats|sort|fields|parse|limit|like|and|or|by|as|desc|bin|count|sum|avg|max|pct|requests|events|reasons|m)$/;

  /** Words outside of texts and patterns that are neither the language's nor a name given within the query. */
  function readFields(query: string): readonly string[] {
    const bare = query.replaceAll(/"[^"]*"|\/[^\n]*?\/(?=[\n ])|@\w+/g, "");
    return [...bare.matchAll(/[a-z_][\w.]*/gi)].map(([word]) => word).filter((word) => !WORDS.test(word));
  }

  test("are there", () => {
    expect(queries.length).toBeGreaterThan(7);
  });

  test.each(queries.map((query, at) => ({ query, at })))("ask for fields that are logged: number $at", ({ query }) => {
    expect(readFields(query)).not.toEqual([]);
    expect(readFields(query).filter((field) => !logged.has(field))).toEqual([]);
  });
});
