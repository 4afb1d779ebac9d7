// Made by `deno task page` from the modules beside it: do not edit.
// src/report/page/dom.ts
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element "${id}"`);
  return found;
}
function selectById(id) {
  return byId(id);
}
function fillSelect(select, choices, picked3) {
  select.replaceChildren(...choices.map(([value, text]) => element("option", {
    value: String(value),
    selected: value === picked3
  }, text)));
}

// src/report/html/links.ts
function fileHref({ href }, path) {
  return href + path.split("/").map(encodeURIComponent).join("/") || "./";
}

// src/report/html/text_list.ts
function decodeTexts(entries) {
  let previous = "";
  return entries.map(([head, tail, middle]) => {
    previous = previous.slice(0, head) + middle + previous.slice(previous.length - tail);
    return previous;
  });
}

// src/report/page/data.ts
var data = JSON.parse(byId("data").textContent ?? "");
var decoded = /* @__PURE__ */ new Map();
function textAt(list, index) {
  let texts = decoded.get(list);
  if (texts === void 0) {
    texts = decodeTexts(list);
    decoded.set(list, texts);
  }
  return texts[index] ?? null;
}
function labelOf({ serve, bench, directory }) {
  const names = [
    data.names[serve],
    data.names[bench]
  ].filter((name) => name !== void 0);
  return names.join(" \xB7 ") || directory || "(no parameters)";
}
function paramPairs({ levels }) {
  const varying = data.params.flatMap(({ name, levels: texts }, index) => {
    const text = texts[levels[index] ?? -1];
    return text === void 0 ? [] : [
      [
        name,
        text
      ]
    ];
  });
  return [
    ...varying,
    ...data.constants
  ];
}
function meanOf(combination, metric) {
  return combination.stats[metric]?.[0] ?? null;
}
function metricTitle(metric) {
  if (metric === void 0) return "";
  return metric.unit === "" ? metric.title : `${metric.title}, ${metric.unit}`;
}
function sweepFileHref(sweep, path) {
  return fileHref(data.sweeps[sweep] ?? {
    href: ""
  }, path);
}
function fullLabel(combination) {
  const { sweep } = combination;
  const label = labelOf(combination);
  return data.sweeps.length === 1 ? label : `${data.sweeps[sweep]?.name}: ${label}`;
}

// src/report/page/selection.ts
var MOST_LEVELS = 40;
var visible = new Set(data.combinations.keys());
var listeners = [];
var picked = /* @__PURE__ */ new Map();
var pickedSweep = -1;
var words = "";
function onSelection(listener) {
  listeners.push(listener);
}
function shown() {
  return [
    ...data.combinations.entries()
  ].filter(([index]) => visible.has(index));
}
function pickLevels(values) {
  for (const [param, level] of values) {
    picked.set(param, level);
    const select = document.getElementById(`filter-${param}`);
    if (select instanceof HTMLSelectElement) select.value = String(level);
  }
  apply();
}
function initFilter() {
  const fields = byId("filter-params");
  if (data.sweeps.length > 1) {
    const choices = data.sweeps.map(({ name }, index) => [
      index,
      name
    ]);
    fields.append(field("filter-sweep", "directory", choices, (value) => pickedSweep = value));
  }
  for (const [index, { name, levels }] of data.params.entries()) {
    if (levels.length > MOST_LEVELS) continue;
    const choices = levels.map((level, at) => [
      at,
      level
    ]);
    fields.append(field(`filter-${index}`, name, choices, (value) => {
      if (value < 0) picked.delete(index);
      else picked.set(index, value);
    }));
  }
  const text = byId("filter-text");
  text.addEventListener("input", () => {
    words = text.value;
    apply();
  });
  byId("filter-reset").addEventListener("click", () => {
    picked.clear();
    pickedSweep = -1;
    words = text.value = "";
    for (const select of fields.querySelectorAll("select")) select.value = "-1";
    apply();
  });
}
function field(id, name, choices, take) {
  const select = element("select", {
    id,
    onchange: () => {
      take(Number(select.value));
      apply();
    }
  });
  fillSelect(select, [
    [
      -1,
      "all"
    ],
    ...choices
  ], -1);
  return element("label", {}, element("span", {}, name), select);
}
function apply() {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  visible.clear();
  for (const [index, combination] of data.combinations.entries()) {
    if (pickedSweep >= 0 && combination.sweep !== pickedSweep) continue;
    if ([
      ...picked
    ].some(([param, level]) => combination.levels[param] !== level)) continue;
    const text = searchText(combination);
    if (wanted.every((word) => text.includes(word))) visible.add(index);
  }
  for (const listener of listeners) listener();
}
function searchText(combination) {
  const pairs = paramPairs(combination).map(([name, value]) => `${name}=${value}`);
  return [
    labelOf(combination),
    ...pairs,
    ...combination.failures
  ].join(" ").toLowerCase();
}

// src/report/page/charts.ts
var CANVAS_FROM = 3e3;
var COLORS = 8;
var SYMBOLS = [
  "circle",
  "rect",
  "triangle",
  "diamond",
  "roundRect"
];
var charts = /* @__PURE__ */ new Map();
var nearWindow = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) redraw(target.id);
  }
}, {
  rootMargin: "300px"
});
var resized = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    if (contentRect.width > 0) charts.get(target.id)?.drawn?.resize();
  }
});
function addChart(chart) {
  charts.set(chart.id, {
    chart,
    drawn: null
  });
  nearWindow.observe(byId(chart.id));
  resized.observe(byId(chart.id));
}
function redraw(id) {
  const found = charts.get(id);
  if (found === void 0) return;
  nearWindow.unobserve(byId(id));
  const { chart } = found;
  const theme2 = readTheme();
  const made = chart.draw(theme2);
  const { description, marks } = made;
  const option = marks === 0 ? nothing(theme2) : made.option;
  const renderer = marks < CANVAS_FROM ? "svg" : "canvas";
  const box = byId(id);
  if (found.drawn !== null && box.dataset.renderer !== renderer) {
    found.drawn.dispose();
    found.drawn = null;
  }
  if (found.drawn === null) {
    found.drawn = echarts.init(box, null, {
      renderer
    });
    box.dataset.renderer = renderer;
    if (chart.onClick !== void 0) found.drawn.on("click", chart.onClick);
  }
  found.drawn.resize();
  found.drawn.setOption({
    animation: false,
    aria: {
      enabled: true,
      label: {
        description
      }
    },
    textStyle: {
      fontFamily: theme2.font,
      color: theme2.ink
    },
    tooltip: tooltipStyle(theme2),
    ...option
  }, {
    notMerge: true
  });
}
function nothing({ muted }) {
  return {
    title: {
      text: "Nothing is measured of what the filter leaves",
      left: "center",
      top: "middle",
      textStyle: {
        color: muted,
        fontSize: 13,
        fontWeight: "normal"
      }
    }
  };
}
function initCharts() {
  const drawn = () => [
    ...charts
  ].filter(([, { drawn: drawn2 }]) => drawn2 !== null).map(([id]) => id);
  const again = () => drawn().forEach(redraw);
  onSelection(again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, {
    attributeFilter: [
      "data-theme"
    ]
  });
  const all = () => [
    ...charts.keys()
  ].forEach(redraw);
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.paper = "true";
    all();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.paper;
    all();
  });
}
function readTheme() {
  const probe = element("span", {});
  document.body.append(probe);
  const color = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme2 = {
    font: getComputedStyle(document.body).fontFamily,
    ink: color("ink"),
    muted: color("muted"),
    line: color("line"),
    surface: color("surface"),
    faint: color("faint"),
    accent: color("accent"),
    bad: color("bad"),
    low: color("heat-low"),
    middle: color("heat-middle"),
    high: color("heat-high"),
    series: Array.from({
      length: COLORS
    }, (_, index) => color(`series-${index}`))
  };
  probe.remove();
  return theme2;
}
function seriesStyle({ series }, index) {
  return {
    color: series[index % COLORS] ?? "",
    symbol: SYMBOLS[index % SYMBOLS.length] ?? "circle"
  };
}
function tooltipStyle({ surface, ink, line, font }) {
  return {
    confine: true,
    backgroundColor: surface,
    borderColor: line,
    padding: [
      6,
      10
    ],
    textStyle: {
      color: ink,
      fontSize: 12,
      fontFamily: font
    },
    extraCssText: "box-shadow:0 2px 8px #0003;max-width:26rem;white-space:normal"
  };
}
function axis({ ink, muted, line }, name, more = {}) {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: {
      color: ink,
      fontSize: 12
    },
    nameGap: 28,
    scale: true,
    axisLabel: {
      color: muted,
      fontSize: 11,
      hideOverlap: true
    },
    axisLine: {
      show: true,
      lineStyle: {
        color: muted
      }
    },
    axisTick: {
      show: true,
      lineStyle: {
        color: muted
      }
    },
    splitLine: {
      lineStyle: {
        color: line
      }
    },
    ...more
  };
}
function tip(title, pairs) {
  return element("div", {
    "class": "tip"
  }, element("strong", {}, title), element("dl", {}, ...pairs.flatMap(([name, value]) => [
    element("dt", {}, name),
    element("dd", {}, value)
  ])));
}

// src/analysis/direction.ts
function directionOf(low, high) {
  if (low === null || high === null) return null;
  return low > 0 ? "higher" : high < 0 ? "lower" : "unclear";
}

// src/report/numbers.ts
var FORMATS = /* @__PURE__ */ new Map();
function numberText(value, decimals) {
  if (value === null || value === void 0) return "\u2013";
  let format = FORMATS.get(decimals);
  if (format === void 0) {
    const digits = {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals
    };
    FORMATS.set(decimals, format = new Intl.NumberFormat("en", digits));
  }
  return format.format(value);
}
function spreadText([mean, deviation]) {
  return deviation === null || mean === 0 ? "\u2013" : `${numberText(100 * deviation / Math.abs(mean), 1)} %`;
}

// src/report/html/change_text.ts
function changeText(change) {
  if (change === null) return "\u2013";
  const [percent, low, high] = change;
  const signed = (value) => `${value > 0 ? "+" : ""}${numberText(value, 1)}`;
  return low === null || high === null ? `${signed(percent)} %` : `${signed(percent)} % (${signed(low)} to ${signed(high)})`;
}
function changeClass(change, better) {
  if (change === null || better === null) return "";
  const [, low, high] = change;
  const direction = directionOf(low, high);
  if (direction === null || direction === "unclear") return "";
  return direction === better ? "better" : "worse";
}

// src/report/page/comparison.ts
function initComparison() {
  if (data.matches.length === 0) return;
  const select = selectById("comparison-metric");
  fillSelect(select, data.metrics.map((metric, index) => [
    index,
    metricTitle(metric)
  ]), data.curves[0]);
  select.addEventListener("change", () => fill(Number(select.value)));
}
function fill(at) {
  const metric = data.metrics[at];
  if (metric === void 0) return;
  const rows2 = byId("comparison-rows").rows;
  for (const [index, match] of data.matches.entries()) {
    const row = rows2[index];
    row?.replaceChildren(row.firstElementChild, ...cells(match, at, metric));
  }
}
function cells({ combinations, changes }, at, { decimals, better }) {
  return combinations.flatMap((combination, sweep) => {
    const mean = data.combinations[combination]?.stats[at]?.[0];
    const value = element("td", {
      "class": "n"
    }, numberText(mean, decimals));
    if (sweep === 0) return [
      value
    ];
    const change = changes[sweep - 1]?.[at] ?? null;
    return [
      value,
      element("td", {
        "class": `n ${changeClass(change, better)}`
      }, changeText(change))
    ];
  });
}

// src/lib/duration.ts
function durationText(ms) {
  if (Math.round(ms) < 1e3) return `${Math.round(ms)} ms`;
  const seconds = ms / 1e3;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
function two(value) {
  return String(value).padStart(2, "0");
}

// src/report/page/format.ts
function shortNumber(value) {
  return value.toLocaleString("en", {
    maximumSignificantDigits: 4
  });
}
function uncertaintyText(stats, { decimals }, show) {
  const [mean, deviation, half] = stats;
  if (show === "none" || deviation === null || half === null) return "";
  if (show === "deviation") return `\u03C3 ${numberText(deviation, decimals)}`;
  if (show === "spread") return spreadText(stats);
  if (show === "range") return intervalText([
    mean,
    deviation,
    half
  ], decimals);
  return `\xB1${numberText(half, decimals)}`;
}
function intervalText([mean, , half], decimals) {
  if (half === null) return "\u2013";
  return `${numberText(mean - half, decimals)} to ${numberText(mean + half, decimals)}`;
}
function secondsText(seconds) {
  return durationText(1e3 * seconds);
}

// src/report/page/details.ts
var panel = byId("details");
var opener = null;
function initDetails() {
  document.addEventListener("click", (event) => {
    const link2 = event.target.closest("a[data-c]");
    if (!(link2 instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDetails(Number(link2.dataset.c));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) closeDetails();
  });
}
function openDetails(index) {
  const combination = data.combinations[index];
  if (combination === void 0) return;
  if (!panel.open) opener = document.activeElement;
  const close = element("button", {
    type: "button",
    onclick: closeDetails
  }, "Close");
  const title = element("h2", {
    id: "details-title",
    tabindex: "-1"
  }, fullLabel(combination));
  panel.replaceChildren(element("header", {}, title, close), ...section("Parameters", paramList(combination)), ...combination.failures.map((text) => element("p", {
    "class": "failed"
  }, text)), ...section("Runs", runTable(combination)), ...section("Files", files(combination)), ...commands(combination));
  if (!panel.open) panel.show();
  panel.scrollTop = 0;
  title.focus();
  for (const row of document.querySelectorAll("tr[aria-current]")) {
    row.removeAttribute("aria-current");
  }
  document.querySelector(`#rows tr[data-c="${index}"]`)?.setAttribute("aria-current", "true");
}
function closeDetails() {
  panel.close();
  if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
}
function section(title, content) {
  return content === null ? [] : [
    element("h3", {}, title),
    content
  ];
}
function paramList(combination) {
  const params = paramPairs(combination);
  if (params.length === 0) return null;
  return element("dl", {
    "class": "pairs"
  }, ...params.flatMap(([name, value]) => [
    element("dt", {}, name),
    element("dd", {}, value)
  ]));
}
function runTable({ sweep, runs, stats }) {
  if (runs.length === 0) return null;
  const head = element("tr", {}, element("th", {
    scope: "col"
  }, "metric"), element("th", {
    scope: "col",
    "class": "n"
  }, "mean"), element("th", {
    scope: "col",
    "class": "n"
  }, "spread"), element("th", {
    scope: "col",
    "class": "n"
  }, "95 % interval"), ...runs.map(({ run, file }) => element("th", {
    scope: "col",
    "class": "n"
  }, element("a", {
    href: sweepFileHref(sweep, textAt(data.files, file) ?? "")
  }, `run ${run}`))));
  const lines = data.metrics.flatMap((metric, index) => {
    const found = stats[index];
    if (!found) return [];
    const [mean] = found;
    const { decimals, label, title } = metric;
    const name = element("th", {
      scope: "row",
      title
    }, label);
    const numbers2 = [
      numberText(mean, decimals),
      spreadText(found),
      intervalText(found, decimals),
      ...runs.map(({ values }) => numberText(values[index], decimals))
    ];
    return [
      element("tr", {}, name, ...numbers2.map((text) => element("td", {
        "class": "n"
      }, text)))
    ];
  });
  return element("div", {
    "class": "scroll",
    tabindex: "0",
    role: "region",
    "aria-label": "Numbers of the runs"
  }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)));
}
function files({ sweep, directory, runs, start }) {
  const server = data.starts[start];
  const links = [
    link(sweep, runs.length === 0 ? null : directory === "" ? "" : `${directory}/`, "directory"),
    ...runs.flatMap(({ run, file, log }) => [
      link(sweep, textAt(data.files, file), `run ${run}`),
      link(sweep, textAt(data.logs, log), `log of run ${run}`)
    ]),
    link(sweep, textAt(data.logs, server?.log ?? -1), "log of the server")
  ].filter((item) => item !== null);
  return element("ul", {
    "class": "links"
  }, ...links.map((item) => element("li", {}, item)));
}
function link(sweep, path, text) {
  if (path === null) return null;
  return element("a", {
    href: sweepFileHref(sweep, path)
  }, text);
}
function commands({ runs, start }) {
  const server = textAt(data.commands, data.starts[start]?.command ?? -1);
  const list = runs.map(({ run, command }) => ({
    title: `Command of run ${run}`,
    text: textAt(data.commands, command)
  }));
  return [
    {
      title: "Command of the server",
      text: server
    },
    ...list
  ].flatMap(({ title, text }) => text === null ? [] : section(title, element("pre", {
    tabindex: "0"
  }, text)));
}

// src/report/page/points.ts
var TIP_PARAMS = 12;
function combinationTip(index, metrics) {
  const combination = data.combinations[index];
  if (combination === void 0) return tip("", []);
  const { stats, runs } = combination;
  const numbers2 = metrics.flatMap((at) => {
    const found = stats[at];
    const metric = data.metrics[at];
    if (!found || metric === void 0) return [];
    const [mean, deviation] = found;
    const spread = deviation === null ? "" : ` (spread ${spreadText(found)})`;
    return [
      [
        metric.label,
        `${numberText(mean, metric.decimals)}${spread}`
      ]
    ];
  });
  return tip(fullLabel(combination), [
    ...numbers2,
    [
      "runs",
      String(runs.length)
    ],
    ...paramPairs(combination).slice(0, TIP_PARAMS)
  ]);
}
function grouped(combinations, nameOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const [index, combination] of combinations) {
    const name = nameOf(combination);
    const group = groups.get(name) ?? [];
    group.push([
      index,
      combination
    ]);
    groups.set(name, group);
  }
  return groups;
}
var numbers = /* @__PURE__ */ new Map();
function seriesNumber(name) {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}

// src/report/page/curves.ts
var MOST_WHISKERS = 400;
var CROWD = 600;
function initCurves() {
  const choices = data.metrics.map((metric, index) => [
    index,
    metricTitle(metric)
  ]);
  fillSelect(selectById("curves-x"), choices, data.curves[0]);
  fillSelect(selectById("curves-y"), choices, data.curves[1]);
  for (const id of [
    "curves-x",
    "curves-y",
    "curves-log"
  ]) {
    selectById(id).addEventListener("change", () => redraw("curves"));
  }
  addChart({
    id: "curves",
    draw,
    onClick: ({ data: item }) => {
      if (Array.isArray(item)) openDetails(Number(item[2]));
    }
  });
}
function draw(theme2) {
  const x = Number(selectById("curves-x").value);
  const y = Number(selectById("curves-y").value);
  const isLog = selectById("curves-log").value === "log";
  const whiskers = [];
  const groups = grouped(shown(), curveName);
  const isCrowded = visible.size > CROWD;
  const series = [
    ...groups
  ].map(([name, combinations]) => {
    const points = combinations.toSorted(([, a], [, b]) => loadOf(a) - loadOf(b)).flatMap(([index, combination]) => {
      const at = [
        meanOf(combination, x),
        meanOf(combination, y)
      ];
      const [px, py] = at;
      if (px === null || py === null || px === void 0 || py === void 0) return [];
      if (isLog && (px <= 0 || py <= 0)) return [];
      const values = combination.runs.map((run) => run.values[y]).filter((value) => value != null);
      whiskers.push([
        px,
        Math.min(...values),
        Math.max(...values),
        seriesNumber(name),
        index
      ]);
      return [
        [
          px,
          py,
          index
        ]
      ];
    });
    const { color, symbol } = seriesStyle(theme2, seriesNumber(name));
    return {
      type: "line",
      name,
      data: points,
      symbol,
      symbolSize: isCrowded ? 4 : 8,
      lineStyle: {
        width: isCrowded ? 1 : 1.75
      },
      color,
      emphasis: {
        focus: "series"
      }
    };
  });
  const marks = series.reduce((sum, { data: points }) => sum + points.length, 0);
  const type = isLog ? "log" : "value";
  const option = {
    grid: {
      left: 64,
      right: 18,
      top: groups.size > 1 ? 40 : 16,
      bottom: 48
    },
    legend: {
      show: groups.size > 1,
      type: "scroll",
      top: 0,
      left: 0,
      textStyle: {
        color: theme2.ink,
        fontSize: 12
      },
      pageTextStyle: {
        color: theme2.ink
      },
      pageIconColor: theme2.accent,
      pageIconInactiveColor: theme2.line,
      itemHeight: 10
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: item }) => combinationTip(item[2] ?? -1, [
        x,
        y
      ])
    },
    xAxis: axis(theme2, metricTitle(data.metrics[x]), {
      type
    }),
    yAxis: axis(theme2, metricTitle(data.metrics[y]), {
      type,
      nameGap: 48
    }),
    series: whiskers.length > MOST_WHISKERS ? series : [
      ...series,
      whiskerSeries(theme2, whiskers)
    ]
  };
  return {
    option,
    marks,
    description: describe(groups.size, marks, x, y)
  };
}
function whiskerSeries(theme2, whiskers) {
  return {
    type: "custom",
    silent: true,
    progressive: 0,
    tooltip: {
      show: false
    },
    data: whiskers,
    z: 1,
    renderItem: (_, api) => {
      const [x, low] = api.coord([
        api.value(0),
        api.value(1)
      ]);
      const [, high] = api.coord([
        api.value(0),
        api.value(2)
      ]);
      return {
        type: "line",
        shape: {
          x1: x,
          y1: low,
          x2: x,
          y2: high
        },
        style: {
          stroke: seriesStyle(theme2, api.value(3)).color,
          lineWidth: 1,
          opacity: 0.6
        }
      };
    }
  };
}
function curveName({ sweep, serve, levels }) {
  const others = data.curveParams.flatMap((index) => {
    const param = data.params[index];
    const text = param?.levels[levels[index] ?? -1];
    return text === void 0 ? [] : [
      `${param?.name}=${text}`
    ];
  });
  const from = data.sweeps.length > 1 ? [
    data.sweeps[sweep]?.name ?? ""
  ] : [];
  return [
    ...from,
    data.names[serve] ?? "server",
    ...others
  ].join(", ");
}
function loadOf({ levels }) {
  return levels[data.load] ?? 0;
}
function describe(curves, points, x, y) {
  const range = (metric) => {
    const values = shown().map(([, combination]) => meanOf(combination, metric)).filter((value) => value !== null);
    return `${shortNumber(Math.min(...values))} to ${shortNumber(Math.max(...values))}`;
  };
  return `Line chart with ${curves} curves of ${points} points: ${metricTitle(data.metrics[y])} from ${range(y)} over ${metricTitle(data.metrics[x])} from ${range(x)}. The table of combinations has the numbers.`;
}

// src/report/page/best_levels.ts
function bestLevels(levels, { better, decimals }) {
  if (better === null) return [];
  const means = levels.map(([, mean]) => mean);
  const best = numberText(better === "higher" ? Math.max(...means) : Math.min(...means), decimals);
  const leaders = levels.filter(([, mean]) => numberText(mean, decimals) === best);
  return leaders.length === levels.length ? [] : leaders.map(([level]) => level);
}

// src/report/page/effects.ts
var MOST_PANELS = 8;
function initEffects() {
  const choices = data.metrics.flatMap((metric, index) => data.effects[metric.key] === void 0 ? [] : [
    [
      index,
      metricTitle(metric)
    ]
  ]);
  if (choices.length === 0) return;
  const select = selectById("effects-metric");
  fillSelect(select, choices, data.curves[0]);
  select.addEventListener("change", () => {
    fillTable();
    redraw("effects");
  });
  fillTable();
  addChart({
    id: "effects",
    draw: draw2
  });
}
function picked2() {
  const at = Number(selectById("effects-metric").value);
  return {
    at,
    effects: data.effects[data.metrics[at]?.key ?? ""] ?? []
  };
}
function fillTable() {
  const { at, effects } = picked2();
  const metric = data.metrics[at];
  if (metric === void 0) return;
  byId("effects-rows").replaceChildren(...effects.map(({ param, together, share, levels }) => {
    const means = levels.map(([, mean]) => mean);
    const percent = `${numberText(100 * share, 1)} %`;
    return element("tr", {}, element("th", {
      scope: "row"
    }, effectName({
      param,
      together
    })), element("td", {
      "class": "n share"
    }, percent, element("span", {
      "class": "bar",
      style: `--share:${share}`
    })), element("td", {
      "class": "n"
    }, `${numberText(Math.min(...means), metric.decimals)} to ${numberText(Math.max(...means), metric.decimals)}`), element("td", {}, bestText({
      param,
      levels
    }, metric)));
  }));
}
function bestText({ param, levels }, metric) {
  return bestLevels(levels, metric).map((level) => levelText(param, level)).join(", ") || "\u2013";
}
function draw2(theme2) {
  const { at, effects } = picked2();
  const panels = effects.slice(0, MOST_PANELS);
  const metric = data.metrics[at];
  const means = panels.flatMap(({ levels }) => levels.map(([, mean]) => mean));
  const [low, high] = [
    Math.min(...means),
    Math.max(...means)
  ];
  const margin = (high - low) * 0.08 || 1;
  const room = byId("effects").clientWidth * 0.78;
  const left = 8;
  const width = (99 - left) / Math.max(1, panels.length);
  const { color } = seriesStyle(theme2, 0);
  const option = {
    grid: panels.map((_, index) => ({
      left: `${left + index * width}%`,
      width: `${width - 1.5}%`,
      top: 14,
      bottom: 58
    })),
    tooltip: {
      trigger: "item",
      formatter: (event) => levelTip(panels[event.seriesIndex], event.dataIndex, at)
    },
    xAxis: panels.map(({ param, together, levels }, index) => ({
      gridIndex: index,
      type: "category",
      name: effectName({
        param,
        together
      }),
      nameLocation: "middle",
      nameGap: 30,
      nameTruncate: {
        maxWidth: room / panels.length
      },
      nameTextStyle: {
        color: theme2.ink,
        fontSize: 12
      },
      data: levels.map(([level]) => levelText(param, level)),
      axisLabel: {
        color: theme2.muted,
        fontSize: 11,
        hideOverlap: true,
        width: 80,
        overflow: "truncate"
      },
      axisLine: {
        lineStyle: {
          color: theme2.muted
        }
      },
      axisTick: {
        show: false
      }
    })),
    yAxis: panels.map((_, index) => axis(theme2, "", {
      gridIndex: index,
      min: low - margin,
      max: high + margin,
      axisLine: {
        show: index === 0
      },
      axisTick: {
        show: index === 0
      },
      axisLabel: {
        show: index === 0,
        color: theme2.muted,
        fontSize: 11,
        formatter: shortNumber,
        showMinLabel: false,
        showMaxLabel: false
      }
    })),
    series: panels.map(({ levels }, index) => ({
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      data: levels.map(([, mean]) => mean),
      symbol: "circle",
      symbolSize: 8,
      color,
      lineStyle: {
        width: 2
      }
    }))
  };
  return {
    option,
    marks: means.length,
    description: `Main effects on ${metricTitle(metric)}. The table beside has the numbers: ${panels.map(({ param, together, share }) => `${effectName({
      param,
      together
    })} ${numberText(100 * share, 1)} %`).join("; ")}.`
  };
}
function levelTip(effect, index, at) {
  const metric = data.metrics[at];
  const level = effect?.levels[index];
  if (effect === void 0 || metric === void 0 || level === void 0) return tip("", []);
  return tip(`${data.params[effect.param]?.name} ${levelText(effect.param, level[0])}`, [
    [
      metric.label,
      numberText(level[1], metric.decimals)
    ],
    [
      "combinations",
      String(level[2])
    ]
  ]);
}
function levelText(param, level) {
  return data.params[param]?.levels[level] ?? "not set";
}
function effectName({ param, together }) {
  return [
    param,
    ...together
  ].map((index) => data.params[index]?.name).join(" with ");
}

// src/report/page/heatmap.ts
var MOST_NUMBERS = 120;
var CELL_PX = 46;
var MOST_CELLS_PX = 560;
var BESIDE_CELLS_PX = 60;
var MOST_LABEL_PX = 150;
var cells2 = [];
function initHeatmap() {
  if (data.params.length < 2) return;
  const params = data.params.map(({ name, side }, index) => [
    index,
    `${name} (${side})`
  ]);
  const firstBench = data.params.findIndex(({ side }) => side === "bench");
  const x = data.load >= 0 ? data.load : firstBench > 0 ? firstBench : 1;
  fillSelect(selectById("heatmap-x"), params, x);
  fillSelect(selectById("heatmap-y"), params, x === 0 ? 1 : 0);
  fillSelect(selectById("heatmap-metric"), data.metrics.map((metric, index) => [
    index,
    metricTitle(metric)
  ]), data.curves[0]);
  for (const id of [
    "heatmap-x",
    "heatmap-y",
    "heatmap-metric"
  ]) {
    selectById(id).addEventListener("change", () => redraw("heatmap"));
  }
  addChart({
    id: "heatmap",
    draw: draw3,
    onClick: ({ dataIndex }) => {
      const cell = cells2[dataIndex];
      if (cell === void 0) return;
      if (cell.members.length === 1) openDetails(cell.members[0] ?? -1);
      else {
        const [xParam, yParam] = axes();
        pickLevels([
          [
            xParam,
            cell.x
          ],
          [
            yParam,
            cell.y
          ]
        ]);
        byId("combinations").scrollIntoView();
      }
    }
  });
}
function axes() {
  const value = (id) => Number(selectById(id).value);
  return [
    value("heatmap-x"),
    value("heatmap-y"),
    value("heatmap-metric")
  ];
}
function draw3(theme2) {
  const [x, y, at] = axes();
  const metric = data.metrics[at];
  cells2 = cellsOf(x, y, at);
  const decimals = metric?.decimals ?? 2;
  const means = cells2.map(({ mean }) => mean);
  const xLevels = usedLevels(x, cells2.map((cell) => cell.x));
  const yLevels = usedLevels(y, cells2.map((cell) => cell.y));
  const colors = [
    theme2.low,
    theme2.middle,
    theme2.high
  ];
  const category = (param, levels) => ({
    type: "category",
    name: data.params[param]?.name ?? "",
    nameLocation: "middle",
    nameTextStyle: {
      color: theme2.ink,
      fontSize: 12
    },
    data: levels.map((level) => levelText2(param, level)),
    axisLabel: {
      color: theme2.muted,
      fontSize: 11,
      width: MOST_LABEL_PX,
      overflow: "truncate"
    },
    axisLine: {
      show: false
    },
    axisTick: {
      show: false
    }
  });
  const labels = Math.min(MOST_LABEL_PX, 14 + 6.5 * Math.max(...yLevels.map((level) => levelText2(y, level).length)));
  byId("heatmap").style.height = `${BESIDE_CELLS_PX + Math.min(MOST_CELLS_PX, yLevels.length * CELL_PX)}px`;
  const option = {
    grid: {
      left: labels + 36,
      right: 84,
      top: 12,
      bottom: 48
    },
    tooltip: {
      trigger: "item",
      formatter: ({ dataIndex }) => cellTip(cells2[dataIndex], x, y, at)
    },
    xAxis: {
      ...category(x, xLevels),
      nameGap: 28
    },
    yAxis: {
      ...category(y, yLevels),
      nameGap: labels + 12
    },
    visualMap: {
      type: "continuous",
      min: Math.min(...means),
      max: Math.max(...means),
      // Bright is good in every metric.
      inRange: {
        color: metric?.better === "lower" ? colors.toReversed() : colors
      },
      calculable: false,
      right: 0,
      top: "center",
      itemHeight: Math.min(160, yLevels.length * CELL_PX - 30),
      itemWidth: 12,
      text: [
        numberText(Math.max(...means), decimals),
        numberText(Math.min(...means), decimals)
      ],
      textStyle: {
        color: theme2.muted,
        fontSize: 11
      }
    },
    series: [
      {
        type: "heatmap",
        data: cells2.map((cell) => [
          xLevels.indexOf(cell.x),
          yLevels.indexOf(cell.y),
          cell.mean
        ]),
        itemStyle: {
          borderColor: theme2.surface,
          borderWidth: 2
        },
        label: {
          show: cells2.length <= MOST_NUMBERS,
          fontSize: 11,
          formatter: ({ data: item }) => numberText(item[2], decimals),
          color: theme2.ink
        },
        emphasis: {
          itemStyle: {
            borderColor: theme2.ink,
            borderWidth: 1
          }
        }
      }
    ]
  };
  const name = (param) => data.params[param]?.name;
  return {
    option,
    marks: cells2.length,
    description: `Heat map of ${metricTitle(metric)} over ${name(x)} and ${name(y)}: ${cells2.slice(0, 30).map((cell) => `${levelText2(x, cell.x)}, ${levelText2(y, cell.y)}: ${numberText(cell.mean, decimals)}`).join("; ")}.`
  };
}
function cellsOf(x, y, metric) {
  const found = /* @__PURE__ */ new Map();
  for (const [index, combination] of shown()) {
    const mean = meanOf(combination, metric);
    const atX = combination.levels[x] ?? -1;
    const atY = combination.levels[y] ?? -1;
    if (mean === null) continue;
    const key = `${atX} ${atY}`;
    const cell = found.get(key) ?? {
      x: atX,
      y: atY,
      sum: 0,
      members: []
    };
    cell.sum += mean;
    cell.members.push(index);
    found.set(key, cell);
  }
  return [
    ...found.values()
  ].map((cell) => ({
    ...cell,
    mean: cell.sum / cell.members.length
  }));
}
function usedLevels(param, used) {
  const all = [
    -1,
    ...data.params[param]?.levels.keys() ?? []
  ];
  return all.filter((level) => used.includes(level));
}
function levelText2(param, level) {
  return data.params[param]?.levels[level] ?? "not set";
}
function cellTip(cell, x, y, at) {
  const metric = data.metrics[at];
  if (cell === void 0 || metric === void 0) return tip("", []);
  return tip(metricTitle(metric), [
    [
      data.params[x]?.name ?? "",
      levelText2(x, cell.x)
    ],
    [
      data.params[y]?.name ?? "",
      levelText2(y, cell.y)
    ],
    [
      "mean",
      numberText(cell.mean, metric.decimals)
    ],
    [
      "combinations",
      String(cell.members.length)
    ]
  ]);
}

// src/analysis/pareto.ts
function paretoFrontier(items, x, y) {
  const points = items.map((item) => ({
    item,
    x: x(item),
    y: y(item)
  })).filter((point) => !Number.isNaN(point.x) && !Number.isNaN(point.y)).sort((a, b) => compare(b.x, a.x) || compare(b.y, a.y));
  const frontier = [];
  for (const point of points) {
    const best = frontier.at(-1);
    const isDuplicate = best !== void 0 && point.x === best.x && point.y === best.y;
    if (best === void 0 || point.y > best.y || isDuplicate) frontier.push(point);
  }
  return frontier.sort((a, b) => compare(a.x, b.x)).map(({ item }) => item);
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// src/report/page/pareto.ts
function initPareto() {
  if (data.pareto.includes(-1)) return;
  addChart({
    id: "pareto",
    draw: draw4,
    onClick: ({ data: item }) => {
      if (Array.isArray(item)) openDetails(Number(item[2]));
    }
  });
}
function draw4(theme2) {
  const [x, y] = data.pareto;
  const points = shown().flatMap(([index, combination]) => {
    const px = meanOf(combination, x);
    const py = meanOf(combination, y);
    return px === null || py === null ? [] : [
      [
        px,
        py,
        index
      ]
    ];
  });
  const best = paretoFrontier(points, ([px]) => px, ([, py]) => py);
  const isBest = new Set(best.map(([, , index]) => index));
  const others = points.filter(([, , index]) => !isBest.has(index));
  const { color } = seriesStyle(theme2, 0);
  const names = best.map(([, , index]) => data.combinations[index]).flatMap((combination) => combination === void 0 ? [] : [
    fullLabel(combination)
  ]);
  const option = {
    grid: {
      left: 64,
      right: 18,
      top: 40,
      bottom: 48
    },
    legend: {
      top: 0,
      left: 0,
      textStyle: {
        color: theme2.ink,
        fontSize: 12
      },
      itemHeight: 10,
      data: [
        "frontier",
        "dominated"
      ]
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: item }) => combinationTip(item[2] ?? -1, [
        x,
        y
      ])
    },
    xAxis: axis(theme2, "tokens/s of each user \u2192"),
    yAxis: axis(theme2, "tokens/s of each GPU \u2192", {
      nameGap: 48
    }),
    series: [
      {
        type: "scatter",
        name: "dominated",
        data: others,
        symbol: "circle",
        symbolSize: others.length > 600 ? 4 : 7,
        color: theme2.muted,
        itemStyle: {
          opacity: 0.65
        }
      },
      {
        type: "line",
        name: "frontier",
        data: best,
        symbol: "diamond",
        symbolSize: 11,
        color,
        lineStyle: {
          width: 2
        }
      }
    ]
  };
  return {
    option,
    marks: points.length,
    description: `Scatter chart of ${points.length} combinations; ${best.length} are on the Pareto frontier, from most tokens per GPU to most per user: ${names.slice(0, 8).join("; ")}.`
  };
}

// src/report/page/table.ts
var columns = [
  ...data.columns
];
var body = byId("rows");
var rows = [
  ...body.rows
].toSorted((a, b) => Number(a.dataset.c) - Number(b.dataset.c));
var order = null;
var MOST_ROWS = 200;
function initTable() {
  byId("more").addEventListener("click", () => {
    delete body.dataset.most;
    showRows();
  });
  byId("combinations").querySelector("thead")?.addEventListener("click", (event) => {
    const head = event.target.closest("th");
    if (head?.dataset.sort !== void 0) sortBy(head.dataset.sort);
  });
  selectById("show").addEventListener("change", fillMetrics);
  const menu = byId("columns");
  for (const [index, metric] of data.metrics.entries()) {
    const box = element("input", {
      type: "checkbox",
      checked: columns.includes(index),
      onchange: () => {
        columns = box.checked ? [
          ...columns,
          index
        ].toSorted((a, b) => a - b) : columns.filter((column) => column !== index);
        makeColumns();
      }
    });
    menu.append(element("label", {}, box, ` ${metricTitle(metric)}`));
  }
  onSelection(showRows);
  showRows();
}
function showRows() {
  for (const [index, row] of rows.entries()) row.hidden = !visible.has(index);
  const more = byId("more");
  more.disabled = body.dataset.most === void 0 || visible.size <= MOST_ROWS;
  more.textContent = `Show all ${visible.size} rows`;
  const all = data.combinations.length;
  byId("count").textContent = visible.size === all ? `${all} combination${all === 1 ? "" : "s"}` : `${visible.size} of ${all} combinations`;
}
function makeColumns() {
  const headRow = byId("head");
  for (const cell of headRow.querySelectorAll("th.m")) cell.remove();
  for (const index of columns) {
    const metric = data.metrics[index];
    if (metric === void 0) continue;
    headRow.append(element("th", {
      "class": "m",
      scope: "col",
      "data-sort": `m${index}`
    }, element("button", {
      type: "button",
      title: metric.title
    }, metric.label)));
  }
  for (const row of rows) {
    for (const cell of row.querySelectorAll("td.m")) cell.remove();
    row.append(...columns.map(() => element("td", {
      "class": "m"
    })));
  }
  fillMetrics();
  markOrder();
}
function fillMetrics() {
  const show = selectById("show").value;
  for (const [at, row] of rows.entries()) {
    const cells3 = row.querySelectorAll("td.m");
    for (const [column, index] of columns.entries()) {
      const stats = data.combinations[at]?.stats[index];
      const metric = data.metrics[index];
      const cell = cells3[column];
      if (cell === void 0 || metric === void 0) continue;
      if (!stats) {
        cell.textContent = "\u2013";
        continue;
      }
      const behind = uncertaintyText(stats, metric, show);
      cell.replaceChildren(numberText(stats[0], metric.decimals), ...behind === "" ? [] : [
        " ",
        element("small", {}, behind)
      ]);
    }
  }
}
function sortBy(key) {
  const metric = key.startsWith("m") ? data.metrics[Number(key.slice(1))] : void 0;
  const first = metric?.better === "higher" ? -1 : 1;
  if (order?.key !== key) order = {
    key,
    direction: first
  };
  else order = order.direction === first ? {
    key,
    direction: first === 1 ? -1 : 1
  } : null;
  const indices = [
    ...rows.keys()
  ];
  if (order !== null) {
    const { direction } = order;
    const values = indices.map((index) => sortValue(index, key));
    indices.sort((a, b) => compare2(values[a] ?? null, values[b] ?? null, direction) || a - b);
  }
  body.append(...indices.map((index) => rows[index]));
  markOrder();
}
function markOrder() {
  for (const head of byId("head").querySelectorAll("th")) {
    if (order === null || head.dataset.sort !== order.key) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.direction === 1 ? "ascending" : "descending");
  }
}
function sortValue(index, key) {
  const combination = data.combinations[index];
  if (combination === void 0) return null;
  const at = Number(key.slice(1));
  if (key.startsWith("m")) return combination.stats[at]?.[0] ?? null;
  if (key.startsWith("p")) return combination.levels[at] ?? null;
  if (key === "runs") return combination.runs.length;
  if (key === "sweep") return combination.sweep;
  return labelOf(combination);
}
function compare2(a, b, direction) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = typeof a === "string" || typeof b === "string" ? String(a).localeCompare(String(b), "en", {
    numeric: true
  }) : a - b;
  return sign * direction;
}

// src/report/page/timeline.ts
var ROWS = 40;
var ROW_HEIGHT_PX = 22;
var KINDS = [
  "starting",
  "ready",
  "run",
  "failed run",
  "failed start"
];
function initTimeline() {
  if (data.starts.length === 0) return;
  const rows2 = Math.min(ROWS, data.starts.length);
  byId("timeline").style.height = `${rows2 * ROW_HEIGHT_PX + 90}px`;
  addChart({
    id: "timeline",
    draw: draw5,
    onClick: ({ data: item }) => {
      if (!Array.isArray(item)) return;
      const [, , , , start, run] = item;
      const span = data.starts[start]?.runs[run];
      if (span !== void 0 && span.combination >= 0) openDetails(span.combination);
    }
  });
}
function draw5(theme2) {
  const names = data.starts.map(({ sweep, server }) => data.sweeps.length > 1 ? `${data.sweeps[sweep]?.name}: ${server}` : server);
  const colors = [
    seriesStyle(theme2, 1).color,
    theme2.faint,
    seriesStyle(theme2, 0).color,
    theme2.bad,
    theme2.bad
  ];
  const end = Math.max(...data.starts.map(({ to }) => to));
  const scrolls = data.starts.length > ROWS;
  const bars = barsOf();
  const option = {
    grid: {
      left: 190,
      right: scrolls ? 40 : 18,
      top: 34,
      bottom: 48
    },
    legend: {
      top: 0,
      left: 0,
      selectedMode: false,
      textStyle: {
        color: theme2.ink,
        fontSize: 12
      },
      itemHeight: 10,
      data: KINDS.filter((_, kind) => bars.some((bar) => bar[1] === kind))
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: bar }) => barTip(bar)
    },
    dataZoom: [
      {
        type: "inside",
        xAxisIndex: 0,
        filterMode: "none",
        zoomOnMouseWheel: "ctrl"
      },
      ...scrolls ? [
        {
          type: "slider",
          yAxisIndex: 0,
          startValue: 0,
          endValue: ROWS - 1,
          filterMode: "weakFilter",
          width: 16,
          right: 4,
          brushSelect: false,
          showDetail: false
        }
      ] : []
    ],
    xAxis: axis(theme2, "time since the beginning", {
      min: 0,
      max: end,
      axisLabel: {
        color: theme2.muted,
        fontSize: 11,
        hideOverlap: true,
        formatter: secondsText,
        showMaxLabel: false
      }
    }),
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisLabel: {
        color: theme2.muted,
        fontSize: 11,
        width: 176,
        overflow: "truncate"
      },
      axisLine: {
        show: false
      },
      axisTick: {
        show: false
      }
    },
    series: KINDS.map((name, kind) => ({
      type: "custom",
      name,
      color: colors[kind],
      encode: {
        x: [
          2,
          3
        ],
        y: 0
      },
      data: bars.filter((bar) => bar[1] === kind),
      clip: true,
      // All at once: bars that come later are not there on paper.
      progressive: 0,
      renderItem: (_, api) => {
        const [x, y] = api.coord([
          api.value(2),
          api.value(0)
        ]);
        const [xEnd] = api.coord([
          api.value(3),
          api.value(0)
        ]);
        const height = (api.size([
          0,
          1
        ])[1] ?? 10) * (kind === 1 ? 0.35 : 0.7);
        return {
          type: "rect",
          shape: {
            x,
            y: y - height / 2,
            width: Math.max(1, xEnd - x - 0.5),
            height
          },
          style: {
            fill: colors[kind],
            opacity: kind === 0 ? 0.85 : 1
          }
        };
      }
    }))
  };
  return {
    option,
    marks: bars.length,
    description: describe2()
  };
}
function barsOf() {
  return data.starts.flatMap(({ from, ready, to, hasFailed, runs }, start) => {
    const bars = [
      [
        start,
        hasFailed ? 4 : 0,
        from,
        ready ?? to,
        start,
        -1
      ]
    ];
    if (ready !== null) bars.push([
      start,
      1,
      ready,
      to,
      start,
      -1
    ]);
    for (const [index, run] of runs.entries()) {
      bars.push([
        start,
        run.outcome === "valid" ? 2 : 3,
        run.from,
        run.to,
        start,
        index
      ]);
    }
    return bars;
  });
}
function barTip([, kind, from, to, start, index]) {
  const found = data.starts[start];
  const run = found?.runs[index];
  const combination = data.combinations[run?.combination ?? -1];
  const title = combination === void 0 ? found?.server ?? "" : fullLabel(combination);
  const what = run === void 0 ? KINDS[kind] ?? "" : run.run < 0 ? "warm-up" : `run ${run.run}`;
  return tip(title, [
    [
      "what",
      run === void 0 || run.outcome === "valid" ? what : `${what}, ${run.outcome}`
    ],
    [
      "begins after",
      secondsText(from)
    ],
    [
      "takes",
      secondsText(to - from)
    ]
  ]);
}
function describe2() {
  const ready = data.starts.flatMap(({ from, ready: ready2 }) => ready2 === null ? [] : [
    ready2 - from
  ]);
  const startUp = ready.length === 0 ? "none became ready" : `ready after ${secondsText(Math.min(...ready))} to ${secondsText(Math.max(...ready))}`;
  return `Timeline of ${data.starts.length} server starts, ${startUp}. The table below has the numbers.`;
}

// src/report/page/main.ts
var theme = selectById("theme");
theme.addEventListener("change", () => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});
initFilter();
initTable();
initDetails();
initComparison();
initCharts();
initCurves();
initPareto();
initHeatmap();
initEffects();
initTimeline();
document.documentElement.dataset.ready = "true";
