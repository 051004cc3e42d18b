#include "scenarios/report/html/style.h"

namespace stormlark::scenarios::html {

std::string_view style() {
  return R"css(
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b2330; --soft: #5d6878; --line: #dfe3ea;
  --lane: #f0f2f6; --good: #1f8a5b; --bad: #cf3b2f; --warn: #b9770e; --idle: #8a94a3;
  --blue: #3567c7; --violet: #7a52c0; --teal: #1c8c94; --band: #cf3b2f14; --glow: #f2b705;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d; --card: #1a2029; --ink: #e4e9f0; --soft: #94a0b1; --line: #2b3441;
    --lane: #202733; --good: #45c08a; --bad: #f0705f; --warn: #e0a33d; --idle: #6f7b8c;
    --blue: #6d9cf5; --violet: #ab8af0; --teal: #4cc3ca; --band: #f0705f1f; --glow: #ffd54a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1240px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 0 0 12px; font-size: 16px; }
a { color: var(--blue); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font: 12.5px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { margin: 0; padding: 14px 16px; overflow: auto; max-height: 460px; background: var(--lane);
      border-radius: 8px; }
section { margin-top: 20px; padding: 20px; background: var(--card);
          border: 1px solid var(--line); border-radius: 12px; }
header { padding: 0 0 4px; }
header .title { margin: 4px 0 14px; color: var(--soft); font-size: 16px; }
header .top { display: flex; gap: 14px; align-items: center; flex-wrap: wrap; }
.chips { display: flex; gap: 8px; flex-wrap: wrap; }
.chip { padding: 2px 10px; border: 1px solid var(--line); border-radius: 999px;
        background: var(--card); color: var(--soft); font-size: 13px; }
.chip b { color: var(--ink); font-weight: 600; }
.remarks { margin: 14px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
.remarks .flaw { color: var(--warn); }
.verdict { display: inline-block; padding: 2px 10px; border-radius: 999px; font-size: 13px;
           font-weight: 600; white-space: nowrap; color: var(--card); background: var(--idle); }
header .verdict { padding: 4px 14px; font-size: 15px; }
.verdict.held { background: var(--good); }
.verdict.violated, .verdict.harness { background: var(--bad); }
.verdict.vacuous, .verdict.inconclusive { background: var(--warn); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 12px;
         margin-top: 20px; }
.figure { padding: 12px 16px; background: var(--card); border: 1px solid var(--line);
          border-radius: 12px; }
.figure .name { color: var(--soft); font-size: 13px; }
.figure .value { font-size: 22px; font-weight: 600; letter-spacing: -0.01em; }
.figure .value.never { color: var(--bad); }
.figure .note { color: var(--soft); font-size: 12px; }
table { width: 100%; border-collapse: collapse; }
th { padding: 6px 10px; text-align: left; font-weight: 500; color: var(--soft); font-size: 13px;
     border-bottom: 1px solid var(--line); }
td { padding: 10px; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.long { overflow-wrap: anywhere; }
td .invariant { color: var(--soft); margin-left: 6px; font-size: 12px; }
details > summary { cursor: pointer; color: var(--soft); font-size: 13px; }
details ul { margin: 8px 0 0; padding: 10px 14px 10px 30px; background: var(--lane);
             border-radius: 8px; }
section > details > summary { font-size: 15px; color: var(--ink); font-weight: 600; }
section > details[open] > summary { margin-bottom: 12px; }
section > details + details { margin-top: 12px; }

.timeline { display: flex; }
.timeline .names { flex: none; }
.timeline .chart { flex: 1; overflow-x: auto; }
.wide { overflow-x: auto; }
svg { display: block; }
svg text { fill: var(--soft); font-size: 11px; }
svg .lane-name { fill: var(--ink); font-size: 12px; }
svg .lane { fill: var(--lane); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .band { fill: var(--band); }
svg .inside { fill: var(--card); font-size: 10.5px; font-weight: 600; pointer-events: none; }
svg .beside { fill: var(--ink); pointer-events: none; }
svg .step { fill: var(--idle); }
svg .step.missed { fill: var(--warn); }
svg .step.unmet { fill: var(--bad); }
svg .fault { fill: var(--bad); }
svg .fault.armed { opacity: 0.35; }
svg .condition { fill: var(--warn); opacity: 0.55; }
svg .starting { fill: var(--blue); opacity: 0.4; }
svg .life { fill: var(--blue); }
svg .frozen { fill: var(--card); opacity: 0.65; }
svg .signal { fill: var(--bad); }
svg .claim { fill: var(--good); opacity: 0.45; }
svg .connection { fill: var(--teal); }
svg .push { stroke: var(--violet); stroke-width: 2.5; }
svg .push-end { fill: var(--violet); }
svg .unacked { fill: none; stroke: var(--bad); stroke-width: 1.6; }
svg .call { fill: var(--idle); }
svg .call.discovery { fill: var(--blue); }
svg .call.answer { fill: var(--good); }
svg .call.failed { fill: var(--bad); }
svg .answered { fill: var(--good); }
svg .probe { fill: var(--blue); opacity: 0.6; }
svg .unanswered { fill: var(--bad); opacity: 0.35; }
svg .repeated { fill: var(--bad); }
svg .evidence { stroke: var(--glow); stroke-width: 2.5; paint-order: stroke; }
svg .point { fill: var(--blue); fill-opacity: 0.75; }
svg .point.fault-phase { fill: var(--bad); }
svg .point.recovery-phase { fill: var(--warn); }
svg .point:hover, svg rect:hover { fill-opacity: 1; filter: brightness(1.15); }
svg .cross { stroke: var(--bad); stroke-width: 2; }
svg .level { stroke: var(--soft); stroke-dasharray: 4 4; }
.key { display: flex; gap: 16px; flex-wrap: wrap; margin-top: 10px; color: var(--soft);
       font-size: 12px; }
.key i { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 2px; }
footer { margin-top: 24px; color: var(--soft); font-size: 13px; }
)css";
}

}  // namespace stormlark::scenarios::html
