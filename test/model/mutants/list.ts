/** Every fault that the tests must notice, by name. */
import type { Mutant } from "./mutant.ts";

const MODEL = "test/model/model.test.ts";
const OUTBOX = "src/delivery/outbox.ts";
const SENDER = "src/delivery/sender.ts";
const SETTLE = "src/delivery/settle.ts";
const JUDGE = "src/delivery/judge.ts";
const LEDGER = "src/delivery/ledger.ts";
const MIRROR = "src/platform/mirror.ts";
/** The model's budget is a ceiling, and a page that waits too long keeps below it. */
const DELIVERY_TEST = "test/unit/delivery/delivery.test.ts";
/** Where two live pages count in one stream, the model is lenient. */
const LEDGER_TEST = "test/unit/delivery/ledger.test.ts";

/** One edit, judged by the model unless another test is the right one. */
function mutant(name: string, file: string, search: string, replacement: string, judges = [MODEL]): Mutant {
  return { name, edits: [{ file, search, replacement }], judges };
}

export const MUTANTS: readonly Mutant[] = [
  mutant(
    "the day of receipt in the key",
    "examples/ingest-lambda/src/key.ts",
    "mintedAtMs ?? receivedAtMs",
    "receivedAtMs",
  ),
  mutant(
    "deleted before the acknowledgement",
    SENDER,
    "const outcome = await platform.send(",
    "store.remove(segment.key);\n    const outcome = await platform.send(",
  ),
  mutant(
    "a beacon's true taken for an acknowledgement",
    JUDGE,
    `if (outcome.kind !== "answered")`,
    `if (outcome.kind === "handed_over") return { kind: "acknowledged", isReported: true, rejected: [], retry: [], afterMs: 0 };\n  if (outcome.kind !== "answered")`,
  ),
  mutant(
    "one key for the segments of all tabs",
    OUTBOX,
    "`${prefix}${time}:${pageLoadId}:${platform.newId()}`",
    "`${prefix}0:shared:all`",
  ),
  mutant(
    "a segment deleted when it is sealed",
    OUTBOX,
    "    open = undefined;\n    makeRoom",
    "    store.remove(open.key);\n    open = undefined;\n    makeRoom",
  ),
  mutant(
    "a number given out after a drop",
    "src/tracker.ts",
    `if (fate !== "kept") delivery.drop(fate);`,
    `if (fate !== "kept") delivery.drop(fate);\n    if (fate === "invalid") delivery.nextSeq();`,
  ),
  mutant(
    "the lock taken for the truth",
    SETTLE,
    "outbox.has(segment.key) ? segment.events : []",
    "outbox.has(segment.key) || segment.key ? segment.events : []",
  ),
  mutant(
    "segments adopted whatever their age",
    OUTBOX,
    "|| !(Math.abs(platform.now() - parseInt(time, 36)) < orphanedAfterMs);",
    "|| parseInt(time, 36) < Infinity || orphanedAfterMs > 0;",
  ),
  mutant("segments never adopted", OUTBOX, "< orphanedAfterMs);", "< orphanedAfterMs + Infinity);"),
  mutant(
    "the answer to another batch accepted",
    JUDGE,
    "if (ack.batch_id && ack.batch_id !== batchId)",
    "if (batchId === '')",
  ),
  {
    name: "the backoff forgotten by the next page",
    edits: [
      { file: SENDER, search: "readPatience(platform.local,", replacement: "readPatience(memory," },
      { file: SENDER, search: "writePatience(platform.local,", replacement: "writePatience(memory," },
      { file: SENDER, search: "platform.local.remove(patienceKey)", replacement: "memory.remove(patienceKey)" },
      {
        file: SENDER,
        search: "  let hasWarned = false;",
        replacement:
          "  let hasWarned = false;\n  const map = new Map<string, string>();\n  const memory = { read: (key: string) => map.get(key), write: (key: string, value: string) => void map.set(key, value), remove: (key: string) => void map.delete(key), keys: () => [] };",
      },
    ],
    judges: [MODEL],
  },
  mutant("drops that are not written down", LEDGER, "if (unsaved.size === 0) queueMicrotask(save);", ""),
  mutant(
    "drops counted in the stream of the page that sends",
    "src/delivery/delivery.ts",
    "ledger.drop(reason, page_load_id, event_seq);",
    "ledger.drop(reason, page_load_id && pageLoadId, event_seq && undefined);",
  ),
  mutant("of two homes the one with the lower counts believed", MIRROR, " || Number(value > kept)", ""),
  mutant(
    "a page strikes out its own report",
    LEDGER,
    "of report.previous ?? []",
    "of [report, ...(report.previous ?? [])]",
  ),
  mutant("counts of other pages overwritten", LEDGER, "known && unsaved.has(id)", "known", [LEDGER_TEST]),
  mutant(
    "reports struck out that were not stored",
    SENDER,
    `kind === "acknowledged" && verdict.isReported`,
    `kind === "acknowledged"`,
  ),
  mutant("events kept only when their segment is full", OUTBOX, "if (!isUnsaved) queueMicrotask(saveOpen);", ""),
  mutant("the second home never read", MIRROR, "local.write(name, value);", "void value;"),
  mutant("the second home never written", MIRROR, "else store.put(value, key);", ""),
  mutant(
    "the older of two homes believed",
    MIRROR,
    "if (isNewer && !changes",
    'if (isNewer && kept === "" && !changes',
  ),
  mutant(
    "new ids for events that are sent again",
    SENDER,
    `"events":[\${events.join()}]`,
    `"events":[\${events.map((json) => json.replace(/^(..event_id":".{24}).{4}/, (_, head: string) => head + String(Math.floor(platform.now())).slice(-4))).join()}]`,
  ),
  mutant(
    "the list of events to retry ignored",
    SETTLE,
    "verdict.retry.includes(idOf(json))",
    "verdict.retry.includes(idOf(json) + 1)",
  ),
  mutant(
    "the list of rejected events ignored",
    SETTLE,
    `onDrop("rejected", events.filter(isAbout(rejection)), rejection.code);`,
    "isAbout(rejection);",
  ),
  mutant(
    "events expired that were not tried",
    OUTBOX,
    `if (segment && segment.events.length > 0) return segment;`,
    `if (segment && platform.now() - segment.createdAtMs > 36e5) {\n          onDrop("expired", segment.events);\n          store.remove(key);\n          continue;\n        }\n        if (segment && segment.events.length > 0) return segment;`,
  ),
  mutant(
    "side-by-side tries counted one by one",
    SENDER,
    "wait(Math.max(afterMs, backoffMs(failures + 1, platform.random())), afterMs > 0, failures + 1);",
    "wait(Math.max(afterMs, backoffMs(patience().failures + 1, platform.random())), afterMs > 0, patience().failures + 1 + failures * 0);",
    [DELIVERY_TEST],
  ),
  mutant(
    "a page's end counted as a failed try",
    SENDER,
    `if (isLeaving && outcome.kind !== "answered") return false;`,
    `if (isLeaving && outcome.kind === "answered" && afterMs < 0) return false;`,
    [DELIVERY_TEST],
  ),
  mutant(
    "half of a split forgotten",
    SETTLE,
    "events.slice(0, middle), events.slice(middle)]",
    "events.slice(0, middle)]",
  ),
  mutant(
    "an answer that says later taken for a refusal",
    JUDGE,
    `RETRYABLE.test(status) ? { kind: "retry", afterMs }`,
    `RETRYABLE.test(status) ? { kind: "split", afterMs }`,
  ),
  mutant(
    "what was added on the way removed with the rest",
    OUTBOX,
    "if (linesOf(key).length <= sent.length) store.remove(key);",
    "if (sent.length > 0) store.remove(key);",
  ),
  mutant(
    "the whole removed before its parts are written",
    OUTBOX,
    "for (const events of parts) if (events.length > 0) save(newKey(time), events);",
    "const [first] = linesOf(key);\n      store.remove(key);\n      for (const events of parts) if (events.length > 0 && first) save(newKey(time), events);",
  ),
];
