/** An S3 in a process of its own that only answers: after a while, and sometimes with SlowDown. It keeps nothing. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const { LATENCY_MS = "20", SLOW_DOWN_SHARE = "0.01" } = process.env;
const latencyMs = Number(LATENCY_MS);
const share = Number(SLOW_DOWN_SHARE);

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume().once("end", () => {
    const isSlow = Math.random() < share;
    const answer = (): void => {
      if (isSlow) response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
      else response.writeHead(200, { etag: '"0"' }).end();
    };
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
});
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once("disconnect", () => process.exit());
