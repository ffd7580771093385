/** The script of the dashboard: asks for the answers again and again, and shows them. */
import { find } from "../../../web/find.ts";
import type { Answers } from "../answers.ts";
import { createTrafficChart } from "./traffic-chart.ts";
import { showDelivery, showFigures, showFunnel, showProducts } from "./show.ts";

/** The loader lists the bucket each time. */
const ASK_EVERY_MS = 10_000;

startDashboard();

function startDashboard(): void {
  const drawTraffic = createTrafficChart(find("#chart", HTMLElement));

  const ask = async (): Promise<void> => {
    setState("loading", "Loading");
    try {
      const response = await fetch("/dashboard/answers");
      const body = (await response.json()) as Answers | { readonly message: string };
      if ("message" in body) throw new Error(body.message);
      showFigures(body);
      showFunnel(body.funnel);
      showProducts(body.products);
      showDelivery(body);
      drawTraffic(body.traffic);
      setTrouble("");
      setState("live", "Up to date");
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
      setState("lost", "Out of date");
    }
  };
  const keepAsking = async (): Promise<void> => {
    // A hidden page does not make the loader run.
    if (document.visibilityState === "visible") await ask();
    setTimeout(() => void keepAsking(), ASK_EVERY_MS);
  };
  void keepAsking();
}

function setState(state: "loading" | "live" | "lost", text: string): void {
  const element = find("#state", HTMLElement);
  element.dataset["state"] = state;
  element.textContent = text;
}

function setTrouble(trouble: string): void {
  const element = find("#trouble", HTMLElement);
  element.textContent = `The warehouse does not answer: ${trouble}`;
  element.hidden = trouble === "";
}
