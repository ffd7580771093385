/** What was tracked and dropped, and what of it may be missing: what the model expects, apart from what the tracker counts. */

export interface TrackedEvent {
  /** Counts all events of a run. It is one of the event's properties. */
  readonly eventNumber: number;
  readonly page: number;
  readonly seq: number;
  readonly name: string;
  /** As JSON, at the moment of the call. */
  readonly properties: string;
  readonly timestamp: string;
  readonly atMs: number;
}

export interface ExpectedDrop {
  /** The page that dropped the event, which may be another's. */
  readonly page: number;
  readonly reason: string;
  readonly atMs: number;
}

export interface Expectations {
  readonly events: ReadonlyMap<number, TrackedEvent>;
  readonly drops: readonly ExpectedDrop[];
  /** The task is done: what it did is no longer of a running task. */
  endTask(): void;
  /** What the running task did. */
  eventsOfTask(): readonly TrackedEvent[];
  dropsOfTask(): readonly ExpectedDrop[];
  addEvent(
    event: Omit<TrackedEvent, "eventNumber" | "properties">,
    properties: (eventNumber: number) => object,
  ): TrackedEvent;
  addDrop(drop: ExpectedDrop): void;
  /** The event may be missing: it is not promised. */
  allowLoss(eventNumber: number): void;
  mayBeLost(eventNumber: number): boolean;
  /** It may be missing in the counts of the page that made it. */
  allowUncounted(drop: ExpectedDrop): void;
  mayBeUncounted(drop: ExpectedDrop): boolean;
  /** From now on an event may be counted as dropped more than once, or although it is stored. */
  allowOvercount(): void;
  mayOvercount(): boolean;
}

export function createExpectations(): Expectations {
  const events = new Map<number, TrackedEvent>();
  const drops: ExpectedDrop[] = [];
  const allowedLosses = new Set<number>();
  const uncountedDrops = new Set<ExpectedDrop>();
  let mayOvercount = false;
  let beforeTask = { events: 0, drops: 0 };
  return {
    events,
    drops,
    endTask() {
      beforeTask = { events: events.size, drops: drops.length };
    },
    eventsOfTask: () => [...events.values()].slice(beforeTask.events),
    dropsOfTask: () => drops.slice(beforeTask.drops),
    addEvent(facts, properties) {
      const eventNumber = events.size + 1;
      const event = { ...facts, eventNumber, properties: JSON.stringify(properties(eventNumber)) };
      events.set(eventNumber, event);
      return event;
    },
    addDrop(drop) {
      drops.push(drop);
      // Its outcome was unknown, or its time was over while a request was on its way.
      if (drop.reason === "overflow" || drop.reason === "expired") mayOvercount = true;
    },
    allowLoss: (eventNumber) => void allowedLosses.add(eventNumber),
    mayBeLost: (eventNumber) => allowedLosses.has(eventNumber),
    allowUncounted: (drop) => void uncountedDrops.add(drop),
    mayBeUncounted: (drop) => uncountedDrops.has(drop),
    allowOvercount() {
      mayOvercount = true;
    },
    mayOvercount: () => mayOvercount,
  };
}

const EVENT_NUMBER = /"eventNumber":(\d+)/g;

/** Returns the numbers of all events in the texts, whatever their form. */
export function eventNumbersIn(texts: Iterable<string>): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const text of texts) for (const [, eventNumber] of text.matchAll(EVENT_NUMBER)) numbers.add(Number(eventNumber));
  return numbers;
}
