/** Runs scenarios in one engine, in one browser as long as it lives. */
import type { TortureEngine, Visitor } from "./engines/engine.ts";
import type { Result } from "./results.ts";
import { measure } from "./measure.ts";
import type { Scale } from "./scale.ts";
import type { Scenario } from "./scenario.ts";
import { createEnvironment } from "./environment.ts";
import { withTimeout } from "./wait.ts";

export interface RunOptions {
  readonly scale: Scale;
  /** The HTML of the page. */
  readonly page: string;
  readonly onResult: (scenario: Scenario, result: Result) => void;
}

const SCENARIO_MS = 180_000;

/** Opens the browser when it is first needed, and anew after a failure that it may be the cause of. */
export async function runScenarios(
  engine: TortureEngine,
  scenarios: readonly Scenario[],
  { scale, page, onResult }: RunOptions,
): Promise<void> {
  let visitor: Visitor | undefined;
  for (const scenario of scenarios) {
    const reason = whyNot(engine, scenario);
    if (reason !== undefined) {
      onResult(scenario, { kind: "left_out", reason });
      continue;
    }
    visitor ??= await engine.open();
    const result = await runScenario(scenario, { scale, engine, visitor, page });
    onResult(scenario, result);
    if (result.kind === "measured") continue;
    await visitor.close();
    visitor = undefined;
  }
  await visitor?.close();
}

function whyNot({ missing, lacks }: TortureEngine, { needs }: Scenario): string | undefined {
  if (missing !== undefined) return `it needs ${missing}`;
  return needs && lacks[needs];
}

async function runScenario(scenario: Scenario, parts: Parameters<typeof createEnvironment>[0]): Promise<Result> {
  const environment = await createEnvironment(parts);
  try {
    return { kind: "measured", metrics: await withTimeout(SCENARIO_MS, scenario.id, measure(scenario, environment)) };
  } catch (error) {
    return { kind: "failed", reason: String(error) };
  } finally {
    await environment.close();
  }
}
