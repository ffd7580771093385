/** Visits that once went wrong, or would without a line of the source. They run before the random ones. */
import type { Action } from "./world/action.ts";

const tab = 0;
const arrives = false;
const plain = { kind: "track", tab, count: 1, what: "plain" } as const;
const poison = { kind: "track", tab, count: 1, what: "poison" } as const;
const misnamed = { kind: "track", tab, count: 1, what: "misnamed" } as const;
const open = { kind: "open", openMs: 0, hasBeaconOnly: false } as const;
const wait = (ms: number) => ({ kind: "wait", ms }) as const;
const onTab = (kind: "hide" | "freeze" | "duplicate", number = tab) => ({ kind, tab: number }) as const;
const crash = (effects: number) => ({ kind: "crash", tab, arrives, effects }) as const;
const kill = (latenessMs: number) => ({ kind: "kill", latenessMs, arrives, restoresTab: false }) as const;

const VISITS: Readonly<Record<string, readonly Action[]>> = {
  "two requests of a page for one event, both refused": [wait(500), poison, wait(510), onTab("hide"), wait(500)],
  "a report with a batch that was stored before": [plain, open, { ...poison, tab: 1 }, crash(2)],
  "an event tracked after localStorage was on disk": [plain, wait(500), plain, wait(300), kill(300)],
  "a count that rose after localStorage was on disk": [misnamed, wait(11_000), misnamed, wait(500), kill(5_000), open],
  "a page that reported, and left a poison event": [
    poison,
    wait(31_000),
    plain,
    wait(600_000),
    poison,
    { kind: "navigate", tab, arrives },
  ],
  "a duplicated tab that drops what its original tracked": [
    { ...poison, count: 26 },
    onTab("duplicate"),
    wait(31_000),
    plain,
  ],
  "localStorage emptied while a poison event is on its way": [
    poison,
    { kind: "flush", tab },
    { kind: "clear", what: "localStorage" },
  ],
  "a page that is hidden in an outage before its first try": [
    plain,
    { kind: "server", mode: "unavailable" },
    wait(500),
    onTab("hide"),
    wait(11_000),
    open,
  ],
  "storage that was full when the page began, has room, and is emptied": [
    plain,
    { kind: "quota", isFull: true },
    wait(500),
    { kind: "track", tab, count: 7, what: "long" },
    { kind: "clear", what: "everything" },
    open,
  ],
  "storage that had no room for a eventNumber, and is emptied when it had": [
    { kind: "quota", isFull: true },
    misnamed,
    { kind: "quota", isFull: false },
    wait(31_000),
    plain,
    { kind: "clear", what: "everything" },
  ],
  "two tabs when localStorage is emptied": [
    open,
    open,
    { ...plain, tab: 2 },
    wait(10),
    { kind: "close", tab, arrives },
    { ...plain, tab: 3 },
    { kind: "clear", what: "localStorage" },
    plain,
  ],
  "a page that crashes as a batch is refused, where there is no second store": [
    { ...open, openMs: Infinity },
    { kind: "server", mode: "four_at_most" },
    { ...plain, tab: 1, count: 7 },
    wait(990),
    { ...crash(5), tab: 1, arrives: true },
    wait(2_000),
  ],
  "a batch that grows while another tab sends it, where there is no second store": [
    { ...open, openMs: Infinity },
    { kind: "server", mode: "unavailable" },
    { ...plain, tab: 1 },
    wait(600_000),
    { ...plain, tab: 1 },
    wait(11_000),
    { kind: "server", mode: "well" },
    { ...open, openMs: Infinity },
    wait(1_060),
    { ...plain, tab: 1 },
    wait(100),
    { ...crash(0), tab: 1 },
  ],
};

/** As fast-check takes them: a seed, and what happens. */
export const EXAMPLES = Object.values(VISITS).map((actions): [number, readonly Action[]] => [0, actions]);
