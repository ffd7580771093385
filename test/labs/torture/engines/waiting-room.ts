/** Pages that wait to be sent somewhere: the one way to move a tab that nobody drives. */
import { createServer } from "node:http";
import { listen } from "../listen.ts";
import { until } from "../within.ts";

export interface WaitingRoom {
  readonly urlOf: (seat: number) => string;
  /** Sends the tab that waits on this seat away. Resolves when it goes. */
  send(seat: number, url: string): Promise<void>;
  close(): Promise<void>;
}

const GOES_WITHIN_MS = 20_000;

/** It asks again and again: open requests of many tabs would use up the connections to one server. */
const PAGE = `<!doctype html>
<title>Waiting</title>
<link rel="icon" href="data:,">
<script>
  setInterval(async () => {
    const url = await (await fetch(location.pathname, { method: "POST" })).text();
    if (url !== "") location.href = url;
  }, 100);
</script>
`;

export async function startWaitingRoom(): Promise<WaitingRoom> {
  const destinations = new Map<string, string>();
  const server = createServer(({ method, url: path = "" }, response) => {
    if (method !== "POST") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return;
    }
    response.end(destinations.get(path) ?? "");
    destinations.delete(path);
  });
  const port = await listen(server, 0);
  return {
    urlOf: (seat) => `http://127.0.0.1:${port}/${seat}`,
    async send(seat, url) {
      const path = `/${seat}`;
      destinations.set(path, url);
      const isGone = await until(GOES_WITHIN_MS, () => !destinations.has(path));
      if (!isGone) throw new Error(`no tab waits on seat ${seat}`);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
