/** Cuts the time axis of the traffic chart into steps: few enough to be seen, and none left out. Pure. */

export interface Step {
  readonly start_s: number;
  readonly events: number;
}

const STEPS_S = [5, 10, 30, 60, 300, 900, 3_600] as const;
const MAX_STEPS = 72;
const MIN_STEPS = 24;

/** The smallest step of which fewer than `MAX_STEPS` fit into the span. */
export function chooseStepS(spanS: number): number {
  return STEPS_S.find((stepS) => spanS / stepS < MAX_STEPS) ?? 3_600;
}

/** Adds the steps without events. A short chart begins earlier, so that its bars do not become too wide. */
export function fillSteps(steps: readonly Step[], stepS: number): readonly Step[] {
  const first = steps[0]?.start_s;
  const last = steps.at(-1)?.start_s;
  if (first === undefined || last === undefined) return [];
  const counts = new Map(steps.map(({ start_s, events }) => [start_s, events]));
  const length = Math.max(MIN_STEPS, (last - first) / stepS + 1);
  return Array.from({ length }, (_, index) => {
    const start_s = last - (length - 1 - index) * stepS;
    return { start_s, events: counts.get(start_s) ?? 0 };
  });
}
