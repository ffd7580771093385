/** What the visitor did and what may be missing of it: the model's own account, kept apart from the tracker's. */

export interface TrackedEvent {
  /** Numbers all events of a run; it travels in the event's properties. */
  readonly mark: number;
  readonly page: number;
  readonly seq: number;
  readonly name: string;
  /** As JSON, at the moment of the call. */
  readonly properties: string;
  readonly timestamp: string;
  readonly atMs: number;
}

export interface DropNote {
  /** The page that dropped the event, which may be another's. */
  readonly page: number;
  readonly reason: string;
  readonly atMs: number;
}

export interface Journal {
  readonly events: ReadonlyMap<number, TrackedEvent>;
  readonly drops: readonly DropNote[];
  /** The task that ran is done. */
  settle(): void;
  /** Of the task that runs. */
  unsettledEvents(): readonly TrackedEvent[];
  unsettledDrops(): readonly DropNote[];
  addEvent(event: Omit<TrackedEvent, "mark" | "properties">, properties: (mark: number) => object): TrackedEvent;
  addDrop(drop: DropNote): void;
  /** The event may be missing: nobody promised it. */
  excuse(mark: number): void;
  isExcused(mark: number): boolean;
  /** It may be missing in the counts of the page that made it. */
  excuseDrop(drop: DropNote): void;
  isExcusedDrop(drop: DropNote): boolean;
  /** From now on an event may be counted as dropped more than once, or although it is stored. */
  allowOvercount(): void;
  mayOvercount(): boolean;
}

export function createJournal(): Journal {
  const events = new Map<number, TrackedEvent>();
  const drops: DropNote[] = [];
  const excused = new Set<number>();
  const excusedDrops = new Set<DropNote>();
  let mayOvercount = false;
  let settled = { events: 0, drops: 0 };
  return {
    events,
    drops,
    settle() {
      settled = { events: events.size, drops: drops.length };
    },
    unsettledEvents: () => [...events.values()].slice(settled.events),
    unsettledDrops: () => drops.slice(settled.drops),
    addEvent(facts, properties) {
      const mark = events.size + 1;
      const event = { ...facts, mark, properties: JSON.stringify(properties(mark)) };
      events.set(mark, event);
      return event;
    },
    addDrop(drop) {
      drops.push(drop);
      // Its fate was unknown, or its time was over while a request was on its way.
      if (drop.reason === "overflow" || drop.reason === "expired") mayOvercount = true;
    },
    excuse: (mark) => void excused.add(mark),
    isExcused: (mark) => excused.has(mark),
    excuseDrop: (drop) => void excusedDrops.add(drop),
    isExcusedDrop: (drop) => excusedDrops.has(drop),
    allowOvercount() {
      mayOvercount = true;
    },
    mayOvercount: () => mayOvercount,
  };
}

const MARK = /"mark":(\d+)/g;

/** Returns the marks of all events in the texts, whatever their form. */
export function marksIn(texts: Iterable<string>): ReadonlySet<number> {
  const marks = new Set<number>();
  for (const text of texts) for (const [, mark] of text.matchAll(MARK)) marks.add(Number(mark));
  return marks;
}
