/** Everything that can happen in the world of the model, and how likely it is. */
import fc from "fast-check";
import { SERVER_MODES, type ServerMode } from "./endpoint.ts";

export type What = "plain" | "poison" | "misnamed" | "long";

/** `tab` counts the live pages, round and round. `arrives`: what is on its way when the page ends reaches the endpoint. */
export type Action =
  | { readonly kind: "open"; readonly openMs: number; readonly hasBeaconOnly: boolean }
  | { readonly kind: "track"; readonly tab: number; readonly count: number; readonly what: What }
  | { readonly kind: "flush" | "hide" | "show" | "freeze" | "thaw" | "duplicate"; readonly tab: number }
  | { readonly kind: "navigate" | "close"; readonly tab: number; readonly arrives: boolean }
  /** The page ends before it has made so many more changes to what outlives it. */
  | { readonly kind: "crash"; readonly tab: number; readonly arrives: boolean; readonly effects: number }
  /** The browser's process ends. `localStorage` was so late on disk. */
  | { readonly kind: "kill"; readonly latenessMs: number; readonly arrives: boolean; readonly restoresTab: boolean }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "midnight" }
  | { readonly kind: "server"; readonly mode: ServerMode }
  | { readonly kind: "network"; readonly isOnline: boolean }
  /** The visitor's clock differs so much from the true time. */
  | { readonly kind: "clock"; readonly offsetMs: number }
  | { readonly kind: "quota"; readonly isFull: boolean }
  | { readonly kind: "clear"; readonly what: "localStorage" | "everything" }
  | { readonly kind: "replay"; readonly index: number };

const HOUR_MS = 3_600_000;

/** A database opens at once, late, or never. */
const openMs = fc.constantFrom(0, 5, 5, 400, Infinity);
const tab = fc.nat(4);
const arrives = fc.boolean();
const hasBeaconOnly = fc.constantFrom(false, false, true);

const open = fc.record({ kind: fc.constant("open" as const), openMs, hasBeaconOnly });
const track = fc.record({
  kind: fc.constant("track" as const),
  tab,
  count: fc.constantFrom(1, 1, 1, 2, 3, 7, 26),
  what: fc.constantFrom<What>("plain", "plain", "plain", "poison", "misnamed", "long"),
});
const wait = fc.record({
  kind: fc.constant("wait" as const),
  ms: fc.constantFrom(0, 1, 10, 30, 55, 110, 500, 1_100, 4_000, 11_000, 31_000, 90_000, 10 * 60_000, 5 * HOUR_MS),
});
const onTab = fc.record({
  kind: fc.constantFrom("flush" as const, "hide" as const, "show" as const, "freeze" as const, "thaw" as const),
  tab,
});
const duplicate = fc.record({ kind: fc.constant("duplicate" as const), tab });
const end = fc.record({ kind: fc.constantFrom("navigate" as const, "close" as const), tab, arrives });
const crash = fc.record({ kind: fc.constant("crash" as const), tab, arrives, effects: fc.nat(6) });
const kill = fc.record({
  kind: fc.constant("kill" as const),
  latenessMs: fc.constantFrom(0, 300, 1_000, 3_000, 5_000),
  arrives,
  restoresTab: fc.boolean(),
});
const server = fc.record({
  kind: fc.constant("server" as const),
  mode: fc.constantFrom<ServerMode>("well", "well", "well", ...SERVER_MODES),
});
const network = fc.record({ kind: fc.constant("network" as const), isOnline: fc.boolean() });
/** So far from the truth an event still finds its own day: 3 days late plus the days of a run, or 20 h ahead. */
const clock = fc.record({
  kind: fc.constant("clock" as const),
  offsetMs: fc.constantFrom(0, HOUR_MS, -HOUR_MS, 20 * HOUR_MS, -24 * HOUR_MS, -72 * HOUR_MS),
});
const quota = fc.record({ kind: fc.constant("quota" as const), isFull: fc.boolean() });
const clear = fc.record({
  kind: fc.constant("clear" as const),
  what: fc.constantFrom("localStorage" as const, "everything" as const),
});
const midnight = fc.constant<Action>({ kind: "midnight" });
const replay = fc.record({ kind: fc.constant("replay" as const), index: fc.nat(20) });

const weighted = (weight: number, arbitrary: fc.Arbitrary<Action>): fc.WeightedArbitrary<Action> => ({
  weight,
  arbitrary,
});

/** One after the other, most of them things that happen every day. */
export const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    weighted(24, track),
    weighted(20, wait),
    weighted(8, server),
    weighted(6, open),
    weighted(6, onTab),
    weighted(6, end),
    weighted(5, crash),
    weighted(5, kill),
    weighted(3, duplicate),
    weighted(3, network),
    weighted(2, clock),
    weighted(2, quota),
    weighted(1, clear),
    weighted(1, midnight),
    weighted(2, replay),
  ),
  { minLength: 1, maxLength: 30, size: "max" },
);
