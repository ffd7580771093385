/** A fake S3 in a process of its own: it answers after a while, sometimes with SlowDown, and keeps nothing. */
import type { RequestListener } from "node:http";
import { startLocalServer } from "../shared/local-server.ts";

const { LATENCY_MS = "20", SLOW_DOWN_SHARE = "0.01" } = process.env;
const latencyMs = Number(LATENCY_MS);
const share = Number(SLOW_DOWN_SHARE);

const answer: RequestListener = (request, response) => {
  request.resume().once("end", () => {
    const isSlow = Math.random() < share;
    const end = (): void => {
      if (isSlow) response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
      else response.writeHead(200, { etag: '"0"' }).end();
    };
    if (latencyMs > 0) setTimeout(end, latencyMs);
    else end();
  });
};

const { port } = await startLocalServer(answer, { keepAliveTimeout: 60_000 });
process.send?.(port);
process.once("disconnect", () => process.exit());
