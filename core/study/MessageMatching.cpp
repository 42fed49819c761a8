#include "MessageMatching.h"

#include "formats/TextForm.h"

#include <QHash>

#include <algorithm>

namespace siprace {

namespace {

using MatchKind = MatchedMessage::Kind;

/// Names the messages of one run by what they are.
class MessageNamer
{
public:
    explicit MessageNamer(const Trace& trace)
        : m_trace(trace)
        , m_tags(trace)
    {
        for (const TraceMessage& message : trace.messages) {
            if (message.method == "INVITE" && !m_targets.contains(message.branch))
                m_targets.insert(message.branch, QByteArray(message.requestUri).replace(";transport=tcp", ""));
        }
    }

    /// For a person: "proxy>caller 200/INVITE (b2)".
    [[nodiscard]] QString label(const TraceMessage& message) const
    {
        const QByteArray tag = message.cseqMethod == "CANCEL" ? QByteArray() : m_tags.of(message);
        return QStringLiteral("%1>%2 %3%4")
            .arg(m_trace.nodes.at(message.from).id, m_trace.nodes.at(message.to).id, messageLabel(message),
                tag.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(QString::fromUtf8(tag)));
    }

    /// Everything but the copy: label, CSeq, call and what its branch leads to.
    [[nodiscard]] QByteArray key(const TraceMessage& message) const
    {
        // A branch by its target: two runs may number their branches differently.
        const QByteArray target = message.cseqMethod == "INVITE" || message.cseqMethod == "CANCEL"
            ? m_targets.value(message.branch)
            : QByteArray();
        return label(message).toUtf8() + '\n' + QByteArray::number(message.cseq) + '\n' + message.callId + '\n'
            + target;
    }

private:
    const Trace& m_trace;
    CalleeTags m_tags;
    QHash<QByteArray, QByteArray> m_targets; ///< branch of an INVITE → its Request-URI
};

bool isSameEverywhere(const QList<ComparedRun>& runs, const MatchedMessage& match)
{
    const TraceMessage& first = runs.first().trace.messages.at(match.n.first() - 1);
    for (qsizetype i = 1; i < runs.size(); ++i) {
        const TraceMessage& other = runs.at(i).trace.messages.at(match.n.at(i) - 1);
        if (other.sent != first.sent || other.arrived != first.arrived || other.fate != first.fate)
            return false;
    }
    return true;
}

/// The first run that has it, and its message there.
std::pair<int, const TraceMessage*> firstHolder(const QList<ComparedRun>& runs, const MatchedMessage& match)
{
    for (int i = 0; i < runs.size(); ++i) {
        if (match.n.at(i) != 0)
            return {i, &runs.at(i).trace.messages.at(match.n.at(i) - 1)};
    }
    return {0, nullptr};
}

Instant earliestSent(const QList<ComparedRun>& runs, const MatchedMessage& match)
{
    Instant earliest = Instant::max();
    for (int i = 0; i < runs.size(); ++i) {
        if (match.n.at(i) != 0)
            earliest = std::min(earliest, runs.at(i).trace.messages.at(match.n.at(i) - 1).sent);
    }
    return earliest;
}

/// When the runs part at this message: where it leaves, or where it is received differently.
Instant partingInstant(const QList<ComparedRun>& runs, const MatchedMessage& match)
{
    Instant parting = Instant::max();
    const TraceMessage* first = firstHolder(runs, match).second;
    for (int i = 0; i < runs.size(); ++i) {
        if (match.n.at(i) == 0)
            return earliestSent(runs, match);
        const TraceMessage& message = runs.at(i).trace.messages.at(match.n.at(i) - 1);
        if (message.sent != first->sent)
            return earliestSent(runs, match);
        parting = std::min(parting, message.arrived.value_or(message.sent));
    }
    return parting;
}

QString reasonText(const Why& why)
{
    if (why.isEmpty())
        return {};
    return why.rule.isEmpty() ? QStringLiteral(" (%1)").arg(why.text)
                              : QStringLiteral(" (%1: %2)").arg(why.rule, why.text);
}

/// Why a run lacks what another one did with the message `cause` there: what became of it here.
Why reasonOfAbsence(const ComparedRun& run, int cause)
{
    if (cause == 0)
        return {};
    const TraceMessage& message = run.trace.messages.at(cause - 1);
    if (!message.fateWhy.isEmpty())
        return message.fateWhy;
    for (const Decision& decision : run.trace.decisions) {
        if (decision.message == cause)
            return decision.why;
    }
    return {};
}

/// n, in another run, of the message that caused `message` in its own.
int causeElsewhere(const QList<MatchedMessage>& messages, int run, int causedBy, int elsewhere)
{
    if (causedBy == 0)
        return 0;
    const auto found
        = std::ranges::find_if(messages, [&](const MatchedMessage& match) { return match.n.at(run) == causedBy; });
    return found == messages.end() ? 0 : found->n.at(elsewhere);
}

QString sayAbsence(const QList<ComparedRun>& runs, const QList<MatchedMessage>& messages, const MatchedMessage& match)
{
    const auto [holder, message] = firstHolder(runs, match);
    QString text
        = QStringLiteral("%1 is sent under %2%3").arg(match.what, runs.at(holder).label, reasonText(message->why));
    for (int i = 0; i < runs.size(); ++i) {
        if (match.n.at(i) != 0)
            continue;
        const Why why = reasonOfAbsence(runs.at(i), causeElsewhere(messages, holder, message->causedBy, i));
        text += QStringLiteral(", not under %1%2").arg(runs.at(i).label, reasonText(why));
    }
    return text;
}

QString sayMove(const QList<ComparedRun>& runs, const MatchedMessage& match)
{
    QStringList sides;
    for (int i = 0; i < runs.size(); ++i) {
        const TraceMessage& message = runs.at(i).trace.messages.at(match.n.at(i) - 1);
        QString side = QStringLiteral("%1 under %2").arg(toString(message.fate), runs.at(i).label);
        if (message.arrived)
            side += QStringLiteral(" at %1").arg(humanDuration(message.arrived->time_since_epoch()));
        sides += side + reasonText(message.fateWhy);
    }
    return QStringLiteral("%1 is %2").arg(match.what, sides.join(QStringLiteral(", ")));
}

} // namespace

QList<MatchedMessage> matchMessages(const QList<ComparedRun>& runs)
{
    QList<MatchedMessage> matches;
    QHash<QByteArray, int> rowOf;
    for (int i = 0; i < runs.size(); ++i) {
        const Trace& trace = runs.at(i).trace;
        const MessageNamer namer(trace);
        QHash<QByteArray, int> copies;
        for (const TraceMessage& message : trace.messages) {
            const QByteArray key = namer.key(message);
            const int copy = ++copies[key];
            const QByteArray copyKey = key + '\n' + QByteArray::number(copy);
            const auto known = rowOf.constFind(copyKey);
            const int row = known == rowOf.cend() ? static_cast<int>(matches.size()) : *known;
            if (known == rowOf.cend()) {
                rowOf.insert(copyKey, row);
                const QString suffix = copy > 1 ? QStringLiteral(" ×%1").arg(copy) : QString();
                matches.append({MatchKind::OnlyHere, QList<int>(runs.size(), 0), namer.label(message) + suffix});
            }
            matches[row].n[i] = message.n;
        }
    }
    for (MatchedMessage& match : matches) {
        if (!match.n.contains(0))
            match.kind = isSameEverywhere(runs, match) ? MatchKind::Common : MatchKind::Moved;
    }
    std::ranges::stable_sort(matches, {}, [&](const MatchedMessage& match) { return earliestSent(runs, match); });
    return matches;
}

std::optional<Divergence> findDivergence(const QList<ComparedRun>& runs, const QList<MatchedMessage>& messages)
{
    const MatchedMessage* first = nullptr;
    for (const MatchedMessage& match : messages) {
        const bool isEarlier = !first || partingInstant(runs, match) < partingInstant(runs, *first);
        if (match.kind != MatchKind::Common && isEarlier)
            first = &match;
    }
    if (!first)
        return std::nullopt;
    const auto [run, message] = firstHolder(runs, *first);
    const Instant parting = partingInstant(runs, *first);
    const QString what
        = first->kind == MatchKind::OnlyHere ? sayAbsence(runs, messages, *first) : sayMove(runs, *first);
    return Divergence{parting, run, message->n,
        QStringLiteral("At %1 they part: %2").arg(humanDuration(parting.time_since_epoch()), what)};
}

} // namespace siprace
