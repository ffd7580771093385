/** Lets the contenders take turns, round by round, so that a busy moment of the machine hits all alike. */
import { measureBundle } from "./bundle.ts";
import { IDLE, type Contender } from "./contenders.ts";
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
  const samples = new Map<Contender, readonly Sample[]>([IDLE, ...contenders].map((each) => [each, []]));
  const keep = async (contender: Contender, sample: Promise<Sample>): Promise<void> => {
    samples.set(contender, [...(samples.get(contender) ?? []), await sample]);
  };

  for (let round = 1; round <= rounds; round++) {
    await keep(IDLE, measureSteady(environment, IDLE));
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
  return contenders.map((contender) => ({
    contender,
    metrics: withoutIdle(takeMedians(samples.get(contender) ?? []), idle),
  }));
}

/** Takes the bench's own timers and tasks off the thread's time. */
function withoutIdle(metrics: Sample, idle: Sample): Sample {
  return { ...metrics, threadUs: (metrics.threadUs ?? Number.NaN) - (idle.threadUs ?? 0) };
}
