/** A site whose every address is one page. */
import { startLocalServer, type LocalServer } from "../labs/shared/local-server.ts";

/** @param htmlOf returns the page at a path */
export function startHtmlSite(htmlOf: (path: string) => string): Promise<LocalServer> {
  return startLocalServer(({ url = "" }, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(htmlOf(url));
  });
}
