#include "PacketRules.h"

#include <QRegularExpression>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr int deepestJump = 16; // as the kernel has it

enum class Match
{
    No,
    Yes,
    Unknown
};

Match matchIf(bool holds)
{
    return holds ? Match::Yes : Match::No;
}

/// Whether a list such as "5060", "5060-5079", "5060:5079" or "22, 5060-5061" has the port in it.
bool coversPort(const QString& list, quint16 port)
{
    static const QRegularExpression one(u"(\\d+)(?:\\s*[-:]\\s*(\\d+))?"_s);
    for (auto found = one.globalMatch(list); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const int first = match.captured(1).toInt();
        const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
        if (first <= port && port <= last)
            return true;
    }
    return false;
}

bool hasWord(const QString& list, const QString& word)
{
    static const QRegularExpression one(u"[\\w-]+"_s);
    for (auto found = one.globalMatch(list); found.hasNext();) {
        if (found.next().captured().compare(word, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

Match matchOf(const QString& condition, const PacketKind& packet)
{
    const QString list = condition.section(u' ', 1);
    if (condition.startsWith(u"dport "))
        return matchIf(coversPort(list, packet.port));
    if (condition.startsWith(u"l4proto "))
        return matchIf(hasWord(list, packet.protocol) || hasWord(list, packet.protocol == u"udp" ? u"17"_s : u"6"_s));
    if (condition.startsWith(u"ct "))
        return hasWord(list, u"untracked"_s) ? Match::Unknown : matchIf(hasWord(list, u"new"_s));
    return condition == u"never" ? Match::No : Match::Unknown;
}
} // namespace

PacketRules::Fates PacketRules::fatesOf(const Rule& rule, const PacketKind& packet, int depth) const
{
    switch (rule.verdict) {
    case Verdict::None:
        return {false, false, true};
    case Verdict::Accept:
        return {true, false, false};
    case Verdict::Drop:
        return {false, true, false};
    case Verdict::Return:
        return {};
    case Verdict::Anything:
        return {true, true, true};
    case Verdict::Jump:
    case Verdict::Goto:
        break;
    }
    const auto target = chains.constFind(rule.target);
    if (target == chains.cend() || depth == deepestJump)
        return {true, true, true};
    return fatesIn(*target, packet, depth + 1);
}

PacketRules::Fates PacketRules::fatesIn(const Chain& chain, const PacketKind& packet, int depth) const
{
    Fates fates;
    for (const Rule& rule : chain.rules) {
        Match match = Match::Yes;
        for (const QString& condition : rule.conditions) {
            const Match one = matchOf(condition, packet);
            if (one == Match::No || match == Match::Yes)
                match = one;
            if (match == Match::No)
                break;
        }
        if (match == Match::No)
            continue;
        const Fates found = fatesOf(rule, packet, depth);
        fates.accepted = fates.accepted || found.accepted;
        fates.dropped = fates.dropped || found.dropped;
        const bool leaves = rule.verdict == Verdict::Return || rule.verdict == Verdict::Goto;
        fates.passed = fates.passed || (leaves && (found.passed || rule.verdict == Verdict::Return));
        if (match == Match::Yes && (leaves || !found.passed))
            return fates;
    }
    fates.passed = true;
    return fates;
}

std::optional<bool> PacketRules::isLetIn(const PacketKind& packet) const
{
    bool isCertain = true;
    for (const Chain& chain : chains) {
        if (!chain.isHook)
            continue;
        Fates fates = fatesIn(chain, packet, 0);
        if (fates.passed)
            (chain.isDropping ? fates.dropped : fates.accepted) = true;
        if (fates.dropped && !fates.accepted && !chain.isElsewhere)
            return false;
        isCertain = isCertain && !fates.dropped;
    }
    return isCertain ? std::optional(true) : std::nullopt;
}

} // namespace siprace
