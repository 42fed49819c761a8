#include "RuleKeeper.h"

#include "RuleMatching.h"

#include <algorithm>

namespace siprace {

RuleKeeper::RuleKeeper(const QList<LinkRule>& rules, const std::function<int(const QString&)>& indexOf)
{
    for (const LinkRule& rule : rules) {
        Kept kept{rule, indexOf(rule.link.from), indexOf(rule.link.to)};
        if (rule.until) {
            kept.untilFrom = indexOf(rule.until->link.from);
            kept.untilTo = indexOf(rule.until->link.to);
        }
        m_rules.push_back(kept);
    }
}

bool RuleKeeper::hasCome(const Kept& kept)
{
    return kept.rule.until && kept.untilSeen >= kept.rule.until->match.nth.value_or(1);
}

const LinkRule* RuleKeeper::sent(int from, int to, const MessageFields& fields)
{
    const LinkRule* acting = nullptr;
    for (Kept& kept : m_rules) {
        if (kept.from != from || kept.to != to || !matches(kept.rule.match, fields))
            continue;
        ++kept.seen; // whatever other rules do
        const bool isMeant = !kept.rule.match.nth || kept.seen == *kept.rule.match.nth;
        if (!acting && isMeant && !(kept.rule.action == LinkRule::Do::Hold && hasCome(kept)))
            acting = &kept.rule;
    }
    return acting;
}

int RuleKeeper::numberOf(const LinkRule* rule) const
{
    const auto found = std::ranges::find_if(m_rules, [rule](const Kept& kept) { return &kept.rule == rule; });
    return static_cast<int>(found - m_rules.begin()) + 1;
}

bool RuleKeeper::hold(const LinkRule* rule, int n)
{
    const std::size_t index = static_cast<std::size_t>(numberOf(rule)) - 1;
    if (hasCome(m_rules[index]))
        return false;
    m_held.push_back({n, index});
    return true;
}

std::vector<int> RuleKeeper::released(HoldUntil::Event event, int n, int from, int to, const MessageFields& fields)
{
    std::vector<int> free;
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        Kept& kept = m_rules[i];
        if (!kept.rule.until || kept.rule.until->event != event || kept.untilFrom != from || kept.untilTo != to
            || !matches(kept.rule.until->match, fields))
            continue;
        ++kept.untilSeen;
        if (!hasCome(kept))
            continue;
        std::erase_if(m_held, [&](const Held& held) {
            const bool goes = held.rule == i && held.n != n; // a message does not free itself
            if (goes)
                free.push_back(held.n);
            return goes;
        });
    }
    std::ranges::sort(free);
    return free;
}

} // namespace siprace
