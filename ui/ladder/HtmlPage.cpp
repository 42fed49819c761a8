#include "HtmlPage.h"

namespace siprace {

QString htmlStyle(const LadderTheme& theme)
{
    const QString rules = QStringLiteral(R"(
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.45 Inter,'DejaVu Sans',system-ui,sans-serif}
header{padding:14px 20px;border-bottom:1px solid var(--border);background:var(--card)}
h1{font-size:18px;margin:0}
header .facts{margin:4px 0 0}
h2{font-size:12px;letter-spacing:.04em;text-transform:uppercase;color:var(--muted);margin:22px 0 6px}
.facts{color:var(--muted)}
main{display:grid;grid-template-columns:minmax(0,1fr) minmax(320px,30%);gap:16px;padding:16px 20px}
.card{background:var(--card);border:1px solid var(--border);border-radius:8px;padding:10px 14px;overflow:auto}
#ladder svg{display:block;margin:auto;max-width:100%;height:auto}
#ladder g[id*=-m],#ladder g[id*=-l]{cursor:pointer}
#ladder.picked g[id*=-m],#ladder.picked g[id*=-l]{opacity:.28}
#ladder.picked g.picked{opacity:1}
aside{position:sticky;top:16px;align-self:start;max-height:calc(100vh - 32px)}
pre,code{font:12px/1.5 'DejaVu Sans Mono',monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:6px 0}
.why{margin:6px 0}
.rule{color:var(--accent)}
ul.findings{list-style:none;margin:0;padding:0}
ul.findings li{margin:0}
ul.findings button{width:100%;text-align:left;font:inherit;color:inherit;background:none;border:0;border-radius:6px;
padding:6px 8px;cursor:pointer}
ul.findings button:hover,ul.findings button:focus-visible{background:var(--chosen)}
.mark{display:inline-block;min-width:6.2em;font-weight:600}
.violation .mark{color:var(--violation)}.warning .mark{color:var(--warning)}.by-design .mark{color:var(--design)}
.ok .mark{color:var(--ok)}
table{border-collapse:collapse}
td,th{padding:2px 14px 2px 0;text-align:left;font-weight:400}
td{font-weight:600}
table.list td{font-weight:400}
td.better{color:var(--ok)}
td.common{color:var(--muted);font-weight:400}
.lead{margin:12px 20px 0}
details{margin:0 20px 16px}
summary{cursor:pointer;color:var(--accent)}
@media (max-width:900px){main{grid-template-columns:1fr}aside{position:static}}
@media print{aside{display:none}main{display:block}}
)");
    const auto variable = [](const char* name, const QColor& colour) {
        return QStringLiteral("--%1:%2;").arg(QLatin1String(name), colour.name());
    };
    return QStringLiteral(":root{color-scheme:%1;").arg(theme.isDark ? QStringLiteral("dark") : QStringLiteral("light"))
        + variable("page", theme.page) + variable("card", theme.card) + variable("border", theme.cardBorder)
        + variable("text", theme.text) + variable("muted", theme.mutedText) + variable("accent", theme.accent)
        + variable("chosen", theme.accentFill) + variable("violation", theme.pill(Severity::Violation).text)
        + variable("warning", theme.pill(Severity::Warning).text)
        + variable("design", theme.pill(Severity::ByDesign).text) + variable("ok", theme.pill(Severity::Ok).text) + u'}'
        + rules;
}

QString htmlScript()
{
    return QStringLiteral(R"js(
'use strict';
const runs = JSON.parse(document.getElementById('runs').textContent);
const ladder = document.getElementById('ladder');
const panel = document.getElementById('message');
let shown = null;
function arrows(run, numbers) {
  return numbers.flatMap(n => ['m', 'l'].map(letter => document.getElementById(`c${run}-${letter}${n}`))).filter(Boolean);
}
function pick(run, numbers) {
  ladder.querySelectorAll('.picked').forEach(group => group.classList.remove('picked'));
  const groups = arrows(run, numbers);
  groups.forEach(group => group.classList.add('picked'));
  ladder.classList.toggle('picked', groups.length > 0);
}
function line(tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}
function show(run, n) {
  const message = runs[run].messages[n - 1];
  if (!message) return;
  shown = {run, n};
  pick(run, [n]);
  panel.replaceChildren(line('h2', message.head), line('strong', message.label),
    line('div', message.way, 'facts'), line('pre', message.raw));
  if (message.why) {
    panel.append(line('h2', message.whyHead), line('p', message.why, 'why'));
    if (message.rule) panel.append(line('div', message.rule, 'rule'));
  }
  for (const note of message.notes) panel.append(line('p', note, 'why'));
}
ladder.addEventListener('click', event => {
  const group = event.target.closest('g[id]');
  const found = group && /^c(\d+)-[ml](\d+)$/.exec(group.id);
  if (found) show(Number(found[1]), Number(found[2]));
  else pick(0, []);
});
document.querySelectorAll('[data-messages]').forEach(button => button.addEventListener('click', () => {
  const run = Number(button.dataset.run);
  const numbers = JSON.parse(button.dataset.messages);
  if (numbers.length) show(run, numbers[numbers.length - 1]);
  pick(run, numbers);
}));
document.addEventListener('keydown', event => {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (!step || !shown) return;
  const run = runs[shown.run];
  for (let n = shown.n + step; n >= 1 && n <= run.messages.length; n += step) {
    if (!document.getElementById(`c${shown.run}-m${n}`)) continue;
    show(shown.run, n);
    document.getElementById(`c${shown.run}-m${n}`).scrollIntoView({block: 'nearest'});
    break;
  }
  event.preventDefault();
});
)js");
}

} // namespace siprace
