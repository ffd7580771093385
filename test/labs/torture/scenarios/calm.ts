/** The server is well: events come slowly, in a burst, and right before a page is left. */
import type { Ending, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { stay } from "./endings.ts";

export const CALM: readonly Scenario[] = [
  {
    id: "S1",
    title: "a steady stream, all well",
    async play(stage) {
      const { tab, tracked } = await stage.visit();
      await tracked();
      return stay(tab);
    },
  },
  {
    id: "S2",
    title: "1,000 in one tick",
    async play(stage) {
      const { tab, tracked } = await stage.visit({ count: 1_000, everyMs: 0 });
      await tracked();
      return stay(tab);
    },
  },
  {
    id: "S3",
    title: "5 events, then navigate, page after page",
    play: (stage) => navigate(stage, false),
  },
  {
    id: "S4",
    title: "5 events, then close the tab, tab after tab",
    needs: "closing",
    async play(stage) {
      for (let page = 0; page < stage.scale.pages; page++) {
        const { tab, tracked } = await stage.visit({ count: 5, everyMs: 0 });
        await tracked();
        await tab.close();
      }
      return { isPageOpen: false, comeBack: (url) => stage.visitor.openTab(url) };
    },
  },
  {
    id: "S16",
    title: "as S3, and another script takes the keepalive quota",
    play: (stage) => navigate(stage, true),
  },
];

async function navigate({ scale, visit }: Stage, hasRival: boolean): Promise<Ending> {
  const { tab, tracked } = await visit({ count: 5, everyMs: 0, hops: scale.pages, hasRival });
  await tracked();
  return stay(tab);
}
