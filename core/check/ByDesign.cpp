#include "FindingSink.h"

#include <algorithm>
#include <span>

namespace siprace {

namespace {

/// What a policy, a setting or a behaviour breaks, in itself or in its effect. rules.md, "Which policy breaks what, by
/// design"; the behaviours as named in the rules.
struct BreakerRow
{
    QStringView breaker;
    QStringView rules; ///< ids between blanks
};

// clang-format off
constexpr BreakerRow policyBreakers[] = {
    { u"forward-all", u" R-015 R-252 R-142 R-201 R-260 R-262 " },
    { u"drop-late-2xx", u" R-259 R-406 R-909 R-015 R-252 R-142 R-201 R-260 R-262 " },
    { u"ack-bye", u" R-259 R-280 R-111 R-533 R-015 R-252 R-142 R-201 R-260 R-262 " },
};
constexpr BreakerRow settingBreakers[] = {
    // of a proxy; written "KEY: VALUE"
    { u"linger", u" R-107 R-108 R-260 R-262 R-188 " },
    { u"cancel-unreplied", u" R-303 " },
    { u"unmatched-cancel", u" R-315 R-314 " },
    { u"silent-branches", u" R-102 " },
    { u"timer-c", u" R-220 " },
    { u"late-2xx", u" R-259 R-406 R-280 R-111 R-533 " },
    { u"remember-by", u" R-259 R-909 " },
    { u"stray", u" R-015 R-251 R-252 R-260 R-262 " },
    { u"transactions", u" R-142 R-201 " },
    // of a caller
    { u"ack-first-leg", u" R-405 R-406 R-407 R-408 R-410 R-412 " },
    { u"ignore-extra-2xx", u" R-406 R-408 R-410 R-412 " },
    { u"cancel-at-once", u" R-303 " },
    { u"forget-after-cancel", u" R-106 R-307 R-406 R-408 R-411 R-412 " },
    { u"hang-up-on-stray", u" R-404 " },
    { u"backwards-cseq", u" R-505 " },
    { u"retry-same-cseq", u" R-505 R-602 " },
    // of a callee
    { u"deaf-to-ack", u" R-138 R-454 R-455 R-460 " },
    { u"unacked-silent", u" R-455 " },
    { u"no-provisional", u" R-131 " },
    { u"ignore-cancel", u" R-309 R-310 R-313 " },
    { u"mute-after-cancel", u" R-310 " },
    { u"final-after-cancel", u" R-310 " },
    { u"cancel-481", u" R-005 R-309 R-310 " },
    { u"early-100", u" R-186 " },
};
// clang-format on

bool breaks(std::span<const BreakerRow> rows, QStringView breaker, QStringView rule)
{
    return std::ranges::any_of(rows, [&](const BreakerRow& row) {
        const qsizetype found = row.breaker == breaker ? row.rules.indexOf(rule) : -1;
        return found > 0 && row.rules.at(found + rule.size()) == u' ';
    });
}

} // namespace

QString breakerOf(const Trace& trace, QStringView rule, int node)
{
    for (const auto& [owner, id] : trace.byDesign) {
        const QStringView key = QStringView(id).left(id.indexOf(u':') < 0 ? id.size() : id.indexOf(u':'));
        if ((owner == node || node < 0) && breaks(settingBreakers, key, rule))
            return id;
    }
    const bool isAtProxy = node < 0 || trace.nodes.at(node).role == Role::Proxy;
    return isAtProxy && breaks(policyBreakers, trace.policy, rule) ? trace.policy : QString();
}

} // namespace siprace
