/** Holds the events that nobody has acknowledged yet, in segments that are sent whole. */
import { byteLength } from "./byte-length.ts";

/** An event as it waits: a snapshot that nothing changes any more. */
export interface QueuedEvent {
  readonly id: string;
  readonly json: string;
}

/** A batch: the unit of keeping, of sending and of idempotence. Once sealed it never changes. */
export interface Segment {
  /** The `batch_id`. */
  readonly id: string;
  readonly events: readonly QueuedEvent[];
  /** UTF-8 bytes of all events. */
  readonly bytes: number;
}

export interface Outbox {
  /** Adds to the open segment, and returns whether that is now full and sealed. */
  append(event: QueuedEvent): boolean;
  /** Seals what is open. */
  seal(): void;
  /** The sealed segments, oldest first. */
  sealed(): readonly Segment[];
  /** Puts `parts`, each a segment of its own, in the place of `segment`. Without parts, it is removed. */
  replace(segment: Segment, parts: readonly (readonly QueuedEvent[])[]): void;
}

export interface OutboxLimits {
  readonly maxBatchEvents: number;
  readonly maxBatchBytes: number;
}

/** 2,000 events and 1 MiB at most wait, so that an outage of days fills no visitor's memory. */
const MAX_EVENTS = 2_000;
const MAX_BYTES = 1_048_576;

/** @param onOverflow is given the oldest events when they have to make room */
export function createOutbox(
  { maxBatchEvents, maxBatchBytes }: OutboxLimits,
  newId: () => string,
  onOverflow: (events: readonly QueuedEvent[]) => void,
): Outbox {
  let segments: readonly Segment[] = [];
  let open: Segment | undefined;

  const seal = (): void => {
    if (open === undefined) return;
    segments = [...segments, open];
    open = undefined;
    makeRoom();
  };

  const makeRoom = (): void => {
    const [oldest] = segments;
    if (oldest === undefined || !isOver(segments)) return;
    segments = segments.slice(1);
    onOverflow(oldest.events);
    makeRoom();
  };

  const toSegment = (events: readonly QueuedEvent[]): Segment => ({
    id: newId(),
    events,
    bytes: events.reduce((sum, { json }) => sum + byteLength(json), 0),
  });

  return {
    append(event) {
      const bytes = byteLength(event.json);
      if (open !== undefined && open.bytes + bytes > maxBatchBytes) seal();
      open = open ? { id: open.id, events: [...open.events, event], bytes: open.bytes + bytes } : toSegment([event]);
      if (open.events.length < maxBatchEvents && open.bytes < maxBatchBytes) return false;
      seal();
      return true;
    },
    seal,
    sealed: () => segments,
    replace(segment, parts) {
      segments = segments.flatMap((each) => (each.id === segment.id ? parts.map(toSegment) : [each]));
    },
  };
}

function isOver(segments: readonly Segment[]): boolean {
  const sum = (of: (segment: Segment) => number): number => segments.reduce((total, each) => total + of(each), 0);
  return sum(({ events }) => events.length) > MAX_EVENTS || sum(({ bytes }) => bytes) > MAX_BYTES;
}
