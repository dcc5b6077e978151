// Charts: the option comes as JSON beside the canvas, the colours from the tokens.
"use strict";

(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function theme() {
    const axis = {
      axisLine: { lineStyle: { color: css("--ui-border-2") } },
      axisTick: { show: false },
      axisLabel: { color: css("--ui-text-3") },
      splitLine: { lineStyle: { color: css("--ui-border") } },
    };
    return {
      color: [1, 2, 3, 4, 5, 6].map((n) => css(`--chart-${n}`)),
      backgroundColor: "transparent",
      textStyle: { fontFamily: css("--ui-font"), fontSize: 12, color: css("--ui-text-2") },
      categoryAxis: { ...axis, splitLine: { show: false } },
      valueAxis: { ...axis, axisLine: { show: false } },
      legend: { icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: css("--ui-text-2") } },
      line: { symbol: "circle", symbolSize: 6, showSymbol: false, lineStyle: { width: 2 } },
      bar: { barMaxWidth: 26, itemStyle: { borderRadius: [3, 3, 0, 0] } },
    };
  }

  function draw() {
    echarts.registerTheme("house", theme());
    for (const figure of document.querySelectorAll("[data-chart]")) {
      const canvas = figure.querySelector(".chart-canvas");
      echarts.getInstanceByDom(canvas)?.dispose();
      const chart = echarts.init(canvas, "house", { renderer: "svg" });
      const option = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
      chart.setOption({
        grid: { left: 8, right: 12, top: 36, bottom: 4, containLabel: true },
        tooltip: { trigger: "axis", confine: true },
        animationDuration: 200,
        ...option,
      });
      chart.on("click", (point) => point.data?.url && location.assign(point.data.url));
    }
  }

  document.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("theme-changed", draw);
  addEventListener("resize", () => {
    for (const canvas of document.querySelectorAll(".chart-canvas")) echarts.getInstanceByDom(canvas)?.resize();
  });
})();
