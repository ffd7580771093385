/** Reads and compares what a visitor decided, as it is kept: `<state> <when> <last refusal>`. Pure. */

/** What the visitor has decided. `pending`: nothing yet. */
export type ConsentState = "pending" | "granted" | "denied";

export const CONSENT_STATES: readonly ConsentState[] = ["pending", "granted", "denied"];

export interface Decision {
  /** Absent: there is no decision. */
  readonly state: ConsentState | undefined;
  /** When it was made: by the visitor's clock, and after every decision before it. 0 in the form of version 0.1.0. */
  readonly madeMs: number;
  /** When the visitor refused last, so that a tab which missed a refusal learns of it. 0: never. */
  readonly refusedMs: number;
}

/** Any script may write into a page's storage, so any part may be missing or something else. */
export function parseDecision(text = ""): Decision {
  const [state, made, refused] = text.split(" ");
  return {
    state: CONSENT_STATES.find((each) => each === state),
    madeMs: Number(made) || 0,
    refusedMs: Number(refused) || 0,
  };
}

/** Returns the text of a decision that comes after `before`, even where the clock was set back. */
export function writeDecision(state: ConsentState, before: string | undefined, nowMs: number): string {
  const { madeMs, refusedMs } = parseDecision(before);
  const ms = Math.max(nowMs, madeMs + 1);
  return `${state} ${ms} ${state === "denied" ? ms : refusedMs}`;
}

/** Returns the later one of two decisions, and the refusal where neither is later. */
export function laterDecision(one: string | undefined, other: string | undefined): string | undefined {
  return rank(other) > rank(one) ? other : one;
}

function rank(text: string | undefined): number {
  const { state, madeMs } = parseDecision(text);
  if (!state) return -1;
  return state === "denied" ? madeMs + 0.5 : madeMs;
}
