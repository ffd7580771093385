/** The endpoint that pages send to: a proxy in front of the real gateway, which fails as a scenario asks. */
import { request as openRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { buildCorsHeaders, OPEN_CORS } from "../../../examples/demo/gateway/cors.ts";
import type { Batch } from "../../../src/wire.ts";
import { isAffected, type Asked, type Behaviour } from "./behaviour.ts";
import { startLocalServer } from "../shared/local-server.ts";

export interface Collector {
  readonly endpoint: string;
  /** @param share of the requests from now on @default 1 */
  behave(behaviour: Behaviour, share?: number): void;
  /** Ends the server and cuts all connections. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  traffic(): Traffic;
  close(): Promise<void>;
}

/** Preflight requests are not counted. */
export interface Traffic {
  readonly requests: number;
  readonly bodyBytes: number;
  /** Not answered yet. */
  readonly inFlight: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export async function startCollector(gatewayUrl: string): Promise<Collector> {
  let behaviour: Behaviour = { kind: "normal" };
  let share = 1;
  let sinceThen = 0;
  let traffic: Traffic = { requests: 0, bodyBytes: 0, inFlight: 0 };

  const choose = ({ method }: IncomingMessage): Behaviour => {
    // An HTTP API answers a preflight by itself, whatever the function does; without a network nobody does.
    const isUntouched = method !== "POST" && behaviour.kind !== "reset";
    return isUntouched || !isAffected(++sinceThen, share) ? { kind: "normal" } : behaviour;
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(() => response.destroy());
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (request.method === "POST") {
      const { requests, bodyBytes, inFlight } = traffic;
      traffic = { requests: requests + 1, bodyBytes: bodyBytes + body.length, inFlight: inFlight + 1 };
      response.once("close", () => {
        traffic = { ...traffic, inFlight: traffic.inFlight - 1 };
      });
    }
    if (request.method === "GET") {
      // Where a redirect leads.
      response.writeHead(200, { ...readable(request), "content-type": "text/html" }).end("<title>Log in</title>");
      return;
    }
    await respond(choose(request), { request, response, body, forward: () => forward(gatewayUrl, request, body) });
  }

  let server = await startLocalServer(listener);
  const { port, url } = server;
  return {
    endpoint: `${url}/clickstream`,
    behave(next, nextShare = 1) {
      behaviour = next;
      share = nextShare;
      sinceThen = 0;
    },
    goOffline: () => server.close(),
    async goOnline() {
      server = await startLocalServer(listener, { port });
    },
    traffic: () => traffic,
    close: () => server.close(),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly forward: () => Promise<Answer>;
}

async function respond(behaviour: Behaviour, { request, response, body, forward }: Exchange): Promise<void> {
  switch (behaviour.kind) {
    case "normal":
      return relay(response, await forward());
    case "late": {
      const answer = await forward();
      await sleep(behaviour.delayMs);
      return relay(response, answer);
    }
    case "hang":
      return;
    case "refuse":
      return refuse(request, response, behaviour);
    case "store_then_refuse":
      await forward();
      return refuse(request, response, behaviour);
    case "foreign": {
      const store = async (): Promise<string> => (await forward()).body.toString();
      const { status, headers, body: text } = await behaviour.answer({ ...readBatch(body), store });
      response.writeHead(status, { ...readable(request), ...headers }).end(text);
      return;
    }
    case "stall":
      response.writeHead(200, { ...readable(request), "content-type": "application/json" });
      response.write("{");
      return;
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "lose_answer":
      await forward();
      response.destroy();
      return;
    case "cut_answer": {
      const answer = await forward();
      response.writeHead(answer.status, answer.headers);
      response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
    }
  }
}

/** The gateway's CORS headers: a page may read this answer, as it may read those of the function. */
function readable({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return buildCorsHeaders(OPEN_CORS, headers.origin);
}

/** Browsers send gzip where they can. */
function readBatch(body: Buffer): Pick<Asked, "batch" | "isZipped"> {
  const isZipped = body[0] === 0x1f && body[1] === 0x8b;
  return { batch: JSON.parse((isZipped ? gunzipSync(body) : body).toString()) as Batch, isZipped };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, retryAfterS }: { readonly status: number; readonly retryAfterS?: number },
): void {
  response.writeHead(status, {
    ...readable(request),
    "content-type": "application/json",
    ...(retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) }),
  });
  response.end(JSON.stringify({ message: "torture" }));
}

function relay(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

async function forward(gatewayUrl: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const target = new URL(url ?? "/", gatewayUrl);
  openRequest(target, { method, headers }, resolve).once("error", reject).end(body);
  const answer = await promise;
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
}
