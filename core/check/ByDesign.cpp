#include "Behaviours.h"
#include "FindingSink.h"
#include "Policies.h"

#include <algorithm>
#include <span>

namespace siprace {

namespace {

struct RulesRow
{
    QStringView key;
    QStringView rules; ///< ids between blanks
};

// clang-format off
/// What a setting of a proxy breaks, by the key it is written with. rules.md, "Which policy breaks what, by design".
/// Policies and behaviours say so themselves, in their registries.
constexpr RulesRow settingRows[] = {
    { u"linger", u" R-107 " },
    { u"cancel-unreplied", u" R-303 " },
    { u"unmatched-cancel", u" R-315 " },
    { u"silent-branches", u" R-102 " },
    { u"timer-c", u" R-220 " },
    { u"late-2xx", u" R-259 R-280 R-111 R-533 " },
    { u"remember-by", u" R-259 R-909 " },
    { u"stray", u" R-015 R-251 R-252 " },
    { u"transactions", u" R-142 " },
};
/// What cannot be kept once another rule is broken: rule → the ones that bring it down.
constexpr RulesRow consequenceRows[] = {
    { u"R-005", u" R-310 " },
    { u"R-106", u" R-411 " },
    { u"R-108", u" R-107 " },
    { u"R-138", u" R-454 " },
    { u"R-201", u" R-142 " },
    { u"R-260", u" R-107 R-142 R-252 " },
    { u"R-262", u" R-107 R-142 R-252 " },
    { u"R-307", u" R-411 " },
    { u"R-309", u" R-310 " },
    { u"R-314", u" R-315 " },
    { u"R-405", u" R-407 " },
    { u"R-406", u" R-259 R-407 R-411 " },
    { u"R-408", u" R-406 R-407 R-411 " },
    { u"R-410", u" R-406 R-407 " },
    { u"R-412", u" R-406 R-407 R-411 " },
    { u"R-455", u" R-454 " },
    { u"R-460", u" R-454 " },
    { u"R-505", u" R-602 " },
};
// clang-format on

bool isAmong(QStringView ids, QStringView id)
{
    return !id.isEmpty() && ids.indexOf(id) >= 0;
}

QStringView rulesOf(std::span<const RulesRow> rows, QStringView key)
{
    const auto row = std::ranges::find(rows, key, &RulesRow::key);
    return row == rows.end() ? QStringView() : row->rules;
}

/// Whether something that breaks `broken` (one id or several) breaks `rule`, in itself or in its effect.
bool brings(QStringView broken, QStringView rule)
{
    if (isAmong(broken, rule))
        return true;
    const QStringView causes = rulesOf(consequenceRows, rule);
    return std::ranges::any_of(
        broken.split(u' ', Qt::SkipEmptyParts), [causes](QStringView id) { return isAmong(causes, id); });
}

bool breaksOnPurpose(QStringView idAndValue, QStringView rule)
{
    const QStringView id = idAndValue.left(idAndValue.indexOf(u':') < 0 ? idAndValue.size() : idAndValue.indexOf(u':'));
    if (const BehaviourInfo* behaviour = findBehaviour(id))
        return behaviour->breaksRule && brings(behaviour->rule, rule);
    return brings(rulesOf(settingRows, id), rule);
}

} // namespace

QString breakerOf(const Trace& trace, QStringView rule, int node)
{
    for (const auto& [owner, id] : trace.byDesign) {
        if ((owner == node || node < 0) && breaksOnPurpose(id, rule))
            return id;
    }
    const bool isAtProxy = node < 0 || trace.nodes.at(node).role == Role::Proxy;
    const proxy::Policy* policy = isAtProxy ? proxy::findPolicy(trace.policy) : nullptr;
    return policy && brings(policy->breaks, rule) ? trace.policy : QString();
}

} // namespace siprace
