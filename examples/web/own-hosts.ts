/** Lets a server on this machine answer only to its own names, and not to a page that points its own name at 127.0.0.1. */
import type { FastifyInstance } from "fastify";

/**
 * What the browser's address bar may say. A page of `evil.example` can have its name resolve to 127.0.0.1 (DNS
 * rebinding). The browser then takes our pages and data for that site's own, and its scripts read them.
 */
const LOCAL_NAMES: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Answers 421 to other names, before any route: also to streams of events. */
export function answerToOwnHosts(app: FastifyInstance, hostNames: readonly string[] = []): void {
  const names = [...LOCAL_NAMES, ...hostNames];
  app.addHook("onRequest", async ({ raw }, reply) => {
    if (isOwnHost(raw.headers.host, names)) return;
    await reply
      .code(421)
      .type("text/plain; charset=utf-8")
      .send(`This server answers to ${names.join(", ")} only. Start it with --host=<name> to add a name.\n`);
  });
}

/** Whatever the port: a tunnel or a container may have another one in front. */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host ?? "")?.[1] ?? "";
  return names.includes(name.toLowerCase());
}
