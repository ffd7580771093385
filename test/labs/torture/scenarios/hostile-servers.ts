/** Servers that answer in the name of the ingest, or lie: for a while, before the real one is there again. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Asked, Behaviour, ForeignAnswer } from "../behaviour.ts";
import type { Expected, Scenario } from "../scenario.ts";
import { waitUntil } from "../wait.ts";
import { HOST_TASK, OUTAGE_MS } from "./hostile-task.ts";
import { stayOpen } from "./next-visit.ts";

interface HostileServer {
  /** Begins with A. */
  readonly id: string;
  readonly title: string;
  /** Makes one for each page. */
  readonly behave: () => Behaviour;
  /** It ends when so many requests have come, and not before a second and a half. @default 1 */
  readonly minRequests?: number;
  readonly expected?: Expected;
}

const HTML = { "content-type": "text/html" };
const JSON_TYPE = { "content-type": "application/json" };
const REQUESTED_WITHIN_MS = 20_000;

/** The same answer each time. */
const always = (answer: ForeignAnswer) => (): Behaviour => ({ kind: "foreign", answer: () => answer });

const json = (body: unknown, status = 200): ForeignAnswer => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify(body),
});

/** An answer to this batch, in the words of the ingest. */
const acknowledge = ({ batch }: Asked, changed: object): ForeignAnswer =>
  json({
    ok: true,
    batch_id: batch.batch_id,
    stored: batch.events.length,
    duplicate: 0,
    rejected: [],
    retry: [],
    ...changed,
  });

const foreign = (answer: (asked: Asked) => ForeignAnswer | Promise<ForeignAnswer>) => (): Behaviour => ({
  kind: "foreign",
  answer,
});

const SERVERS: readonly HostileServer[] = [
  {
    id: "A1",
    title: "200 with index.html",
    behave: always({ status: 200, headers: HTML, body: "<title>Shop</title>" }),
  },
  { id: "A2", title: "302 to a page", behave: always({ status: 302, headers: { location: "/login" } }) },
  { id: "A3", title: "301 to a page", behave: always({ status: 301, headers: { location: "/login" } }) },
  { id: "A4", title: "202 without a body", behave: always({ status: 202 }) },
  { id: "A5", title: "204", behave: always({ status: 204 }) },
  { id: "A6", title: "200 with null", behave: always(json(null)) },
  { id: "A7", title: "200 with []", behave: always(json([])) },
  { id: "A8", title: "200 with { ok: false }", behave: always(json({ ok: false })) },
  { id: "A9", title: "200 with { ok: true }", behave: always(json({ ok: true })) },
  {
    id: "A10",
    title: "a list of unknown events to retry",
    behave: foreign((asked) => acknowledge(asked, { stored: 0, retry: ["unknown"] })),
  },
  {
    id: "A11",
    title: "counts that do not add up",
    behave: foreign((asked) => acknowledge(asked, { stored: asked.batch.events.length - 1 })),
  },
  {
    id: "A12",
    title: "counts in words",
    behave: foreign((asked) => acknowledge(asked, { stored: "all", rejected: null })),
  },
  {
    id: "A13",
    title: "the answer to another batch, from a cache",
    behave() {
      let cached: Promise<string> | undefined;
      return {
        kind: "foreign",
        answer: async ({ store }) => ({ status: 200, headers: JSON_TYPE, body: await (cached ??= store()) }),
      };
    },
  },
  {
    id: "A14",
    title: "the answer in an envelope, and all is stored",
    behave: foreign(async ({ store }) => json({ statusCode: 200, body: await store() })),
  },
  {
    id: "A15",
    title: "half of the answer, and all is stored",
    behave: foreign(async ({ store }) => ({ status: 200, headers: JSON_TYPE, body: (await store()).slice(0, 40) })),
  },
  { id: "A16", title: "an answer that never ends", behave: () => ({ kind: "stall" }) },
  { id: "A17", title: "400 with { rejected: null }", behave: always(json({ rejected: null }, 400)) },
  { id: "A18", title: "400 with { rejected: 10 }", behave: always(json({ rejected: 10 }, 400)) },
  { id: "A19", title: "400 with [{ index: 0 }]", behave: always(json([{ index: 0 }], 400)) },
  { id: "A20", title: "413 to everything", behave: always(json({ message: "Too large" }, 413)) },
  {
    id: "A21",
    title: "400 to everything, after all was well: one event is taken for the fault",
    behave() {
      let isFirst = true;
      return {
        kind: "foreign",
        async answer({ store }) {
          if (!isFirst) return json({ message: "Bad Request" }, 400);
          isFirst = false;
          return { status: 200, headers: JSON_TYPE, body: await store() };
        },
      };
    },
    minRequests: 9,
    expected: { lost: 1, dropped: 1 },
  },
  {
    id: "A22",
    title: "415 to what is compressed",
    behave: foreign(async ({ isZipped, store }) =>
      isZipped ? json({ message: "Unsupported" }, 415) : { status: 200, headers: JSON_TYPE, body: await store() },
    ),
  },
];

/** What is acknowledged and not stored is lost. The stored files say how much that is. */
const LIAR: Scenario = {
  id: "A23",
  title: "an ingest that acknowledges a batch and stores nothing",
  isSideBySide: true,
  async run({ collector, visit }) {
    let lost = 0;
    const answer = async (asked: Asked): Promise<ForeignAnswer> => {
      if (lost > 0) return { status: 200, headers: JSON_TYPE, body: await asked.store() };
      lost = asked.batch.events.length;
      return acknowledge(asked, {});
    };
    collector.behave({ kind: "foreign", answer });
    const { tab, tracked } = await visit(HOST_TASK);
    await tracked();
    await waitUntil(REQUESTED_WITHIN_MS, () => lost > 0);
    return { ...stayOpen(tab), expected: { isDeliveredAtOnce: true, lost, missing: lost } };
  },
};

export const HOSTILE_SERVERS: readonly Scenario[] = [...SERVERS.map(meet), LIAR];

function meet({ id, title, behave, minRequests = 1, expected }: HostileServer): Scenario {
  return {
    id,
    title,
    isSideBySide: true,
    expected: { isDeliveredAtOnce: true, ...expected },
    async run({ collector, visit }) {
      collector.behave(behave());
      const { tab, tracked } = await visit(HOST_TASK);
      await Promise.all([tracked(), sleep(OUTAGE_MS)]);
      await waitUntil(REQUESTED_WITHIN_MS, () => collector.traffic().requests >= minRequests);
      collector.behave({ kind: "normal" });
      return stayOpen(tab);
    },
  };
}
