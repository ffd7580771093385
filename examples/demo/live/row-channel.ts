/** Keeps the newest rows and sends each new one to every open live page, by server-sent events. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createChannel, createSession } from "better-sse";
import type { FeedListener } from "./feed.ts";
import { buildRow, type Row } from "./row.ts";
import { addRow } from "./newest-rows.ts";

export interface RowChannel extends FeedListener {
  /** Answers a live page's request with all rows, then with each new one. */
  join(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** How long a page waits before it reconnects. */
const RECONNECT_AFTER_MS = 1_000;

export function createRowChannel(): RowChannel {
  const channel = createChannel();
  let rows: readonly Row[] = [];
  let trouble: string | undefined;

  return {
    onStored(object) {
      const row = buildRow(object);
      const next = addRow(rows, row);
      if (next === rows) return;
      rows = next;
      channel.broadcast(row, "stored");
    },

    onTrouble(next) {
      if (next === trouble) return;
      trouble = next;
      channel.broadcast(trouble ?? "", "trouble");
    },

    async join(request, response) {
      const session = await createSession(request, response, { retry: RECONNECT_AFTER_MS });
      // Each connection begins with all rows, so a page that reconnects misses none. It recognises known rows by key.
      // Both calls are synchronous, so no row is broadcast between them.
      session.push(rows, "recent").push(trouble ?? "", "trouble");
      channel.register(session);
    },
  };
}
