/** The shop whose page the contenders run in. Each visit has an origin of its own, so that nothing is stored there. */
import type { OutgoingHttpHeaders } from "node:http";
import { startLocalServer } from "../shared/local-server.ts";
import type { Contender } from "./contenders.ts";

export interface Site {
  /** Returns the address of a page that nobody has visited. */
  addressFor(contender: Contender): string;
  close(): Promise<void>;
}

const PATH = "/products/morning-mug?utm_source=newsletter&utm_medium=email&variant=white";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Morning mug, speckled white - Slow Hours</title>
<link rel="icon" href="data:,">
<script type="module" src="/contender.js"></script>
`;

/**
 * An isolated page has a clock of 5 microseconds; any other has one of 100.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/API/Performance_API/High_precision_timing
 */
const ISOLATION: OutgoingHttpHeaders = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};

/** @param scripts the page's script by the contender's id */
export async function startSite(scripts: ReadonlyMap<string, string>): Promise<Site> {
  let visits = 0;
  const { port, close } = await startLocalServer(({ url, headers }, response) => {
    const [id = ""] = headers.host?.split(".") ?? [];
    const isScript = url === "/contender.js";
    response.writeHead(200, { ...ISOLATION, "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? scripts.get(id) : PAGE);
  });

  return {
    // Names below `localhost` lead to this machine, and are as trusted as HTTPS.
    addressFor: ({ id }) => `http://${id}.visit-${++visits}.localhost:${port}${PATH}`,
    close,
  };
}
