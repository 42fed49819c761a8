#include "Behaviours.h"
#include "FindingSink.h"
#include "Policies.h"
#include "SettingTables.h"

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
/// What a setting of a proxy breaks, by its key and value, or by its key alone where every value does. rules.md, "Which
/// policy breaks what, by design". Behaviours say so themselves, in their registry; policies too, and a knob of theirs
/// that the run turns no longer counts.
constexpr RulesRow settingRows[] = {
    { u"linger: rfc", u"" },
    { u"linger", u" R-107 " },
    { u"cancel-unreplied: at-once", u" R-303 " },
    { u"unmatched-cancel: forward", u" R-252 " },
    { u"unmatched-cancel", u" R-315 " },
    { u"silent-branches: abandon", u" R-102 " },
    { u"timer-c", u" R-220 " },
    { u"late-2xx: drop", u" R-259 " },
    { u"late-2xx: ack-bye", u" R-259 R-280 R-111 R-533 " },
    { u"remember-by: call-id", u" R-909 " },
    { u"stray: forward", u" R-015 R-252 " },
    { u"stray: drop", u" R-251 " },
    { u"transactions: rfc3261", u" R-142 " },
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

/// Of "linger: 5s": the row of the key with this value, else that of the key.
QStringView rulesOfSetting(QStringView keyAndValue)
{
    const auto row = std::ranges::find(settingRows, keyAndValue, &RulesRow::key);
    const qsizetype colon = keyAndValue.indexOf(u':');
    return row != std::end(settingRows) || colon < 0 ? rulesOf(settingRows, keyAndValue)
                                                     : rulesOf(settingRows, keyAndValue.left(colon));
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
    return brings(rulesOfSetting(idAndValue), rule);
}

/// Whether the run has turned the knob of its policy at this node, so that the policy is not what breaks the rule.
bool isTurned(const Trace& trace, int node, QStringView keyAndValue)
{
    const QStringView key = keyAndValue.left(keyAndValue.indexOf(u':') + 1);
    return std::ranges::any_of(
        trace.byDesign, [&](const auto& setting) { return setting.first == node && setting.second.startsWith(key); });
}

bool breaksByPolicy(const Trace& trace, const proxy::Policy& policy, QStringView rule, int node)
{
    if (!brings(policy.breaks, rule))
        return false;
    const QStringList knobs = proxy::knobWords(policy.knobs);
    const auto brokenBy = [rule](const QString& knob) { return brings(rulesOfSetting(knob), rule); };
    const bool isOfKnob = std::ranges::any_of(knobs, brokenBy);
    return !isOfKnob || std::ranges::any_of(knobs, [&](const QString& knob) {
        return brokenBy(knob) && !isTurned(trace, node, knob);
    });
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
    return policy && breaksByPolicy(trace, *policy, rule, node) ? trace.policy : QString();
}

} // namespace siprace
