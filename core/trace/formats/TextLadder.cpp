#include "formats/Exporters.h"
#include "formats/TextForm.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace siprace {

namespace {

constexpr qsizetype timeWidth = 12; ///< "  32620.000 " in milliseconds

QString ladderMs(Instant instant)
{
    return QString::number(toMs(instant), 'f', 3);
}

/// The page of a ladder: where each lifeline stands.
struct TextColumns
{
    qsizetype width = 0; ///< from one lifeline to the next
    qsizetype count = 0;

    [[nodiscard]] qsizetype at(qsizetype node) const { return timeWidth + width / 2 + node * width; }
    [[nodiscard]] QString lifelines() const
    {
        QString row(timeWidth + width * count, u' ');
        for (qsizetype i = 0; i < count; ++i)
            row[at(i)] = u'|';
        return row;
    }
};

/// "200 OK"-like labels stay short: "200/INVITE (b1)".
QString ladderLabel(const TraceMessage& message, const CalleeTags& tags)
{
    const QByteArray tag = message.cseqMethod == "CANCEL" ? QByteArray() : tags.of(message);
    return tag.isEmpty() ? messageLabel(message)
                         : QStringLiteral("%1 (%2)").arg(messageLabel(message), QString::fromUtf8(tag));
}

TextColumns layoutColumns(const Trace& trace, const CalleeTags& tags)
{
    constexpr qsizetype narrowest = 14;
    TextColumns columns{narrowest, trace.nodes.size()};
    for (const TraceNode& node : trace.nodes)
        columns.width = std::max(columns.width, node.name.size() + 2);
    for (const TraceMessage& message : trace.messages)
        columns.width = std::max(columns.width, ladderLabel(message, tags).size() + 6);
    columns.width += columns.width % 2;
    return columns;
}

QString ladderHeader(const Trace& trace, const TextColumns& columns)
{
    QString row(timeWidth + columns.width * columns.count, u' ');
    for (qsizetype i = 0; i < columns.count; ++i) {
        const QString& name = trace.nodes.at(i).name;
        row.replace(columns.at(i) - name.size() / 2, name.size(), name);
    }
    return row;
}

/// Puts one arrow onto a row of lifelines. A lost one ends in X short of its goal, a discarded one in #.
void drawArrow(QString& row, const TextColumns& columns, const TraceMessage& message, const QString& label)
{
    const qsizetype left = columns.at(std::min(message.from, message.to));
    const qsizetype right = columns.at(std::max(message.from, message.to));
    if (right - left < 2)
        return;
    const bool goesRight = message.to > message.from;
    const QChar shaft = message.retransmissionOf == 0 ? u'-' : u'.';
    for (qsizetype i = left + 1; i < right; ++i)
        row[i] = shaft;
    const qsizetype head = goesRight ? right - 1 : left + 1;
    if (message.fate == Fate::Lost || message.fate == Fate::InFlight)
        row[goesRight ? head - 1 : head + 1] = message.fate == Fate::Lost ? u'X' : u'?';
    else
        row[head] = message.fate == Fate::Discarded ? u'#' : goesRight ? u'>' : u'<';
    if (message.fate == Fate::Lost || message.fate == Fate::InFlight)
        row[head] = u' ';
    row.replace(left + 1 + (right - left - 1 - label.size()) / 2, label.size(), label);
}

QString ladderNote(const TraceMessage& message)
{
    QStringList notes;
    if (message.arrived && *message.arrived != message.sent)
        notes += QStringLiteral("arrives ") + ladderMs(*message.arrived);
    if (message.fate != Fate::Delivered)
        notes += toString(message.fate);
    if (message.retransmissionOf != 0)
        notes += QStringLiteral("again %1").arg(message.retransmissionOf);
    return notes.isEmpty() ? QString() : QStringLiteral("  ") + notes.join(QStringLiteral(", "));
}

QString ladderRow(const TextColumns& columns, const TraceMessage& message, const QString& label)
{
    QString row = columns.lifelines();
    const QString time = ladderMs(message.sent).rightJustified(timeWidth - 2);
    row.replace(0, time.size(), time);
    if (message.from == message.to)
        row.insert(columns.at(message.from) + 1, QStringLiteral("<> ") + label);
    else
        drawArrow(row, columns, message, label);
    return row + QStringLiteral(" %1%2").arg(message.n, 3).arg(ladderNote(message));
}

/// "     20.000        |     *     |   connection 1: connected"
QString connectionRow(const TextColumns& columns, const ConnectionEvent& event)
{
    QString row = columns.lifelines();
    const QString time = ladderMs(event.at).rightJustified(timeWidth - 2);
    row.replace(0, time.size(), time);
    row[columns.at(event.node)] = u'*';
    row += QStringLiteral("      connection %1: %2").arg(event.connection).arg(toString(event.what));
    return event.message == 0 ? row : row + QStringLiteral(" (%1)").arg(event.message);
}

/// What is said of several messages is said once, with their numbers; in the order of the first ones.
std::vector<std::pair<QString, QStringList>> commentsOnce(const Annotations& annotations)
{
    std::vector<std::pair<QString, QStringList>> once;
    for (auto it = annotations.comments.cbegin(); it != annotations.comments.cend(); ++it) {
        for (const QString& comment : it.value()) {
            auto same = std::ranges::find(once, comment, &std::pair<QString, QStringList>::first);
            if (same == once.end())
                same = once.insert(once.end(), {comment, {}});
            same->second.append(QString::number(it.key()));
        }
    }
    return once;
}

} // namespace

QByteArray toTextLadder(const Trace& trace, const Annotations& annotations)
{
    const CalleeTags tags(trace);
    const TextColumns columns = layoutColumns(trace, tags);
    QString out;
    out += (trace.title.isEmpty() ? trace.scenario : trace.title) + u'\n';
    out += QStringLiteral("policy %1, %2 clock, seed %3, times in ms; .... sent again, X lost, # discarded\n\n")
               .arg(trace.policy, trace.clock)
               .arg(trace.seed);
    const auto line = [&out](QString row) {
        while (row.endsWith(u' '))
            row.chop(1);
        out += row + u'\n';
    };
    line(ladderHeader(trace, columns));
    line(columns.lifelines());
    auto event = trace.connections.cbegin();
    const auto connectionsUntil = [&](Instant latest) {
        for (; event != trace.connections.cend() && event->at <= latest; ++event)
            line(connectionRow(columns, *event));
    };
    for (const TraceMessage& message : trace.messages) {
        connectionsUntil(message.sent - 1us);
        line(ladderRow(columns, message, ladderLabel(message, tags)));
    }
    connectionsUntil(Instant::max());
    line(columns.lifelines());
    if (!annotations.comments.isEmpty())
        out += u'\n';
    for (const auto& [comment, messages] : commentsOnce(annotations))
        line(QStringLiteral("%1  %2").arg(messages.join(QStringLiteral(", ")), 4).arg(comment));
    return out.toUtf8();
}

} // namespace siprace
