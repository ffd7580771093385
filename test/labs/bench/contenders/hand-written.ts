/** What a team writes by hand: one `fetch` for each event, with the same fields, and nothing when it fails. */
import type { Create } from "../page/contender.ts";
import { buildPlainEvent } from "../page/plain-event.ts";

export const create: Create = (endpoint) => {
  const client_id = crypto.randomUUID();
  const session_id = crypto.randomUUID();
  return (event) => {
    const ids = { event_id: crypto.randomUUID(), event_timestamp: new Date().toISOString(), client_id, session_id };
    const body = JSON.stringify({ ...ids, ...buildPlainEvent(event) });
    fetch(`${endpoint}/clickstream`, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => undefined);
  };
};
