/** Keeps the newest rows and tells every open live page of the next one. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createChannel, createSession } from "better-sse";
import type { FeedListener } from "./feed.ts";
import { buildRow, type Row } from "./row.ts";
import { addRow } from "./rows.ts";

export interface Board extends FeedListener {
  /** Answers a live page's request with all rows, then with each one that comes. */
  join(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** How long a page waits before it connects again. */
const RECONNECT_AFTER_MS = 1_000;

export function createBoard(): Board {
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
      // Every connection begins with all rows: a page that was cut off misses none, and knows those it has by key.
      // Nothing can come between the two lines: what is stored next is broadcast to this session too.
      session.push(rows, "recent").push(trouble ?? "", "trouble");
      channel.register(session);
    },
  };
}
