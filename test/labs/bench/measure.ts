/** Lets the contenders take turns, round by round, so that a busy moment of the machine hits all alike. */
import { measureBundle } from "./bundle.ts";
import { FLOOR, IDLE, type Contender } from "./contenders.ts";
import { takeMedians, type Sample } from "./metrics.ts";
import { measureBurst } from "./scenarios/burst.ts";
import { measureOutage } from "./scenarios/outage.ts";
import { measureSteady } from "./scenarios/steady.ts";
import type { BenchEnvironment } from "./visit.ts";

type Scenario = (environment: BenchEnvironment, contender: Contender) => Promise<Sample>;

const EVERY_ROUND: readonly Scenario[] = [measureSteady, measureBurst];

/** Once: memory varies by a few percent only, and with Segment's retries an outage takes five minutes. */
const FIRST_ROUND: readonly Scenario[] = [...EVERY_ROUND, measureOutage];

export interface Plan {
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly withOutage: boolean;
}

export interface Result {
  readonly contender: Contender;
  readonly metrics: Sample;
}

/** @param onTurn is told who is next, since all takes minutes */
export async function measureAll(
  environment: BenchEnvironment,
  { contenders, rounds, withOutage }: Plan,
  onTurn: (text: string) => void,
): Promise<readonly Result[]> {
  const samples = new Map<Contender, readonly Sample[]>([IDLE, FLOOR, ...contenders].map((each) => [each, []]));
  const keep = async (contender: Contender, sample: Promise<Sample>): Promise<void> => {
    samples.set(contender, [...(samples.get(contender) ?? []), await sample]);
  };

  for (let round = 1; round <= rounds; round++) {
    await keep(IDLE, measureSteady(environment, IDLE));
    await keep(FLOOR, measureSteady(environment, FLOOR));
    for (const scenario of withOutage && round === 1 ? FIRST_ROUND : EVERY_ROUND) {
      for (const contender of contenders) {
        onTurn(`round ${round} of ${rounds}: ${scenario.name}, ${contender.name}`);
        await keep(contender, scenario(environment, contender));
      }
    }
  }
  for (const contender of contenders) {
    await keep(
      contender,
      measureBundle(contender).then((bundleBytes) => ({ bundleBytes })),
    );
  }

  const idle = takeMedians(samples.get(IDLE) ?? []);
  const floor = takeMedians(samples.get(FLOOR) ?? []);
  return contenders.map((contender) => ({
    contender,
    metrics: compare(takeMedians(samples.get(contender) ?? []), idle, floor),
  }));
}

/** Takes the bench's own timers and tasks off the thread's time, and compares a call with what it can't do without. */
function compare(metrics: Sample, idle: Sample, floor: Sample): Sample {
  const { threadUs = Number.NaN, callMedianUs = Number.NaN } = metrics;
  return {
    ...metrics,
    threadUs: threadUs - (idle.threadUs ?? 0),
    timesFloor: callMedianUs / (floor.callMedianUs ?? Number.NaN),
  };
}
