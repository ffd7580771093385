/** Joins drop reports, outbox and sender, so that the tracker has one thing to hand events to. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import { createDropReports, type DropReason } from "./drop-reports.ts";
import { createOutbox, type OutboxOptions } from "./outbox.ts";
import { createSender, type Sender, type SenderOptions } from "./sender.ts";

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
  /** Events that no endpoint has acknowledged yet. Those that earlier pages left are among them. */
  readonly waiting: number;
  /** Events dropped on purpose, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** An event that will never be stored. */
export interface Drop {
  /** Why. */
  readonly reason: DropReason;
  /** The endpoint's code for an event that it rejected, such as `event_too_large`. */
  readonly code?: string | undefined;
}

export interface DeliverySettings extends OutboxOptions, SenderOptions {
  readonly onDrop?: ((drop: Drop) => void) | undefined;
}

export function createDelivery(settings: DeliverySettings, platform: Platform): Delivery {
  const { pageLoadId, onDrop } = settings;
  const store = platform.openDurable();
  const dropReports = createDropReports(settings, store);

  /** Each is counted in the stream of the page that tracked it. */
  const drop = (reason: DropReason, ofPage: string, seq: number, code?: string): void => {
    dropReports.count(reason, ofPage, seq);
    attempt(() => onDrop?.({ reason, code }));
  };

  const outbox = createOutbox(settings, { store, platform, onDrop: drop });
  const sender = createSender(settings, { platform, store, outbox, dropReports });

  return {
    ...sender,
    nextSeq: () => dropReports.nextSeq(),
    drop: (reason, seq) => drop(reason, pageLoadId, seq),
    stats() {
      const { last_seq, dropped } = dropReports.report().stream;
      return { tracked: last_seq, waiting: outbox.count(), dropped };
    },
  };
}
