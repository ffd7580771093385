/** Names of properties that only our own code reads. `dist` has short ones in their place: every visitor pays for names. */
import type { BuildOptions } from "esbuild";

/**
 * None is of the wire, of the API, of the browser or of the language, as `test/package/internal-names.test.ts` proves.
 * Each has one letter, by its place: files of one version fit together, however they are loaded.
 */
export const INTERNAL_NAMES: readonly string[] = [
  ...["read", "write", "remove", "restored"],
  ...["trackers", "elapsed", "newId", "local", "session", "openDurable"],
  ...["page", "common", "send", "after", "exclusive"],
  ...["whenShown", "onMoment", "retryAfter"],
  ...["pageLoadId", "prefix", "platform", "store", "outbox", "ledger", "nowMs"],
  ...["append", "seal", "next", "drop", "nextSeq", "report", "strike", "leave", "stop", "fields"],
  ...["kind", "refusals", "postponed", "afterMs", "isReported", "failures", "waitMs", "isOrdered", "wait", "end"],
  ...["guard", "shut", "erase", "onChange", "hasPrivacySignal"],
];

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** How esbuild shortens them. */
export const shortNames: Pick<BuildOptions, "mangleProps" | "mangleCache"> = {
  mangleProps: new RegExp(`^(${INTERNAL_NAMES.join("|")})$`),
  mangleCache: Object.fromEntries(INTERNAL_NAMES.map((name, index) => [name, LETTERS.charAt(index)])),
};
