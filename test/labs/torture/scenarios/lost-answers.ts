/** The server stores, and the page does not hear of it. */
import type { Behaviour } from "../behaviour.ts";
import type { Scenario } from "../scenario.ts";
import { stayOpen } from "./next-visit.ts";

const SHARE = 0.3;

export const LOST_ANSWERS: readonly Scenario[] = [
  lose("S8", "stored, 30 % of answers lost", { kind: "lose_answer" }),
  lose("S8g", "stored, then 504 (30 %)", { kind: "store_then_refuse", status: 504 }),
  lose("S15", "stored, 30 % of answers cut half way", { kind: "cut_answer" }),
];

function lose(id: string, title: string, behaviour: Behaviour): Scenario {
  return {
    id,
    title,
    async run({ collector, visit }) {
      collector.behave(behaviour, SHARE);
      const page = await visit();
      await page.tracked();
      return stayOpen(page.tab);
    },
  };
}
