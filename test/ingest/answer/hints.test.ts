/** An operator reads what to do about each failure, in the log and in the runbook. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findHint, HINTED_CODES } from "../../../examples/ingest-lambda/src/answer/hints.ts";
import { buildEvent, createMemoryStore, createTestIngest } from "../../support/test-ingest.ts";

const RUNBOOK = readFileSync("docs/runbook.md", "utf8");

test.each(HINTED_CODES)("%s has a sentence, and its place in the runbook", (code) => {
  expect(findHint([code])).toMatch(/^[A-Z].+\.$/);
  expect(RUNBOOK).toContain(`\`${code}\``);
});

test("the log has the hint of a failed put, once", async () => {
  const store = createMemoryStore(() => ({ kind: "misconfigured", code: "PermanentRedirect" }));
  const ingest = createTestIngest({ store });

  await ingest.send({ body: [buildEvent(), buildEvent()] });

  expect(ingest.log).toMatchObject([{ codes: { PermanentRedirect: 2 }, hint: findHint(["PermanentRedirect"]) }]);
});

test("a request without a fault has no hint, nor has a code that says all", async () => {
  const ingest = createTestIngest({ store: createMemoryStore(() => ({ kind: "retry", code: "InternalError" })) });

  await ingest.send({ body: buildEvent() });
  await ingest.send({ body: "{" });

  for (const entry of ingest.log) expect(entry).not.toHaveProperty("hint");
});
