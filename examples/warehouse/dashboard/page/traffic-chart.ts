/** Draws the traffic chart: how many events were received in each step of time. */
import uPlot from "uplot";
import { find } from "../../../web/find.ts";
import type { Answers } from "../answers.ts";
import { fillSteps } from "../chart-steps.ts";

const HEIGHT_PX = 190;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const shortClock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Returns the function that draws new data. The chart follows the width of its parent. */
export function createTrafficChart(parent: HTMLElement): (traffic: Answers["traffic"]) => void {
  const style = getComputedStyle(parent);
  let stepS = 60;
  const axis: uPlot.Axis = {
    stroke: style.getPropertyValue("--ink-soft"),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: style.getPropertyValue("--line"), width: 1 },
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.72], radius: 0.25 });
  const chart = new uPlot(
    {
      width: parent.clientWidth,
      height: HEIGHT_PX,
      // Space for the half of the last label that exceeds the axis.
      padding: [8, 26, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // Half a step more on each side shows the first and the last bar whole.
        x: { range: (_, first, last) => [first - stepS / 2, last + stepS / 2] },
        y: { range: (_, __, highest) => [0, Math.max(4, highest)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 24,
          space: 80,
          values: (_, ticks) => ticks.map((s) => (s % 60 === 0 ? shortClock : clock).format(s * 1_000)),
        },
        { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000], space: 34 },
      ],
      series: [
        {},
        { fill: style.getPropertyValue("--clay"), width: 0, points: { show: false }, ...(bars && { paths: bars }) },
      ],
    },
    [[], []],
    parent,
  );
  new ResizeObserver(() => {
    chart.setSize({ width: parent.clientWidth, height: HEIGHT_PX });
  }).observe(parent);

  return (traffic) => {
    const steps = fillSteps(traffic.steps, traffic.stepS);
    stepS = traffic.stepS;
    find("#traffic-step", HTMLElement).textContent = `every ${stepS < 60 ? `${stepS} s` : `${stepS / 60} min`}`;
    chart.setData([steps.map(({ start_s }) => start_s), steps.map(({ events }) => events)]);
  };
}
