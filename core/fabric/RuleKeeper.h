#pragma once

#include "LinkRule.h"
#include "Trace.h"

#include <functional>
#include <vector>

namespace siprace {

/// The `rules:` of a run: counts what each of them has seen, says which one acts on a message, and holds and releases.
/// Contract, "Rules".
class RuleKeeper
{
public:
    /// `indexOf` gives the index of a node id. A rule about an unknown node never acts.
    RuleKeeper(const QList<LinkRule>& rules, const std::function<int(const QString&)>& indexOf);

    /// A message was sent: counts it for every rule and gives the first that acts on it, or null. A hold whose event
    /// has already come does not act.
    [[nodiscard]] const LinkRule* sent(int from, int to, const MessageFields& fields);
    [[nodiscard]] bool isEmpty() const { return m_rules.empty(); }
    [[nodiscard]] int numberOf(const LinkRule* rule) const; ///< from 1, as written

    /// Keeps message n until the rule's event; without one to the end. False when the event has come meanwhile.
    [[nodiscard]] bool hold(const LinkRule* rule, int n);
    /// What the sending or arrival of message n lets go, in order of n.
    [[nodiscard]] std::vector<int> released(
        HoldUntil::Event event, int n, int from, int to, const MessageFields& fields);

private:
    struct Kept
    {
        LinkRule rule;
        int from = -1;
        int to = -1;
        int untilFrom = -1;
        int untilTo = -1;
        int seen = 0; ///< sendings that matched
        int untilSeen = 0; ///< events that matched its `until`
    };
    struct Held
    {
        int n = 0;
        std::size_t rule = 0;
    };

    [[nodiscard]] static bool hasCome(const Kept& kept);

    std::vector<Kept> m_rules;
    std::vector<Held> m_held;
};

} // namespace siprace
