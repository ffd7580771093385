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
  readonly stats: () => Stats;
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
  const dropReports = createDropReports(settings, { store, platform });

  /** `onDrop` runs at this moment. What it tracks is not reported to it again, so that a page can track its drops. */
  let isReporting = false;
  const trackedByOnDrop = new Set<number>();

  /** Each is counted in the stream of the page that tracked it. */
  const drop = (reason: DropReason, ofPage: string, seq: number, code?: string): void => {
    dropReports.count(reason, ofPage, seq);
    const isTrackedByOnDrop = ofPage === pageLoadId && trackedByOnDrop.delete(seq);
    if (isTrackedByOnDrop || isReporting) return;
    isReporting = true;
    attempt(() => onDrop?.({ reason, code }));
    isReporting = false;
  };

  const outbox = createOutbox(settings, { store, platform, onDrop: drop });
  const sender = createSender(settings, { platform, restored: store.restored, outbox, dropReports });

  return {
    ...sender,
    add(json, seq) {
      // Otherwise each would push out another event, whose drop is reported again.
      if (isReporting && outbox.isFull()) drop("overflow", pageLoadId, seq);
      else sender.add(json, seq);
    },
    nextSeq() {
      const seq = dropReports.nextSeq();
      if (isReporting) trackedByOnDrop.add(seq);
      return seq;
    },
    drop: (reason, seq) => drop(reason, pageLoadId, seq),
    stats() {
      const { last_seq, dropped } = dropReports.report().stream;
      return { tracked: last_seq, waiting: outbox.count(), dropped };
    },
  };
}
