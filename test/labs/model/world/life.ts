/** The life of one page: what it does while it lives, nothing after its end, which may come in the middle of a task. */

export interface Life {
  isOver(): boolean;
  isFrozen(): boolean;
  /** Runs a task of the page: now, when it is thawed, or never. */
  run(task: () => void): void;
  /** Does something that outlives the page. Returns `undefined`, and does nothing, if the page is over. */
  affect<T>(make: () => T): T | undefined;
  freeze(): void;
  thaw(): void;
  end(): void;
  /** The page ends by itself right before it has done `effects` more things that outlive it. */
  endAfter(effects: number): void;
}

/** `soon` runs a task as one of its own. */
export function createLife(onEnd: () => void, soon: (task: () => void) => void): Life {
  let state: "running" | "frozen" | "over" = "running";
  let effectsLeft = Infinity;
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
    isOver: () => state === "over",
    isFrozen: () => state === "frozen",
    run,
    affect(make) {
      if (state === "over") return undefined;
      if (effectsLeft-- > 0) return make();
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
    endAfter(effects) {
      effectsLeft = effects;
    },
  };
}
