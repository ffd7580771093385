/** The door to delivery: joins ledger, outbox and sender, so that the tracker hands over events and no more. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import { createLedger, type DropReason } from "./drop-reports.ts";
import { createOutbox } from "./outbox.ts";
import { createSender, type Sender } from "./sender.ts";

export interface Delivery extends Sender {
  /** Gives out an event's place in the stream. Each must be added or dropped. */
  nextSeq(): number;
  /** Counts an event of this page as dropped. */
  drop(reason: DropReason, seq: number): void;
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

/** An event that will never be stored. */
export interface Drop {
  /** Why. */
  readonly reason: DropReason;
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
  readonly pageLoadId: string;
  /** Begins the keys of all that is kept. */
  readonly prefix: string;
}

export function createDelivery(settings: DeliverySettings, platform: Platform): Delivery {
  const store = platform.openDurable();
  const ledger = createLedger(settings, store);

  /** Each is counted in the stream of the page that tracked it. */
  const drop = (reason: DropReason, ofPage: string, seq: number, code?: string): void => {
    ledger.drop(reason, ofPage, seq);
    attempt(() => settings.onDrop({ reason, code }));
  };

  const outbox = createOutbox(settings, { store, platform, onDrop: drop });
  const sender = createSender(settings, { platform, store, outbox, ledger });

  return {
    ...sender,
    nextSeq: () => ledger.nextSeq(),
    drop(reason, seq) {
      drop(reason, settings.pageLoadId, seq);
    },
    stats() {
      const { last_seq, dropped } = ledger.report().stream;
      return { tracked: last_seq, waiting: outbox.keys().length, dropped };
    },
  };
}
