/** Pages that ask a server where to go: the one way to navigate a tab that no automation controls. */
import { startLocalServer } from "../../shared/local-server.ts";
import { waitUntil } from "../wait.ts";

export interface WaitingPages {
  readonly urlOf: (tabNumber: number) => string;
  /** Navigates a tab. Resolves when it goes. */
  send(tabNumber: number, url: string): Promise<void>;
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

export async function startWaitingPages(): Promise<WaitingPages> {
  const destinations = new Map<string, string>();
  const { url: origin, close } = await startLocalServer(({ method, url: path = "" }, response) => {
    if (method !== "POST") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return;
    }
    response.end(destinations.get(path) ?? "");
    destinations.delete(path);
  });
  return {
    urlOf: (tabNumber) => `${origin}/${tabNumber}`,
    async send(tabNumber, url) {
      const path = `/${tabNumber}`;
      destinations.set(path, url);
      const isGone = await waitUntil(GOES_WITHIN_MS, () => !destinations.has(path));
      if (!isGone) throw new Error(`tab ${tabNumber} does not ask where to go`);
    },
    close,
  };
}
