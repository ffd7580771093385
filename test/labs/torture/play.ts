/** Plays scenarios in one engine, in one browser as long as it lives. */
import type { TortureEngine, Visitor } from "./engines/visitor.ts";
import type { Cell } from "./figures.ts";
import { measure } from "./measure.ts";
import type { Scale } from "./scale.ts";
import type { Scenario } from "./scenario.ts";
import { setStage } from "./stage.ts";
import { within } from "./within.ts";

export interface PlayOptions {
  readonly scale: Scale;
  /** The HTML of the page. */
  readonly page: string;
  readonly onCell: (scenario: Scenario, cell: Cell) => void;
}

const SCENARIO_MS = 180_000;

/** Opens the browser when it is first needed, and anew after a failure that it may be the cause of. */
export async function playAll(
  engine: TortureEngine,
  scenarios: readonly Scenario[],
  { scale, page, onCell }: PlayOptions,
): Promise<void> {
  let visitor: Visitor | undefined;
  for (const scenario of scenarios) {
    const reason = whyNot(engine, scenario);
    if (reason !== undefined) {
      onCell(scenario, { kind: "left_out", reason });
      continue;
    }
    visitor ??= await engine.open();
    const cell = await playOne(scenario, { scale, engine, visitor, page });
    onCell(scenario, cell);
    if (cell.kind === "measured") continue;
    await visitor.close();
    visitor = undefined;
  }
  await visitor?.close();
}

function whyNot({ missing, lacks }: TortureEngine, { needs }: Scenario): string | undefined {
  if (missing !== undefined) return `it needs ${missing}`;
  return needs && lacks[needs];
}

async function playOne(scenario: Scenario, parts: Parameters<typeof setStage>[0]): Promise<Cell> {
  const stage = await setStage(parts);
  try {
    return { kind: "measured", figures: await within(SCENARIO_MS, scenario.id, measure(scenario, stage)) };
  } catch (error) {
    return { kind: "failed", reason: String(error) };
  } finally {
    await stage.close();
  }
}
