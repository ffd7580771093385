/** Tells how an event came from the page into the store. Pure. */

export interface Step {
  readonly what: string;
  /** When, by the clock of whoever did it: ISO 8601. */
  readonly at: string;
  /** Milliseconds since the step before, where both times can be read. The visitor's clock and ours may differ. */
  readonly afterMs: number | undefined;
}

/** `event`: a stored object, which may hold anything. */
export function describeWay(event: unknown): readonly Step[] {
  const { event_timestamp, _ingest } = toFields(event);
  const { sent_at, received_at } = toFields(_ingest);
  const times = [
    { what: "tracked", at: event_timestamp },
    { what: "sent", at: sent_at },
    { what: "received and stored", at: received_at },
  ].flatMap(({ what, at }) => (typeof at === "string" ? [{ what, at }] : []));
  return times.map((step, index) => ({ ...step, afterMs: subtract(step.at, times[index - 1]?.at) }));
}

function subtract(at: string, before: string | undefined): number | undefined {
  const ms = Date.parse(at) - Date.parse(before ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
