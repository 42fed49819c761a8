#include "LadderIndex.h"

#include "LadderOptions.h"
#include "TimeMap.h"

#include <algorithm>
#include <limits>

namespace siprace {

namespace {

bool isStrip(const StateChange& change)
{
    return change.kind == MachineKind::Dialog || change.kind == MachineKind::InviteServer
        || change.kind == MachineKind::InviteClient || change.kind == MachineKind::Node;
}

bool endsMachine(const StateChange& change)
{
    return change.state.compare(QLatin1String("terminated"), Qt::CaseInsensitive) == 0
        || change.state.compare(QLatin1String("up"), Qt::CaseInsensitive) == 0;
}

/// What belongs together; equal for an ACK and its INVITE. 0 when it is no SIP.
quint32 transactionHash(const MessageFields& message)
{
    if (!message.isSip() || message.branch.isEmpty())
        return 0;
    const QByteArray& method = message.isRequest() ? message.method : message.cseqMethod;
    return static_cast<quint32>(qHash(message.branch, method == "CANCEL" ? 1U : 2U)) | 1U;
}

bool isSameTransaction(const MessageFields& one, const MessageFields& other)
{
    const auto isCancel = [](const MessageFields& message) {
        return (message.isRequest() ? message.method : message.cseqMethod) == "CANCEL";
    };
    return one.branch == other.branch && isCancel(one) == isCancel(other) && other.isSip();
}

} // namespace

std::pair<std::size_t, std::size_t> LadderIndex::messagesBetween(Instant earliest, Instant latest) const
{
    const auto first = std::lower_bound(briefs.begin(), briefs.end(), earliest,
        [](const Brief& brief, Instant instant) { return brief.latest < instant; });
    const auto last = std::upper_bound(
        first, briefs.end(), latest, [](Instant instant, const Brief& brief) { return instant < brief.sent; });
    return {static_cast<std::size_t>(first - briefs.begin()), static_cast<std::size_t>(last - briefs.begin())};
}

std::size_t LadderIndex::firstSent(Instant instant) const
{
    const auto first = std::lower_bound(
        briefs.begin(), briefs.end(), instant, [](const Brief& brief, Instant at) { return brief.sent < at; });
    return static_cast<std::size_t>(first - briefs.begin());
}

std::pair<std::size_t, std::size_t> LadderIndex::spansBetween(Instant earliest, Instant latest) const
{
    if (m_lastUntil.size() != spans.size()) {
        m_lastUntil.resize(spans.size());
        Instant last = at(-1us);
        for (std::size_t i = 0; i < spans.size(); ++i) {
            last = std::max(last, spans[i].until.value_or(Instant::max()));
            m_lastUntil[i] = last;
        }
    }
    const auto first = std::lower_bound(m_lastUntil.begin(), m_lastUntil.end(), earliest) - m_lastUntil.begin();
    const auto last = std::upper_bound(spans.begin(), spans.end(), latest, [](Instant instant, const Span& span) {
        return instant < span.since;
    }) - spans.begin();
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last))};
}

bool LadderIndex::read(const Trace& trace, std::size_t changed)
{
    readBriefs(trace, changed);
    for (; m_statesRead < trace.states.size(); ++m_statesRead)
        addState(static_cast<int>(m_statesRead), trace.states.at(m_statesRead));
    return labels.read(trace);
}

void LadderIndex::readBriefs(const Trace& trace, std::size_t first)
{
    first = std::min(first, briefs.size());
    briefs.resize(static_cast<std::size_t>(trace.messages.size()));
    Instant latest = first > 0 ? briefs[first - 1].latest : Instant{};
    for (std::size_t i = first; i < briefs.size(); ++i) {
        const TraceMessage& message = trace.messages.at(static_cast<qsizetype>(i));
        latest = std::max(latest, message.arrived.value_or(message.sent));
        constexpr qint64 longest = std::numeric_limits<int>::max();
        const qint64 flight
            = message.arrived ? std::min<qint64>((*message.arrived - message.sent).count(), longest) : -1;
        const bool isOdd = message.isStray || message.fate == Fate::Lost || message.fate == Fate::Discarded;
        briefs[i] = {message.sent, latest, static_cast<int>(flight), static_cast<qint16>(message.from),
            static_cast<qint16>(message.to), kindOf(message), isOdd};
    }
}

void LadderIndex::show(const Trace& trace, const LadderOptions& options, std::size_t first)
{
    shown.resize(briefs.size());
    for (std::size_t i = first; i < shown.size(); ++i)
        shown[i] = isVisible(trace.messages.at(static_cast<qsizetype>(i)), options);
}

QList<int> LadderIndex::transactionOf(const Trace& trace, int n) const
{
    const TraceMessage& message = trace.messages.at(n - 1);
    const quint32 hash = transactionHash(message);
    if (hash == 0)
        return {n};
    const std::size_t known = m_transactions.size();
    for (auto i = static_cast<qsizetype>(known); i < trace.messages.size(); ++i)
        m_transactions.emplace_back(transactionHash(trace.messages.at(i)), static_cast<int>(i) + 1);
    const auto middle = m_transactions.begin() + static_cast<std::ptrdiff_t>(known);
    std::sort(middle, m_transactions.end());
    std::inplace_merge(m_transactions.begin(), middle, m_transactions.end());
    QList<int> all;
    for (auto one = std::lower_bound(m_transactions.begin(), m_transactions.end(), std::pair(hash, 0));
         one != m_transactions.end() && one->first == hash; ++one) {
        if (isSameTransaction(message, trace.messages.at(one->second - 1)))
            all << one->second;
    }
    return all;
}

void LadderIndex::addState(int number, const StateChange& change)
{
    if (change.kind == MachineKind::Node)
        nodeStates << number;
    if (!isStrip(change))
        return;
    const std::pair key{change.node, change.machine};
    const bool isEnd = endsMachine(change);
    auto machine = m_alive.find(key);
    if (machine != m_alive.end()) {
        spans[machine->span].until = change.at;
        m_lastUntil.clear();
        spans[machine->span].isLast = isEnd;
    }
    if (isEnd) {
        if (machine != m_alive.end())
            m_slotsTaken[change.node][static_cast<std::size_t>(machine->slot)] = false;
        const bool wasForNothing
            = machine != m_alive.end() && spans[machine->span].since == change.at && spans[machine->span].isFirst;
        m_alive.remove(key);
        std::vector<SlotsInUse>& history = m_stripHistory[change.node];
        while (wasForNothing && !history.empty() && history.back().at == change.at)
            history.pop_back(); // it began and ended at once: nobody sees it
        noteStrips(change.node, change.at);
        return;
    }
    const bool isFirst = machine == m_alive.end();
    if (isFirst)
        machine = m_alive.insert(key, {0, takeSlot(change.node)});
    noteStrips(change.node, change.at);
    machine->span = spans.size();
    spans.push_back({number, change.node, machine->slot, change.at, {}, isFirst, false});
}

/// A place beside the other strips of the node that are there at the time.
int LadderIndex::takeSlot(int node)
{
    std::vector<bool>& taken = m_slotsTaken[node];
    const auto free = std::find(taken.begin(), taken.end(), false);
    const auto slot = static_cast<int>(free - taken.begin());
    if (free == taken.end())
        taken.push_back(true);
    else
        *free = true;
    stripCounts[node] = static_cast<int>(taken.size());
    return slot;
}

int LadderIndex::mostStrips() const
{
    return stripCounts.isEmpty() ? 0 : *std::max_element(stripCounts.begin(), stripCounts.end());
}

void LadderIndex::noteStrips(int node, Instant instant)
{
    SlotsInUse now{instant, -1, -1};
    const std::vector<bool>& taken = m_slotsTaken[node];
    for (std::size_t slot = 0; slot < taken.size(); ++slot) {
        if (!taken[slot])
            continue;
        const int away = static_cast<int>(slot + 1) / 2;
        now.right = std::max(now.right, slot % 2 == 1 ? away : 0);
        now.left = std::max(now.left, slot % 2 == 0 ? away : 0);
    }
    m_stripHistory[node].push_back(now);
}

int LadderIndex::stripsBeside(int node, Instant instant, bool isRight) const
{
    const auto found = m_stripHistory.constFind(node);
    if (found == m_stripHistory.cend())
        return -1;
    const auto side = [isRight](const SlotsInUse& use) { return isRight ? use.right : use.left; };
    auto entry = std::lower_bound(
        found->begin(), found->end(), instant, [](const SlotsInUse& use, Instant at) { return use.at < at; });
    int count = entry == found->begin() ? -1 : side(*std::prev(entry));
    for (; entry != found->end() && entry->at == instant; ++entry)
        count = std::max(count, side(*entry));
    return count;
}

} // namespace siprace
