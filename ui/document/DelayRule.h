#pragma once

#include "LinkRule.h"
#include "Trace.h"

namespace siprace::ui {

/// The rule that makes message n of a run take `extra` longer, and no other message: its direction, what it is, and
/// the how many-eth of its kind where there are several.
[[nodiscard]] LinkRule ruleDelaying(const Trace& trace, int n, Duration extra);
/// Which of the scenario's rules acted on message n of a run; -1: none.
[[nodiscard]] qsizetype actingRule(const QList<LinkRule>& rules, const Trace& trace, int n);
/// A rule that drops or delays, as YAML in one line: "{link: proxy>b1, match: {status: 200}, delay: 50ms}".
[[nodiscard]] QString ruleYaml(const LinkRule& rule);

} // namespace siprace::ui
