/** Runs scenarios in one engine, in one browser as long as it lives. */
import type { Tab, TortureEngine, Visitor } from "./engines/engine.ts";
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

const SCENARIO_MS = 240_000;

/** Windows that are open at once: most of what such a scenario does is wait. */
const SIDE_BY_SIDE = 6;

/** Runs those that need the browser alone, and then the others side by side. */
export async function runScenarios(
  engine: TortureEngine,
  scenarios: readonly Scenario[],
  options: RunOptions,
): Promise<void> {
  const possible = scenarios.filter((scenario) => {
    const reason = whyNot(engine, scenario);
    if (reason !== undefined) options.onResult(scenario, { kind: "left_out", reason });
    return reason === undefined;
  });
  const { sideBySide = [], alone = [] } = Object.groupBy(possible, ({ isSideBySide = false }) =>
    isSideBySide ? "sideBySide" : "alone",
  );
  await runAlone(engine, alone, options);
  await runSideBySide(engine, sideBySide, options);
}

/** Opens the browser when it is first needed, and anew after a failure that it may be the cause of. */
async function runAlone(
  engine: TortureEngine,
  scenarios: readonly Scenario[],
  { scale, page, onResult }: RunOptions,
): Promise<void> {
  let visitor: Visitor | undefined;
  for (const scenario of scenarios) {
    visitor ??= await engine.open();
    const result = await runScenario(scenario, { scale, engine, visitor, page });
    onResult(scenario, result);
    if (result.kind === "measured") continue;
    await visitor.close();
    visitor = undefined;
  }
  await visitor?.close();
}

/** In one browser, each scenario in windows of its own. */
async function runSideBySide(
  engine: TortureEngine,
  scenarios: readonly Scenario[],
  { scale, page, onResult }: RunOptions,
): Promise<void> {
  if (scenarios.length === 0) return;
  const visitor = await engine.open();
  const waiting = [...scenarios];
  const runNext = async (): Promise<void> => {
    const scenario = waiting.shift();
    if (scenario === undefined) return;
    const windows: Tab[] = [];
    const openTab = async (url: string): Promise<Tab> => {
      const opened = await visitor.openWindow(url);
      windows.push(opened);
      return opened;
    };
    onResult(scenario, await runScenario(scenario, { scale, engine, visitor: { ...visitor, openTab }, page }));
    for (const opened of windows) await opened.close().catch(() => undefined);
    await runNext();
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, runNext));
  await visitor.close();
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
