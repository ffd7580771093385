/** Serves the page from an origin of its own, and hears what the page reports. */
import { build } from "esbuild";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startLocalServer } from "../shared/local-server.ts";
import type { Report, Tracked } from "./plan.ts";
import { waitUntil } from "./wait.ts";

export interface Site {
  readonly url: string;
  /** Resolves with the report of the page that tracked this number first. */
  tracked(first: number, limitMs: number): Promise<Tracked>;
  exceptions(): readonly string[];
  close(): Promise<void>;
}

/** Long enough to keep the quota while a page goes; browsers open no more than six connections to a server. */
const OTHER_SCRIPT_MS = 300;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Torture</title>
<link rel="icon" href="data:,">
SCRIPTS
`;

/** A site's worker: a request that fails is answered with a page that it has kept. */
const SERVICE_WORKER = `
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
const OFFLINE = "<!doctype html><title>You are offline</title>";
addEventListener("fetch", (event) => {
  const answer = () => new Response(OFFLINE, { headers: { "content-type": "text/html" } });
  event.respondWith(fetch(event.request).catch(answer));
});
`;

/** Where visitors go who leave: no tracker is there. */
const EMPTY_PAGE = `<!doctype html><link rel="icon" href="data:,"><title>Left</title>`;

/** Returns the page with the SDK in it, as it is in `src` now. */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["first-script", "page"].map((name) => join(import.meta.dirname, `page/${name}.ts`)),
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    target: "es2020",
  });
  return PAGE.replace("SCRIPTS", () => outputFiles.map((file) => `<script>${file.text}</script>`).join("\n"));
}

export async function startSite(page: string): Promise<Site> {
  const reports: Report[] = [];
  const { url, close } = await startLocalServer((request, response) => {
    if (request.url === "/left") {
      response.writeHead(200, { "content-type": "text/html" }).end(EMPTY_PAGE);
      return;
    }
    if (request.url === "/service-worker.js") {
      response.writeHead(200, { "content-type": "text/javascript" }).end(SERVICE_WORKER);
      return;
    }
    if (request.url === "/other-script") {
      setTimeout(() => response.writeHead(204).end(), OTHER_SCRIPT_MS);
      return;
    }
    if (request.url !== "/report") {
      response.writeHead(200, { "content-type": "text/html" }).end(page);
      return;
    }
    text(request).then(
      (body) => {
        reports.push(JSON.parse(body) as Report);
        response.writeHead(204).end();
      },
      () => response.destroy(),
    );
  });

  return {
    url,
    async tracked(first, limitMs) {
      const find = () => reports.find((report) => report.kind === "tracked" && report.first === first);
      await waitUntil(limitMs, () => find() !== undefined);
      const found = find();
      if (found?.kind !== "tracked") throw new Error(`the page of event ${first} has not tracked all in ${limitMs} ms`);
      return found;
    },
    exceptions: () => reports.flatMap((report) => (report.kind === "exception" ? [report.message] : [])),
    close,
  };
}
