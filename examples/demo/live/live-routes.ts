/** Serves the live page, its stream of rows, and each stored object as it is. */
import type { FastifyInstance } from "fastify";
import { buildContentSecurityPolicy } from "../../web/content-security-policy.ts";
import { createBoard } from "./board.ts";
import type { EventFeed } from "./feed.ts";
import { isEventKey } from "./keys.ts";
import { buildLivePage } from "./live-page.ts";

export interface LiveOptions {
  readonly feed: EventFeed;
  /** Names the store, in words. */
  readonly where: string;
}

/** Reads the feed until the server closes. */
export async function registerLive(app: FastifyInstance, { feed, where }: LiveOptions): Promise<void> {
  const board = createBoard();
  const stop = await feed.start(board);
  app.addHook("onClose", stop);

  app.get("/live", (_, reply) =>
    reply
      .header("content-security-policy", buildContentSecurityPolicy())
      .type("text/html; charset=utf-8")
      .send(buildLivePage(where)),
  );
  app.get("/live/stream", async (request, reply) => {
    reply.hijack();
    await board.join(request.raw, reply.raw);
  });
  app.get<{ Querystring: { key?: unknown } }>("/live/object", async ({ query: { key } }, reply) => {
    const text = typeof key === "string" && isEventKey(key) ? await feed.read(key) : undefined;
    if (text === undefined) return reply.code(404).send();
    return reply.type("application/json; charset=utf-8").send(text);
  });
}
