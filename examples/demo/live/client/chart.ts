/** Draws the timeline as a bar chart. */
import uPlot from "uplot";
import type { Timeline } from "../timeline.ts";

const HEIGHT_PX = 150;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Returns a function that draws a timeline. The chart has the width of its parent. */
export function createChart(parent: HTMLElement): (timeline: Timeline) => void {
  let stepS = 0;
  const style = getComputedStyle(parent);
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
      padding: [8, 4, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // A bar is centred on its value: half a step more on both sides shows the first and the last one whole.
        x: { range: (_, first, last) => [first - stepS / 2, last + stepS / 2] },
        y: { range: (_, __, highest) => [0, Math.max(4, highest)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 24,
          space: 70,
          values: (_, ticks) => ticks.map((s) => clock.format(s * 1_000)),
        },
        { ...axis, size: 28, incrs: [1, 2, 5, 10, 20, 50, 100, 200], space: 30 },
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

  return ({ stepMs, startsS, counts }) => {
    stepS = stepMs / 1_000;
    chart.setData([[...startsS], [...counts]]);
  };
}
