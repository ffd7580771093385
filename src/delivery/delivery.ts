/** The door to delivery: joins ledger, outbox and sender, so that the tracker hands over events and no more. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";
import { toDryRun } from "./dry-run.ts";
import { createLedger, type DropReason } from "./ledger.ts";
import { createOutbox } from "./outbox.ts";
import { createSender, type Sender } from "./sender.ts";

export interface Delivery extends Sender {
  /** Gives out an event's place in the stream. Each must be added or dropped. */
  nextSeq(): number;
  /** Counts the event of the last `nextSeq()` as dropped. */
  drop(reason: DropReason): void;
  stats(): Stats;
}

/** What became of the events of this page. */
export interface Stats {
  /** Calls of `track()`. */
  readonly tracked: number;
  /** Events that nobody has acknowledged yet, those that earlier pages left among them. */
  readonly waiting: number;
  /** Events dropped on purpose, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Events that will never be stored, and why. */
export interface Drop {
  /** Why. */
  readonly reason: DropReason;
  /** How many. */
  readonly count: number;
  /** The word of the endpoint for an event that it refused, such as `event_too_large`. */
  readonly code?: string | undefined;
}

export interface DeliverySettings {
  readonly endpoint: string;
  readonly maxBatchEvents: number;
  readonly maxBatchBytes: number;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly compress: boolean;
  readonly credentials: "omit" | "include";
  readonly onDrop: (drop: Drop) => void;
}

export interface DeliveryParts {
  readonly platform: Platform;
  readonly pageLoadId: string;
  /** Names what is kept. */
  readonly keyOf: (word: string) => string;
}

/** The form of what is kept: another one gets another number, and an older SDK still drains its own. */
const VERSION = "1";

export function createDelivery(settings: DeliverySettings, { platform, pageLoadId, keyOf }: DeliveryParts): Delivery {
  const { endpoint, onDrop } = settings;
  const prefix = keyOf(`${VERSION}:`);
  const store = platform.openDurable();
  const ledger = createLedger(store, `${prefix}stream:`, pageLoadId);

  const tell = (reason: DropReason, count: number, code?: string): void => {
    attempt(() => onDrop({ reason, count, code }));
  };

  /** Counts each event in the stream of the page that tracked it. */
  const dropQueued = (reason: DropReason, events: readonly string[], code?: string): void => {
    for (const json of events) {
      const { page_load_id, event_seq } = JSON.parse(json) as WireEvent;
      ledger.drop(reason, page_load_id, event_seq);
    }
    if (events.length > 0) tell(reason, events.length, code);
  };

  const outbox = createOutbox(
    { ...settings, prefix: `${prefix}queue:`, pageLoadId },
    { store, platform, onDrop: dropQueued },
  );
  const sender = createSender(
    { ...settings, prefix },
    { platform: endpoint ? platform : toDryRun(platform), store, outbox, ledger, onDrop: dropQueued },
  );

  return {
    ...sender,
    nextSeq: () => ledger.nextSeq(),
    drop(reason) {
      ledger.drop(reason);
      tell(reason, 1);
    },
    stats() {
      const { last_seq, dropped } = ledger.report();
      return { tracked: last_seq, waiting: outbox.count(), dropped };
    },
  };
}
