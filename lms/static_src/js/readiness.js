// Charts of election readiness. The tables on the page say the same; without this file nothing is lost.

const place = document.querySelector("[data-readiness-charts]");
const data = place && JSON.parse(document.getElementById("readiness-charts").textContent);
const ROW = 34; // px a bar

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const tones = { ready: "--ok", reserve_only: "--warn", nobody: "--bad" };

function draw(name, option, rows) {
  const box = place.querySelector(`[data-chart="${name}"]`);
  if (rows) box.style.height = `${Math.max(rows, 3) * ROW + 40}px`;
  const chart = window.echarts.init(box, null, { renderer: "canvas" });
  chart.setOption({
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true, label: { enabled: true } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 15, color: colour("--ink") },
    ...option,
  });
  // The name that assistive technology reads is the caption; the tables hold the figures.
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", box.closest("figure").querySelector("figcaption").textContent);
  chart.on("click", (hit) => { if (hit.data && hit.data.url) window.location.assign(hit.data.url); });
  new ResizeObserver(() => chart.resize()).observe(box);
}

function bars(rows, series) {
  const label = { fontSize: 15, color: colour("--ink") };
  return {
    grid: { left: 4, right: 36, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", minInterval: 1, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: "category", inverse: true, data: rows.map((row) => row.name), axisTick: { show: false },
      axisLabel: { ...label, width: box() < 480 ? 120 : 260, overflow: "break" },
    },
    series,
  };
}

const box = () => place.clientWidth;
const shown = (rows, key) => rows.map((row) => ({ value: row[key], url: row.url }));
const number = (tone) => ({ show: true, fontSize: 14, color: tone, formatter: (hit) => (hit.value ? hit.value : "") });

function all() {
  place.hidden = false;
  draw("standings", {
    series: [{
      type: "pie", radius: ["48%", "88%"],
      label: { position: "inside", fontSize: 16, color: colour("--sheet"), formatter: (hit) => (hit.percent < 4 ? "" : hit.value) },
      labelLine: { show: false },
      data: data.standings.map((one) => ({ ...one, itemStyle: { color: colour(tones[one.key]) } })),
    }],
  });
  draw("lacks", bars(data.lacks, [{
    type: "bar", data: shown(data.lacks, "value"), itemStyle: { color: colour("--warn") }, barMaxWidth: 22,
    label: { ...number(colour("--ink")), position: "right" },
  }]), data.lacks.length);
  draw("areas", bars(data.areas, [
    { type: "bar", stack: "one", name: data.words.prepared, data: shown(data.areas, "prepared"), barMaxWidth: 22,
      itemStyle: { color: colour("--ok") }, label: number(colour("--sheet")) },
    { type: "bar", stack: "one", name: data.words.lacking, data: shown(data.areas, "lacking"), barMaxWidth: 22,
      itemStyle: { color: colour("--rule-strong") }, label: number(colour("--sheet")) },
  ]), data.areas.length);
}

if (place && window.echarts) all();
