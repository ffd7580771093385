/** A tracker that follows a decision: it holds calls, runs them, or does nothing. */
import type { ConsentState } from "./decision.ts";
import { createHeldCalls, type HeldCalls } from "./held-calls.ts";
import type { GatedTracker, GateParts } from "./gate-parts.ts";
import { createConsentGate, type ConsentGate } from "./platform/consent-gate.ts";
import type { Undo } from "./platform/platform.ts";

/** The decision, as a tracker follows it. */
export interface Following {
  /** Reads it anew, and tells the listeners first if it has changed. */
  read(): ConsentState;
  /** @param listener hears whether there was a refusal since it last heard: then all that was held or kept is gone */
  onChange(listener: (wasRefused: boolean) => void): Undo;
}

export function createGatedTracker<T extends GatedTracker>(parts: GateParts<T>, decision: Following): T {
  const { platform, create, silent, copy } = parts;
  let tracker = silent;
  let gate: ConsentGate | undefined;
  let held: HeldCalls | undefined;

  const begin = (): void => {
    const state = decision.read();
    if (state === "pending") held = createHeldCalls(platform);
    if (state !== "granted") return;
    gate = createConsentGate(platform, () => decision.read());
    tracker = create(gate.platform);
  };

  const stopListening = decision.onChange((wasRefused) => {
    const calls = wasRefused ? undefined : held;
    gate?.close(wasRefused);
    tracker.close();
    tracker = silent;
    held = undefined;
    begin();
    calls?.forEach((each) => gate?.runAt(each, () => invoke(tracker, each.method, each.args)));
    if (calls) void tracker.flush();
  });

  const call = (name: string, args: readonly unknown[]): unknown => {
    decision.read();
    if (!held || name === "flush") return invoke(tracker, name, args);
    if (name === "stats") return held.stats();
    const copied = copy(args);
    // Nobody has seen a prerendered page yet, and by then the visitor may have decided.
    platform.whenShown(() => {
      if (held) held.add(name, copied);
      else call(name, copied ?? args);
    });
    return undefined;
  };

  begin();
  const methods = Object.keys(silent).map((name) => [name, (...args: readonly unknown[]) => call(name, args)]);
  return {
    ...(Object.fromEntries(methods) as T),
    close() {
      stopListening();
      held = undefined;
      tracker.close();
    },
  };
}

function invoke(tracker: GatedTracker, method: string, args: readonly unknown[]): unknown {
  return (tracker as unknown as Methods)[method]?.(...args);
}

/** A tracker, by the names of its methods. */
type Methods = Readonly<Record<string, ((...args: readonly unknown[]) => unknown) | undefined>>;
