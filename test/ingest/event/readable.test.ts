/** What some engine could not read is taken out of its place, and kept in a form that each can read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTestIngest, storeOne } from "../../support/test-ingest.ts";

/** An event without what every event has. */
async function store(body: string): Promise<{ readonly event: object; readonly original: unknown }> {
  const { _ingest, ...event } = await storeOne({ body });
  const own = Object.entries(event).filter(([name]) => name !== "event_id" && name !== "event_timestamp");
  return { event: Object.fromEntries(own), original: _ingest["original"] };
}

describe("numbers", () => {
  test("that a double cannot hold keep their digits, in the file itself", async () => {
    const ingest = createTestIngest();
    await ingest.send({ body: '{"properties":{"order":12345678901234567890,"share":0.1234567890123456789}}' });
    expect([...ingest.objects.values()].join()).toContain(
      '{"order":12345678901234567890,"share":0.1234567890123456789}',
    );
    expect(ingest.events()[0]?._ingest).not.toHaveProperty("original");
  });

  test("that no engine can read are taken out, and kept as text", async () => {
    expect(await store('{"a":1e400,"list":[1,-1e400,3],"deep":{"b":1e400}}')).toEqual({
      event: { list: [1, null, 3], deep: {} },
      original: { a: "1e400", list: { 1: "-1e400" }, deep: { b: "1e400" } },
    });
  });

  test("of more than 38 digits become the nearest double, and are kept as text", async () => {
    const digits = "1234567890".repeat(4);
    expect(await store(`{"a":${digits},"b":0.${digits},"c":1e-400}`)).toEqual({
      event: { a: 1.2345678901234568e39, b: 0.12345678901234568, c: 0 },
      original: { a: digits, b: `0.${digits}`, c: "1e-400" },
    });
  });
});

describe("keys", () => {
  test("that differ by case only: the one in lower case stays, otherwise the first", async () => {
    expect(await store('{"Colour":1,"colour":2,"COLOUR":3,"deep":{"A":{"Size":1,"SIZE":2},"a":5}}')).toEqual({
      event: { colour: 2, deep: { a: 5 } },
      original: { Colour: 1, "COLOUR~2": 3, deep: { A: { Size: 1, "SIZE~2": 2 } } },
    });
  });

  test("that differ by case only from a field of every event are taken out, even alone", async () => {
    expect(await store('{"Session_Number":"many","EVENT_NAME":"a","_Ingest":1}')).toEqual({
      event: {},
      original: { Session_Number: "many", EVENT_NAME: "a", _Ingest: 1 },
    });
  });

  test("in capitals stay where they are alone", async () => {
    expect(await store('{"Colour":1,"deep":{"A":1,"b":2}}')).toEqual({
      event: { Colour: 1, deep: { A: 1, b: 2 } },
      original: undefined,
    });
  });

  test("that would set a prototype are taken out, and kept by another name", async () => {
    const { event, original } = await store(
      '{"__proto__":{"p":1},"properties":{"constructor":{"prototype":{"p":1}},"kept":1}}',
    );
    expect(event).toEqual({ properties: { kept: 1 } });
    expect(original).toEqual({ "__proto__~2": { p: 1 }, properties: { "constructor~2": { "prototype~2": { p: 1 } } } });
    expect({}).not.toHaveProperty("p");
  });

  test("with NUL or a lone surrogate are taken out, and kept as they are written in JSON", async () => {
    expect(await store('{"a\\u0000":1,"b":{"\\ud800":{"c":"\\udfff"}}}')).toEqual({
      event: { b: {} },
      original: { "a\\u0000": 1, b: { "\\ud800": { c: "\\udfff" } } },
    });
  });

  test("of what is kept differ by more than case, however many there are", async () => {
    const spellings = Array.from({ length: 1_024 }, (_, bits) =>
      Array.from("abcdefghij")
        .map((letter, at) => (bits & (1 << at) ? letter.toUpperCase() : letter))
        .join(""),
    );
    const { event, original } = await store(`{${spellings.map((key) => `"${key}":1`).join()}}`);
    const keys = Object.keys(original as object).map((key) => key.toLowerCase());
    expect(event).toEqual({ abcdefghij: 1 });
    expect(new Set(keys).size).toBe(1_023);
  });
});

test("an _ingest of a client is kept apart", async () => {
  const event = await storeOne({ body: { event_name: "a", _ingest: { source_ip: "1.2.3.4", original: { a: 1 } } } });

  expect(event._ingest).toMatchObject({
    source_ip: "203.0.113.7",
    original: { _ingest: { source_ip: "1.2.3.4", original: { a: 1 } } },
  });
});

test("a value inside another that is kept whole is not kept twice", async () => {
  expect(await store('{"client_id":{"a":"\\u0000","__proto__":1}}')).toEqual({
    event: {},
    original: { client_id: { a: "\\u0000", "__proto__~2": 1 } },
  });
});

test("no stored key or text is one that an engine refuses, at any depth", async () => {
  const key = fc.oneof(fc.constantFrom("a", "A", "__proto__", "constructor", "event_id", "\ud800", "b\0"), fc.string());
  const text = fc.string({ unit: fc.constantFrom("a", "\0", "\ud800", "\udc00", '"', "\\") });
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.array(tie("tree")), fc.dictionary(key, tie("tree"))),
  }));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, tree, { noNullPrototype: true }), async (body) => {
      const event = await storeOne({ body });
      expect(findUnreadable(event)).toEqual([]);
    }),
  );
});

function findUnreadable(value: unknown): readonly string[] {
  const isBad = (text: string): boolean => !text.isWellFormed() || text.includes("\0");
  if (typeof value === "string") return isBad(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  const lower = keys.map((one) => one.toLowerCase());
  const bad = keys.filter(
    (one, at) => isBad(one) || /^(__proto__|constructor|prototype)$/.test(one) || lower.indexOf(lower[at] ?? "") !== at,
  );
  return [...bad, ...Object.values(value).flatMap(findUnreadable)];
}
