/** Serves the live page, its stream of rows, and each object as it is stored. */
import type { FastifyInstance } from "fastify";
import { buildContentSecurityPolicy } from "../../web/content-security-policy.ts";
import type { EventFeed } from "./feed.ts";
import { isEventKey } from "./event-keys.ts";
import { parseFilter } from "./filter.ts";
import { buildLivePage } from "./live-page.ts";
import { createLiveChannel } from "./live-channel.ts";

export interface LiveOptions {
  readonly feed: EventFeed;
  /** Names the store, as text for people. */
  readonly where: string;
}

/** Reads the feed until the server closes. */
export async function registerLive(app: FastifyInstance, { feed, where }: LiveOptions): Promise<void> {
  const channel = createLiveChannel();
  const stop = await feed.start(channel);
  app.addHook("onClose", async () => {
    channel.close();
    await stop();
  });

  app.get("/live", (_, reply) =>
    reply
      .header("content-security-policy", buildContentSecurityPolicy())
      .type("text/html; charset=utf-8")
      .send(buildLivePage(where)),
  );
  app.get<{ Querystring: Readonly<Record<string, unknown>> }>("/live/stream", async (request, reply) => {
    reply.hijack();
    await channel.join(request.raw, reply.raw, parseFilter(request.query));
  });
  app.get<{ Querystring: { key?: unknown } }>("/live/object", async ({ query: { key } }, reply) => {
    const text = typeof key === "string" && isEventKey(key) ? await feed.read(key) : undefined;
    if (text === undefined) return reply.code(404).send();
    return reply.type("application/json; charset=utf-8").send(text);
  });
}
