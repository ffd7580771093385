/** A list of objects to erase is taken whole, or not at all. */
import { describe, expect, test } from "vitest";
import { parseKeys } from "../../examples/warehouse/erase/parse-keys.ts";

const SOURCE = "s3://clickstream-s3-ingest";
const EVENT = "events/2026/11/24/event-0193a5b0-0000-7000-8000-000000000001.json";
const BATCH = "events/2026/11/24/batch-1.ndjson";
const GZIP = "events/2026/11/24/batch-1.ndjson.gz";

test.each([
  ["plain keys", `${EVENT}\n${BATCH}\n${GZIP}`],
  ["what Athena prints", `${SOURCE}/${EVENT}\n${SOURCE}/${BATCH}\n${SOURCE}/${GZIP}\n`],
  ["Athena's file of results", `"$path"\n"${SOURCE}/${EVENT}"\n"${SOURCE}/${BATCH}"\n"${SOURCE}/${GZIP}"\n`],
  ["lines of Windows, with a byte order mark", `\ufeff${EVENT}\r\n${BATCH}\r\n\r\n${GZIP}\r\n`],
  ["blanks around, and lines twice", ` ${EVENT}\n${BATCH} \n\t${GZIP}\n${EVENT}`],
])("takes %s", (_, text) => {
  expect(parseKeys(text, SOURCE)).toEqual([EVENT, BATCH, GZIP]);
});

test("takes the keys of a folder as they are listed there", () => {
  expect(parseKeys(`/home/ada/.clickstream/b/${EVENT}`, "/home/ada/.clickstream/b")).toEqual([EVENT]);
});

describe("refuses the whole list", () => {
  test.each([
    ["another bucket", `s3://other/${EVENT}`],
    ["a bucket whose name only begins the same", `s3://clickstream-s3-ingest-2/${EVENT}`],
    ["another prefix", EVENT.replace("events/", "errors/")],
    ["a key that is no object of events", "events/2026/11/24/"],
    ["a way out of the folder", "events/2026/11/24/../../../secret.ndjson"],
    ["a URL", `https://clickstream-s3-ingest.s3.amazonaws.com/${EVENT}`],
    ["two keys in one line", `${EVENT} ${BATCH}`],
    ["two columns", `"${SOURCE}/${EVENT}","2026/11/24"`],
    ["a client_id", "ada"],
    ["the head of a column that is not at the top", `"$path"`],
  ])("for %s, with the number and the text of the line", (_, line) => {
    const list = (): unknown => parseKeys(`${EVENT}\n\n${line}\n${BATCH}`, SOURCE);
    expect(list).toThrow(`Line 3 of the keys is ${JSON.stringify(line)}:`);
    expect(list).toThrow("Nothing is erased.");
  });

  test.each(["", "\n", " \r\n\t\n", "\ufeff", `"$path"\n`])("for %j, which has no key", (text) => {
    expect(() => parseKeys(text, SOURCE)).toThrow("The list of keys is empty. Nothing is erased.");
  });
});
