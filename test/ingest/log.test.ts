/** The log tells how a request went and nothing of what was in it. */
import { expect, test, vi } from "vitest";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { buildEvent, buildHttpEvent, createMemoryStore, createTestIngest } from "./test-ingest.ts";

const INJECTION = '\n{"level":"fatal","message":"forged"}\r\n';

test("counts what came of the events, and each reason", async () => {
  const [slow, good] = [buildEvent(), buildEvent()];
  const store = createMemoryStore((key) =>
    key.includes(String(slow.event_id)) ? { kind: "retry", code: "SlowDown" } : undefined,
  );
  const ingest = createTestIngest({ store });

  await ingest.send({ body: [good, good, slow, {}, {}] });

  expect(ingest.log).toEqual([
    {
      level: "warn",
      message: "ingest",
      request_id: "request-1",
      duration_ms: 0,
      status: 200,
      stored: 1,
      duplicate: 1,
      rejected: 2,
      retry: 1,
      codes: { invalid_event_name: 2, SlowDown: 1 },
    },
  ]);
});

test("calls for an operator when nothing could be stored", async () => {
  const ingest = createTestIngest({
    store: createMemoryStore(() => ({ kind: "misconfigured", code: "NoSuchBucket" })),
  });

  await ingest.send({ body: buildEvent() });

  expect(ingest.log).toMatchObject([{ level: "error", status: 503, codes: { NoSuchBucket: 1 } }]);
});

test.each([
  ["in an event", buildEvent({ page_title: INJECTION, [INJECTION]: 1 })],
  ["in a name", buildEvent({ event_name: INJECTION })],
  ["in an id", buildEvent({ event_id: INJECTION })],
  ["instead of an event", INJECTION],
  ["in what is no JSON", `${INJECTION}}`],
])("is one line of JSON, whatever stands %s", async (_name, body) => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const handler = createHandler({ store: createMemoryStore() });
  const headers = { cookie: "token=secret", "x-client-id": "secret", "user-agent": "secret" };

  await handler(buildHttpEvent({ body, headers }));
  const lines = write.mock.calls.map(([line]) => String(line));
  write.mockRestore();

  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ message: "ingest", request_id: "request-1" });
  expect(lines[0]).not.toMatch(/secret|forged|fatal/);
});
