/** Makes open pages reload after the server has restarted. Only `npm run dev` uses it. */
import { randomUUID } from "node:crypto";
import { createSession } from "better-sse";
import type { FastifyInstance } from "fastify";

/**
 * Runs before each page's own script, so that a page whose script fails still reloads once that is fixed. It fetches the
 * page first: a reload while the server restarts once more would leave the browser on its error page.
 */
export const RELOAD_SCRIPT = `new EventSource("/reload").addEventListener("reload", () =>
  fetch(location.href).then(() => location.reload(), () => undefined));`;

const RECONNECT_AFTER_MS = 200;

/** A page that reconnects sends the id of the last event it received (`Last-Event-ID`), so the start that it knows. */
export function registerReload(app: FastifyInstance): void {
  const startId = randomUUID();
  app.get("/reload", async (request, reply) => {
    reply.hijack();
    const session = await createSession(request.raw, reply.raw, { retry: RECONNECT_AFTER_MS });
    const isOfThisStart = session.lastId === "" || session.lastId === startId;
    session.push(null, isOfThisStart ? "started" : "reload", startId);
  });
}
