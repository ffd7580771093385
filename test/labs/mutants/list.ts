/** Every fault that the tests must notice, by name. */
import type { Mutant } from "./mutant.ts";

const MODEL = "test/labs/model/model.test.ts";
const OUTBOX = "src/delivery/outbox.ts";
const SENDER = "src/delivery/sender.ts";
const SETTLE = "src/delivery/apply-verdict.ts";
const JUDGE = "src/delivery/judge.ts";
const LEDGER = "src/delivery/drop-reports.ts";
const MIRROR = "src/platform/indexeddb-copy.ts";
/** The model's budget is a ceiling, and a page that waits too long keeps below it. */
const DELIVERY_TEST = "test/unit/delivery/delivery.test.ts";
/** A visit of the model has seldom as many records as need two reports. */
const LEDGER_TEST = "test/unit/delivery/drop-reports.test.ts";

/** One edit, judged by the model unless another test is the right one. */
function mutant(name: string, file: string, search: string, replacement: string, judges = [MODEL]): Mutant {
  return { name, edits: [{ file, search, replacement }], judges };
}

export const MUTANTS: readonly Mutant[] = [
  mutant(
    "the day of receipt in the key",
    "examples/ingest-lambda/src/event/key.ts",
    "mintedAtMs ?? receivedAtMs",
    "receivedAtMs",
  ),
  mutant(
    "deleted before the acknowledgement",
    SENDER,
    "const outcome = await platform.send(",
    "for (const key of batch.events.keys()) store.remove(key);\n    const outcome = await platform.send(",
  ),
  mutant("a beacon's true taken for an acknowledgement", JUDGE, "if (/^2/.test(status)", "if (/^[02]/.test(status)"),
  mutant(
    "one key for the events of all tabs",
    OUTBOX,
    '`${prefix}${openId}:${String(seq).padStart(7, "0")}:${json.length}`',
    '`${prefix}${openId.replace(/-.*/, "-shared")}:${String(seq).padStart(7, "0")}:${json.length}`',
  ),
  mutant(
    "a batch deleted when it is sealed",
    OUTBOX,
    "  const seal = (): void => {\n    openId",
    "  const seal = (): void => {\n    if (openId) for (const key of store.keys(prefix + openId)) store.remove(key);\n    openId",
  ),
  mutant(
    "a number given out after a drop",
    "src/tracker.ts",
    "if (reason) delivery.drop(reason, seq);",
    `if (reason) delivery.drop(reason, seq);\n        if (reason === "invalid") delivery.nextSeq();`,
  ),
  mutant("the lock taken for the truth", SETTLE, "if (store.read(key) === undefined) continue;", ""),
  mutant("events adopted whatever their age", OUTBOX, "< orphanedAfterMs;", "< orphanedAfterMs * 0;"),
  mutant("events never adopted", OUTBOX, "< orphanedAfterMs;", "< orphanedAfterMs + Infinity;"),
  mutant("the answer to another batch accepted", JUDGE, "!ack.batch_id || ack.batch_id === batchId", "batchId !== ''"),
  mutant(
    "the backoff forgotten by the next page",
    SENDER,
    "const patience = createPatience(platform, `${prefix}wait`);",
    "const patience = createPatience(platform, prefix + platform.newId());",
  ),
  mutant("drops that are not written down", LEDGER, 'store.write(keyOf(id), "1");', ""),
  mutant(
    "drops counted in the stream of the page that sends",
    "src/delivery/delivery.ts",
    "ledger.drop(reason, ofPage, seq);",
    "ledger.drop(reason, ofPage && settings.pageLoadId, seq);",
  ),
  mutant("drops counted by the page that tracked", LEDGER, "counted_by: pageLoadId", "counted_by: page_load_id"),
  mutant(
    "counts that begin anew when they are reported",
    LEDGER,
    "for (const key of keys) store.remove(key);",
    "for (const key of keys) store.remove(key);\n          counts.clear();",
  ),
  mutant(
    "more struck out than was reported",
    LEDGER,
    "for (const key of keys) store.remove(key);",
    "for (const key of store.keys(streamPrefix)) store.remove(key);",
  ),
  mutant("more reported than the ingest reads", LEDGER, ".slice(0, 16)", "", [LEDGER_TEST]),
  mutant(
    "a report struck out before it was stored",
    SENDER,
    "const outcome = await platform.send(",
    "strike();\n    const outcome = await platform.send(",
  ),
  mutant(
    "each report of a page added up",
    "examples/warehouse/load/merge-reports.ts",
    "`${page_load_id} ${counted_by}`",
    "`${page_load_id} ${counted_by} ${JSON.stringify(dropped)}`",
  ),
  mutant(
    "reports struck out that were not stored",
    JUDGE,
    `kind === "acknowledged" && ack.stored !== 0`,
    `kind === "acknowledged"`,
  ),
  mutant(
    "events kept when their batch is full, and not before",
    OUTBOX,
    "store.write(`",
    "if (openEvents > 0 && seq % maxBatchEvents !== 0) return false;\n      store.write(`",
  ),
  mutant(
    "the second home never read",
    MIRROR,
    "if (!changes.has(key) && !local.read(key)) local.write(key, value);",
    "",
  ),
  mutant("an event kept before the mark", MIRROR, "heal();\n      copies.set(", "copies.set("),
  mutant("a mark left in memory", "src/platform/storage.ts", "if (held !== undefined) write(key, held);", ""),
  mutant("the second home never written", MIRROR, "else store.put([key, value], key);", ""),
  mutant(
    "new ids for events that are sent again",
    SENDER,
    `"events":[\${[...batch.events.values()]}]`,
    `"events":[\${[...batch.events.values()].map((json) => json.replace(/^(..event_id":".{24}).{4}/, (_, head: string) => head + String(Math.floor(platform.now())).slice(-4)))}]`,
  ),
  mutant("the list of events to retry ignored", SETTLE, "postponed.includes(id)", "postponed.includes(`${id} `)"),
  mutant(
    "the list of rejected events ignored",
    SETTLE,
    `if (refusal) outbox.drop(key, "rejected", refusal.code);`,
    `if (refusal) store.remove(key);`,
  ),
  mutant(
    "events expired that were not tried",
    OUTBOX,
    "if (idOf(json) === undefined) {",
    'if (platform.now() - parseInt(id, 36) > 36e5) {\n          drop(key, "expired");\n          continue;\n        }\n        if (idOf(json) === undefined) {',
  ),
  mutant(
    "side-by-side tries counted one by one",
    SENDER,
    "patience.wait(failures + 1, Math.max(",
    "patience.wait(patience.read().failures + 1, Math.max(",
    [DELIVERY_TEST],
  ),
  mutant("a page's end counted as a failed try", SENDER, "if (keepalive && outcome.status === 0) return false;", "", [
    DELIVERY_TEST,
  ]),
  mutant(
    "a refused batch dropped whole",
    SETTLE,
    "else if (batch.events.size === 1)",
    "else if (batch.events.size < 25)",
    [DELIVERY_TEST],
  ),
  mutant("a refused batch never halved", SENDER, "batch.events.size >> 1 || Infinity", "Infinity", [DELIVERY_TEST]),
  mutant(
    "an answer that says later taken for a refusal",
    JUDGE,
    `test(status) ? "hold" : "retry"`,
    `test(status) ? "hold" : "split"`,
  ),
  mutant("a batch that is growing sent as if it were whole", OUTBOX, "(openId && id === openId) ||", "", [
    DELIVERY_TEST,
  ]),
  mutant("too many events kept", OUTBOX, "events > 2_000 ||", "", [DELIVERY_TEST]),
  mutant(
    "a page's wait that outlives its reason",
    SENDER,
    "    disarm();\n    if (outbox.keys()",
    "    if (outbox.keys()",
    ["test/unit/consent.test.ts"],
  ),
];
