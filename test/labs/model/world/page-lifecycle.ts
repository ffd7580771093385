/** The lifecycle of one page: running, frozen, ended. A page may end in the middle of a task, and does nothing afterwards. */

export interface PageLifecycle {
  hasEnded(): boolean;
  isFrozen(): boolean;
  /** Runs a task of the page: now, when it is thawed, or never. */
  run(task: () => void): void;
  /** Changes something outside of the page. Returns `undefined`, and does nothing, if the page has ended. */
  sideEffect<T>(make: () => T): T | undefined;
  freeze(): void;
  thaw(): void;
  end(): void;
  /** The page ends right before its next side effect but `effects`. */
  endAfterSideEffects(effects: number): void;
}

/** `soon` runs a task as one of its own. */
export function createPageLifecycle(onEnd: () => void, soon: (task: () => void) => void): PageLifecycle {
  let state: "running" | "frozen" | "over" = "running";
  let sideEffectsLeft = Infinity;
  let held: (() => void)[] = [];

  const run = (task: () => void): void => {
    if (state === "frozen") held.push(task);
    if (state === "running") task();
  };

  const end = (): void => {
    if (state === "over") return;
    state = "over";
    onEnd();
  };

  return {
    hasEnded: () => state === "over",
    isFrozen: () => state === "frozen",
    run,
    sideEffect(make) {
      if (state === "over") return undefined;
      if (sideEffectsLeft-- > 0) return make();
      end();
      return undefined;
    },
    freeze() {
      if (state === "running") state = "frozen";
    },
    thaw() {
      if (state !== "frozen") return;
      state = "running";
      const tasks = held;
      held = [];
      for (const task of tasks) soon(() => run(task));
    },
    end,
    endAfterSideEffects(effects) {
      sideEffectsLeft = effects;
    },
  };
}
