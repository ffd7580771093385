/** Exchanges one HTTP request for its answer, over connections that stay open while they are in use. */
import type { Agent as HttpAgent, IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { text } from "node:stream/consumers";

/** An ES import of these would also load Node's WebSocket, which takes 17 ms of each cold start. */
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Rejects when there is no whole answer before `signal` aborts. */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/**
 * Each new connection costs a TLS handshake, so they stay open. S3 closes one that was idle for some seconds, and a
 * function that Lambda has frozen meanwhile does not hear of it. So none is used again that was idle for longer than this.
 */
const MAX_IDLE_MS = 4_000;

export function createConnections(now: () => number): Exchange {
  const options = { keepAlive: true, timeout: MAX_IDLE_MS };
  const agents = { http: new http.Agent(options), https: new https.Agent(options) };
  let usedAtMs = now();

  return async (request, signal) => {
    // The agents' timers do not run while the function is frozen. The clock goes on.
    if (now() - usedAtMs > MAX_IDLE_MS) closeIdle(agents);
    try {
      return await exchange(request, agents, signal);
    } catch (error) {
      // The other idle connections may be as dead as this one.
      closeIdle(agents);
      throw error;
    } finally {
      usedAtMs = now();
    }
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

async function exchange(
  { method, url, headers, body }: HttpRequest,
  agents: Agents,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, signal };
  const request = url.startsWith("https:")
    ? https.request(url, { ...options, agent: agents.https }, resolve)
    : http.request(url, { ...options, agent: agents.http }, resolve);
  request.once("error", reject).end(body);
  const answer = await promise;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

/** Those in use stay: their requests have clocks of their own. */
function closeIdle(agents: Agents): void {
  const sockets = [agents.http, agents.https].flatMap(({ freeSockets }) => Object.values(freeSockets).flat());
  for (const socket of sockets) socket?.destroy();
}
