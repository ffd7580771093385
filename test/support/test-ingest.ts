/** A whole ingest for tests: the real handler over a store in memory, at a fixed instant, with its log kept. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { gunzipSync } from "node:zlib";
import type { PutOutcome } from "../../examples/ingest-lambda/src/store/event-store.ts";
import { createHandler, type HandlerOptions } from "../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent, type Layout } from "../../examples/ingest-lambda/src/store/layout.ts";
import type { LogEntry } from "../../examples/ingest-lambda/src/answer/log.ts";
import type { ObjectBody, ObjectStore } from "../../examples/ingest-lambda/src/store/object-store.ts";
import type { HttpEvent } from "../../examples/ingest-lambda/src/request/http-event.ts";
import { mintUuid, printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { buildPayload, type HttpRequest } from "../../examples/demo/gateway/payload.ts";

export const RECEIVED_AT = "2026-11-24T08:00:00.000Z";
export const RECEIVED_AT_MS = Date.parse(RECEIVED_AT);
export const ORIGIN = "https://shop.example";

export interface MemoryStore extends ObjectStore {
  /** Their text, by their keys. */
  readonly objects: Map<string, string>;
}

/** `answer` may refuse a put before it reaches the objects. */
export function createMemoryStore(answer: (key: string) => PutOutcome | undefined = () => undefined): MemoryStore {
  const objects = new Map<string, string>();
  return {
    objects,
    put(key, body) {
      const refusal = answer(key);
      if (refusal !== undefined) return Promise.resolve(refusal);
      if (objects.has(key)) return Promise.resolve({ kind: "duplicate" });
      objects.set(key, readBody(body));
      return Promise.resolve({ kind: "stored" });
    },
  };
}

/** Returns the text of an object, which may be compressed. */
export function readBody(body: ObjectBody): string {
  return typeof body === "string" ? body : gunzipSync(body).toString();
}

export interface TestRequest {
  /** @default "/clickstream" */
  readonly url?: string;
  /** Text, bytes, or a value that becomes JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Verified claims, as a JWT authorizer hands them over. */
  readonly claims?: Readonly<Record<string, string>>;
}

export function buildHttpEvent({ url = "/clickstream", body, headers = {}, claims }: TestRequest): HttpEvent {
  const all = { "content-type": "application/json", origin: ORIGIN, "user-agent": "test", ...headers };
  const request: HttpRequest = {
    id: "request-1",
    receivedAtMs: RECEIVED_AT_MS,
    method: "POST",
    url,
    rawHeaders: Object.entries(all).flat(),
    body: toBytes(body),
    ip: "203.0.113.7",
    protocol: "HTTP/1.1",
  };
  const event = buildPayload(request, "POST /clickstream");
  if (claims === undefined) return event;
  return { ...event, requestContext: { ...event.requestContext, authorizer: { jwt: { claims, scopes: null } } } };
}

function toBytes(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

export interface Reply {
  readonly status: number | undefined;
  readonly headers: APIGatewayProxyStructuredResultV2["headers"];
  readonly cookies: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TestIngest {
  readonly log: readonly LogEntry[];
  readonly objects: ReadonlyMap<string, string>;
  /** The stored events, parsed. */
  events(): readonly StoredEvent[];
  send(request: TestRequest): Promise<Reply>;
}

/** A stored event as a reader finds it. */
export type StoredEvent = Readonly<Record<string, unknown>> & { readonly _ingest: Readonly<Record<string, unknown>> };

export interface TestIngestOptions extends Partial<Omit<HandlerOptions, "store">> {
  readonly store?: MemoryStore;
  /** @default one object an event */
  readonly layout?: Layout;
  /** What Lambda says that the function has left. @default no Lambda */
  readonly remainingMs?: number;
}

export function createTestIngest(options: TestIngestOptions = {}): TestIngest {
  const { remainingMs, layout = oneObjectAnEvent, store = createMemoryStore(), ...rest } = options;
  const log: LogEntry[] = [];
  const handler = createHandler({
    now: () => RECEIVED_AT_MS,
    random: () => 0,
    log: (entry) => log.push(entry),
    ...rest,
    store: createLaidOutStore(store, layout),
  });
  return {
    log,
    objects: store.objects,
    events: () => [...store.objects.values()].flatMap((body) => body.trimEnd().split("\n")).map(parseStored),
    async send(request) {
      const context = remainingMs === undefined ? undefined : { getRemainingTimeInMillis: () => remainingMs };
      const { statusCode, headers, cookies = [], body = "" } = await handler(buildHttpEvent(request), context);
      return { status: statusCode, headers, cookies, body: JSON.parse(body) as Reply["body"] };
    },
  };
}

/** What is stored of a request that brings one event. */
export async function storeOne(request: TestRequest): Promise<StoredEvent> {
  const ingest = createTestIngest();
  await ingest.send(request);
  const [event] = ingest.events();
  if (event === undefined) throw new Error("nothing was stored");
  return event;
}

export function parseStored(body: string): StoredEvent {
  return JSON.parse(body) as StoredEvent;
}

/** A valid event with an id of its own. */
export function buildEvent(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    event_id: buildEventId(),
    event_name: "page_view",
    event_timestamp: RECEIVED_AT,
    client_id: "client-1",
    session_id: "session-1",
    ...fields,
  };
}

/** A UUIDv7 that was made at this instant. */
export function buildEventId(instant = RECEIVED_AT): string {
  return printUuid(mintUuid(Date.parse(instant)));
}
