/** An endpoint that counts what reaches it, and answers each contender as its own would. */
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { startLocalServer } from "../shared/local-server.ts";
import type { Contender } from "./contenders.ts";

export interface Traffic {
  readonly requests: number;
  readonly events: number;
  /** Bytes of all bodies as they were sent. */
  readonly sentBytes: number;
  /** The same before any compression. */
  readonly plainBytes: number;
}

export interface Collector {
  readonly url: string;
  /** Counts from nothing, for this contender. In an outage, each request is answered 503. */
  expect(contender: Contender, isOutage: boolean): void;
  traffic(): Traffic;
  /** Resolves when no request has come for a while. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

const NOTHING: Traffic = { requests: 0, events: 0, sentBytes: 0, plainBytes: 0 };

const QUIET_MS = 300;

export async function startCollector(): Promise<Collector> {
  let traffic = NOTHING;
  let status = 200;
  let answerTo: Contender["answer"] = () => ({});
  let marker = "";
  let lastRequestMs = 0;

  const count = (sent: Buffer, plain: Buffer): void => {
    traffic = {
      requests: traffic.requests + 1,
      events: traffic.events + plain.toString().split(marker).length - 1,
      sentBytes: traffic.sentBytes + sent.length,
      plainBytes: traffic.plainBytes + plain.length,
    };
  };

  const { url, close } = await startLocalServer((request, response) => {
    lastRequestMs = Date.now();
    const headers = corsHeaders(request);
    if (request.method === "OPTIONS") {
      response.writeHead(204, headers).end();
      return;
    }
    buffer(request).then(
      (body) => {
        const plain = unzip(body);
        count(body, plain);
        const answer = JSON.stringify(answerTo(plain.toString()));
        response.writeHead(status, { ...headers, "content-type": "application/json" }).end(answer);
      },
      // The page went away before its request was whole.
      () => response.destroy(),
    );
  });

  return {
    url,
    expect(contender, isOutage) {
      traffic = NOTHING;
      status = isOutage ? 503 : 200;
      answerTo = isOutage ? () => ({}) : contender.answer;
      marker = contender.marker;
    },
    traffic: () => traffic,
    async quiet() {
      while (Date.now() - lastRequestMs < QUIET_MS) await sleep(QUIET_MS);
    },
    close,
  };
}

/** Some contenders send cookies along, so `*` would not do. */
function corsHeaders({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return {
    "access-control-allow-origin": headers.origin ?? "*",
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "POST, GET, OPTIONS",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type",
    // Chromium's upper bound: a preflight in two hours, as the local gateway has it.
    "access-control-max-age": "7200",
    // The page is isolated, and lets nothing in that does not ask for it.
    "cross-origin-resource-policy": "cross-origin",
  };
}

/** PostHog does not always say in a header that it has compressed, so the first bytes are asked. */
function unzip(body: Buffer): Buffer {
  return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
}
