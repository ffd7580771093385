/** The page can't keep anything. */
import type { Scenario } from "../scenario.ts";
import { stay } from "./endings.ts";

export const BAD_STORAGE: readonly Scenario[] = [
  {
    id: "S11",
    title: "every storage call throws",
    async play({ visit }) {
      const { tab, tracked } = await visit({ storage: "throws" });
      await tracked();
      return stay(tab);
    },
  },
  {
    id: "S11b",
    title: "visitor blocks storage",
    needs: "blocked_storage",
    async play({ visit, openBlocked }) {
      const { tab, tracked } = await visit({}, await openBlocked());
      await tracked();
      return stay(tab);
    },
  },
  {
    id: "S13",
    title: "localStorage full",
    async play({ visit }) {
      const { tab, tracked } = await visit({ storage: "full" });
      await tracked();
      return stay(tab);
    },
  },
];
