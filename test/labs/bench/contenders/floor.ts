/** What every tracker that keeps events has to do: write the event as JSON, with where the visitor is, into the storage. */
import type { Create } from "../page/contender.ts";
import { buildPlainEvent } from "../page/plain-event.ts";

const IDS = {
  event_id: "01a20c91-a000-7001-830f-2da36dcffb56",
  event_timestamp: "2026-11-24T08:00:00.000Z",
  client_id: "V1StGXR8_Z5jdHi6B-myT",
  session_id: "k2Q7mF3xT9pLr0sWv5Yzb",
  page_load_id: "n8Hc4JdXq6RtUe1Ka3Vwo",
};

export const create: Create = () => {
  let written = 0;
  return (event) => {
    written++;
    localStorage.setItem(`floor:${written}`, JSON.stringify({ ...IDS, ...buildPlainEvent(event) }));
  };
};
