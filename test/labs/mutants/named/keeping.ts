/** Faults in the keeping of events: the outbox, the browser's storage and its copy in IndexedDB. */
import { begin, insertBefore, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, condition, constant, operand } from "../select.ts";
import {
  DELIVERY,
  INDEXEDDB_COPY as INDEXEDDB_COPY_TEST,
  MODEL,
  OUTBOX as OUTBOX_TEST,
  STORAGE as STORAGE_TEST,
} from "./tests.ts";

const OUTBOX = "src/delivery/outbox.ts";
const STORAGE = "src/platform/storage.ts";
const INDEXEDDB_COPY = "src/platform/indexeddb-copy.ts";

export const KEEPING: readonly Mutant[] = [
  {
    intent: "all tabs share the keys of their events",
    in: OUTBOX,
    function: "createOutbox > append",
    change: replace(
      call("buildQueueKey"),
      (at) => `buildQueueKey(${at.argument(0)}.replace(/-.*/, "-shared"), ${at.argument(1)}, ${at.argument(2)})`,
    ),
    tests: [MODEL],
  },
  {
    intent: "a page's events are deleted when a batch is closed",
    in: OUTBOX,
    function: "createOutbox > closeBatch",
    change: begin((at) => {
      const [store, options] = [at.variableOf("store"), at.parameter(0, 1)];
      return `for (const key of ${store}.keys(${options}.prefix))
        if (key.includes(\`-\${${options}.pageLoadId}:\`)) ${store}.remove(key);`;
    }),
    tests: [MODEL],
  },
  {
    intent: "an event is kept when its batch is full, and not before",
    in: OUTBOX,
    function: "createOutbox > append",
    change: insertBefore(
      call("write"),
      (at) => `if (${at.parameter(1)} % ${at.variableOf("maxBatchEvents")} !== 0) return false;`,
    ),
    tests: [MODEL],
  },
  {
    intent: "batches are adopted whatever their age",
    in: OUTBOX,
    function: "createOutbox > isOrphaned",
    change: replace(comparison(call("abs")), "true"),
    tests: [MODEL],
  },
  {
    intent: "batches are never adopted",
    in: OUTBOX,
    function: "createOutbox > isOrphaned",
    change: replace(comparison(call("abs")), "false"),
    tests: [MODEL],
  },
  {
    intent: "events expire that were not tried",
    in: OUTBOX,
    function: "createOutbox > nextBatch",
    change: insertBefore(
      call("read"),
      (at) => `if (${at.nearest(call("ageMsOf")).text} > 3_600_000) {
        ${at.nearest(call("drop")).text.replace("corrupt", "expired")};
        continue;
      }`,
    ),
    tests: [MODEL],
  },
  {
    intent: "a batch that is growing is sent as if it were whole",
    in: OUTBOX,
    function: "createOutbox > nextBatch",
    change: replace(condition(call("has")), (at) => at.text.replace(/ \|\| \(.*$/, "")),
    tests: [DELIVERY],
  },
  {
    intent: "too many events are kept",
    in: "src/delivery/find-overflow.ts",
    function: "findOverflow",
    change: removeOperand(operand(constant("MAX_QUEUED_EVENTS"))),
    tests: [OUTBOX_TEST],
  },
  {
    intent: "an event on its way is dropped for want of room",
    in: OUTBOX,
    function: "createOutbox > dropOldestOverLimit",
    change: replace(condition(), "true"),
    tests: [OUTBOX_TEST],
  },
  {
    intent: "an event that another tab has delivered is kept in memory",
    in: INDEXEDDB_COPY,
    function: "createIndexedDbCopy",
    change: remove(call("addEventListener")),
    tests: [INDEXEDDB_COPY_TEST],
  },
  {
    intent: "the IndexedDB copy is never read",
    in: INDEXEDDB_COPY,
    function: "createIndexedDbCopy > restore",
    change: remove(call("write")),
    tests: [MODEL],
  },
  {
    intent: "the IndexedDB copy is never written",
    in: INDEXEDDB_COPY,
    function: "createIndexedDbCopy > writeUnsaved",
    change: remove(call("put")),
    tests: [MODEL],
  },
  {
    intent: "what an emptied storage has lost is not written again with the next event",
    in: INDEXEDDB_COPY,
    function: "createIndexedDbCopy > write",
    change: remove(call("restoreAfterClear")),
    tests: [INDEXEDDB_COPY_TEST],
  },
  {
    intent: "a storage that does nothing and throws nothing is believed",
    in: STORAGE,
    function: "createStore > change",
    change: replace(comparison(call("readStored")), "true"),
    tests: [STORAGE_TEST],
  },
  {
    intent: "what memory holds stays there when the storage has room again",
    in: STORAGE,
    function: "createStore > read",
    change: remove(call("change")),
    tests: [STORAGE_TEST],
  },
];
