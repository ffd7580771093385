/** A proxy in front of an S3 server that says "slow down" to some requests, as S3 does while it splits a prefix. */
import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlowS3 {
  readonly endpoint: string;
  /** Requests that were refused so far. */
  refused(): number;
  stop(): Promise<void>;
}

const SLOW_DOWN = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

/** Refuses every `every`th request. */
export async function startSlowS3(endpoint: string, every: number): Promise<SlowS3> {
  let requests = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests % every !== 0) {
      pass(endpoint, request, response);
      return;
    }
    refused += 1;
    request.resume();
    response.writeHead(503, { "content-type": "application/xml" }).end(SLOW_DOWN);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    refused: () => refused,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function pass(endpoint: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = "/", headers } = request;
  const onward = forward(new URL(url, endpoint), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  // An answer that gets lost behind the proxy is lost before it, too.
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}
