/** The server is well: events come slowly, in a burst, and right before a page is left. */
import type { FirstVisit, Scenario } from "../scenario.ts";
import type { Environment } from "../environment.ts";
import { stayOpen } from "./next-visit.ts";

export const HEALTHY_SERVER: readonly Scenario[] = [
  {
    id: "S1",
    title: "a steady stream, all well",
    async run(environment) {
      const { tab, tracked } = await environment.visit();
      await tracked();
      return stayOpen(tab);
    },
  },
  {
    id: "S2",
    title: "1,000 in one tick",
    async run(environment) {
      const { tab, tracked } = await environment.visit({ count: 1_000, everyMs: 0 });
      await tracked();
      return stayOpen(tab);
    },
  },
  {
    id: "S3",
    title: "5 events, then navigate, page after page",
    run: (environment) => navigate(environment, false),
  },
  {
    id: "S4",
    title: "5 events, then close the tab, tab after tab",
    needs: "closing",
    async run(environment) {
      for (let page = 0; page < environment.scale.pages; page++) {
        const { tab, tracked } = await environment.visit({ count: 5, everyMs: 0 });
        await tracked();
        await tab.close();
      }
      return { isPageOpen: false, openNextPage: (url) => environment.visitor.openTab(url) };
    },
  },
  {
    id: "S16",
    title: "as S3, and another script takes the keepalive quota",
    run: (environment) => navigate(environment, true),
  },
];

async function navigate({ scale, visit }: Environment, isKeepaliveQuotaTaken: boolean): Promise<FirstVisit> {
  const { tab, tracked } = await visit({ count: 5, everyMs: 0, hops: scale.pages, isKeepaliveQuotaTaken });
  await tracked();
  return stayOpen(tab);
}
