/** What the function may be called with: each is stored, or named in the log in words for an operator. */
import { describe, expect, test } from "vitest";
import { readCall } from "../../../examples/ingest-lambda/src/request/read-call.ts";
import { createHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import type { LogEntry } from "../../../examples/ingest-lambda/src/answer/log.ts";
import type { HttpEvent } from "../../../examples/ingest-lambda/src/request/http-event.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../../examples/ingest-lambda/src/store/layout.ts";
import { createMemoryStore, parseStored, type StoredEvent } from "../../support/test-ingest.ts";

const BODY = '{"event_name":"page_view"}';

interface Called {
  readonly status: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly log: readonly LogEntry[];
  readonly stored: readonly StoredEvent[];
}

async function call(event: unknown): Promise<Called> {
  const log: LogEntry[] = [];
  const store = createMemoryStore();
  const handler = createHandler({
    store: createLaidOutStore(store, oneObjectAnEvent),
    log: (entry) => log.push(entry),
    random: () => 0,
  });
  const { statusCode, body = "" } = await handler(event as HttpEvent, {
    getRemainingTimeInMillis: () => 10_000,
    awsRequestId: "lambda-1",
  });
  return {
    status: statusCode,
    body: JSON.parse(body) as Called["body"],
    log,
    stored: [...store.objects.values()].map(parseStored),
  };
}

/** As AWS documents them, cut to what tells them apart. */
const OTHER_CALLS: readonly (readonly [string, unknown, string])[] = [
  [
    "a REST API",
    {
      resource: "/clickstream",
      path: "/clickstream",
      httpMethod: "POST",
      headers: { Origin: "https://shop.example" },
      multiValueHeaders: { Origin: ["https://shop.example"] },
      requestContext: { resourcePath: "/clickstream", httpMethod: "POST", identity: { sourceIp: "203.0.113.7" } },
      body: BODY,
      isBase64Encoded: false,
    },
    "payload_format_1_0",
  ],
  [
    "an HTTP API with payload format 1.0",
    {
      version: "1.0",
      resource: "/clickstream",
      path: "/clickstream",
      httpMethod: "POST",
      requestContext: { apiId: "a1", httpMethod: "POST", identity: { sourceIp: "203.0.113.7" }, requestId: "r1" },
      body: BODY,
    },
    "payload_format_1_0",
  ],
  [
    "a load balancer",
    {
      requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b" } },
      httpMethod: "POST",
      path: "/clickstream",
      headers: { host: "lb.example" },
      body: BODY,
      isBase64Encoded: false,
    },
    "load_balancer_event",
  ],
  ["SQS", { Records: [{ eventSource: "aws:sqs", body: BODY }] }, "records_event"],
  ["S3", { Records: [{ eventSource: "aws:s3", s3: { bucket: { name: "b" } } }] }, "records_event"],
  ["SNS", { Records: [{ EventSource: "aws:sns", Sns: { Message: BODY } }] }, "records_event"],
  ["EventBridge", { version: "0", source: "aws.events", "detail-type": "Scheduled Event" }, "no_http_request"],
  ["a WebSocket API", { requestContext: { connectionId: "c", eventType: "MESSAGE" }, body: BODY }, "no_http_request"],
  ["the console, with an empty event", {}, "no_http_request"],
  ["the console, with an event of a page", { event_name: "page_view" }, "no_http_request"],
  ["a script, with nothing", undefined, "no_http_request"],
  ["a script, with null", null, "no_http_request"],
  ["a script, with a text", BODY, "no_http_request"],
  ["a script, with a list", [BODY], "no_http_request"],
  ["a script, with no context", { version: "2.0", body: BODY, requestContext: null }, "no_http_request"],
];

describe("a call of", () => {
  test.each(OTHER_CALLS)("%s is answered 503, and the log names it and what to do", async (_name, event, code) => {
    const { status, body, log, stored } = await call(event);

    expect({ status, body }).toMatchObject({ status: 503, body: { ok: false, retry_after_ms: 30_000 } });
    expect(log).toMatchObject([
      {
        level: "error",
        status: 503,
        request_id: "lambda-1",
        codes: { [code]: 1 },
        hint: expect.stringMatching(/^[A-Z].+\.$/) as string,
      },
    ]);
    expect(stored).toEqual([]);
  });

  test("a function URL is stored", async () => {
    const { status, stored } = await call({
      version: "2.0",
      routeKey: "$default",
      rawPath: "/",
      headers: { "content-type": "application/json", origin: "https://shop.example", "user-agent": "a" },
      requestContext: {
        accountId: "anonymous",
        authentication: null,
        authorizer: { iam: { accountId: "1" } },
        http: { method: "POST", path: "/", sourceIp: "203.0.113.7" },
        requestId: "r1",
      },
      body: BODY,
      isBase64Encoded: false,
    });

    expect(status).toBe(200);
    expect(stored).toMatchObject([{ _ingest: { request_id: "r1", source_ip: "203.0.113.7", user_agent: "a" } }]);
  });
});

const HTTP = { http: { method: "POST" } };

describe("an HTTP request", () => {
  test.each<readonly [string, object, object]>([
    ["no headers", { body: BODY, requestContext: HTTP }, {}],
    ["headers that are null", { body: BODY, headers: null, cookies: null, requestContext: HTTP }, {}],
    [
      "headers in another case",
      { body: BODY, headers: { "User-Agent": "a", ORIGIN: "https://shop.example" }, requestContext: HTTP },
      { user_agent: "a", origin: "https://shop.example" },
    ],
    [
      "headers with a list of values",
      { body: BODY, headers: { "user-agent": ["a", "b"], "sec-gpc": 1 }, requestContext: HTTP },
      { user_agent: "a,b" },
    ],
    [
      "parts of other types",
      {
        body: BODY,
        cookies: [1, null],
        isBase64Encoded: "no",
        requestContext: { ...HTTP, requestId: 7, authorizer: 1 },
      },
      { request_id: "-", source_ip: "-" },
    ],
    [
      "an authorizer without claims",
      { body: BODY, requestContext: { ...HTTP, authorizer: { jwt: null, lambda: { user: "u1" } } } },
      {},
    ],
  ])("with %s is stored", async (_name, event, note) => {
    const { status, stored } = await call(event);

    expect(status).toBe(200);
    expect(stored).toMatchObject([{ _ingest: note }]);
  });

  test("with a body that is no text is refused as empty", async () => {
    expect(await call({ body: { event_name: "a" }, requestContext: HTTP })).toMatchObject({
      status: 400,
      body: { code: "empty_body" },
    });
  });

  test("keeps the claims of the gateway's authorizer", () => {
    const requestContext = { ...HTTP, authorizer: { jwt: { claims: { sub: "u1" }, scopes: null } } };

    expect(readCall({ requestContext })).toMatchObject({
      kind: "request",
      event: { requestContext: { authorizer: { jwt: { claims: { sub: "u1" } } } } },
    });
  });
});
