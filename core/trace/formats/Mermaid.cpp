#include "formats/Exporters.h"
#include "formats/TextForm.h"

namespace siprace {

namespace {

constexpr qsizetype mermaidLimit = 50'000; ///< bytes; what shows a diagram shows no longer one

/// Mermaid reads ';' and '#' as its own: both are written as entities.
QString mermaidText(QString text)
{
    text.replace(u'#', QStringLiteral("#35;"));
    text.replace(u';', QStringLiteral("#59;"));
    text.replace(QStringLiteral("#35#59;"), QStringLiteral("#35;"));
    return text.simplified();
}

QString mermaidArrow(const TraceMessage& message)
{
    if (message.fate == Fate::Lost || message.fate == Fate::InFlight)
        return QStringLiteral("--x");
    return message.retransmissionOf == 0 ? QStringLiteral("->>") : QStringLiteral("-->>");
}

QString mermaidLine(const TraceMessage& message, const CalleeTags& tags)
{
    QString label = messageLabel(message);
    const QByteArray tag = message.cseqMethod == "CANCEL" ? QByteArray() : tags.of(message);
    if (!tag.isEmpty())
        label += QStringLiteral(" (%1)").arg(QString::fromUtf8(tag));
    label += QStringLiteral(" %1 ms").arg(toMs(message.sent));
    if (message.fate != Fate::Delivered)
        label += QStringLiteral(", %1").arg(toString(message.fate));
    return QStringLiteral("    n%1%2n%3: %4\n")
        .arg(message.from)
        .arg(mermaidArrow(message))
        .arg(message.to)
        .arg(mermaidText(label));
}

/// What happened to a connection, beside its node.
QString mermaidNote(const ConnectionEvent& event)
{
    return QStringLiteral("    note over n%1: %2\n")
        .arg(event.node)
        .arg(mermaidText(QStringLiteral("connection %1 %2, %3 ms")
                             .arg(event.connection)
                             .arg(toString(event.what))
                             .arg(toMs(event.at))));
}

} // namespace

QList<QByteArray> mermaidParts(const Trace& trace, const Annotations& annotations)
{
    const CalleeTags tags(trace);
    QString participants;
    for (qsizetype i = 0; i < trace.nodes.size(); ++i)
        participants += QStringLiteral("    participant n%1 as %2\n").arg(i).arg(mermaidText(trace.nodes.at(i).name));
    const auto begin = [&participants](int n) {
        const QString number = n == 1 ? QString() : QStringLiteral(" %1 1").arg(n);
        return (QStringLiteral("sequenceDiagram\n    autonumber") + number + u'\n' + participants).toUtf8();
    };
    QList<QByteArray> parts{begin(1)};
    auto event = trace.connections.cbegin();
    for (const TraceMessage& message : trace.messages) {
        QString lines;
        for (; event != trace.connections.cend() && event->at < message.sent; ++event)
            lines += mermaidNote(*event);
        lines += mermaidLine(message, tags);
        for (const QString& comment : annotations.comments.value(message.n))
            lines += QStringLiteral("    note over n%1: %2\n").arg(message.to).arg(mermaidText(comment));
        const QByteArray bytes = lines.toUtf8();
        if (parts.last().size() + bytes.size() > mermaidLimit)
            parts.append(begin(message.n));
        parts.last() += bytes;
    }
    return parts;
}

QByteArray toMermaid(const Trace& trace, const Annotations& annotations)
{
    return mermaidParts(trace, annotations).join("\n");
}

QByteArray toMarkdown(const Trace& trace, const Annotations& annotations)
{
    const QList<QByteArray> parts = mermaidParts(trace, annotations);
    QByteArray out = "# " + (trace.title.isEmpty() ? trace.scenario : trace.title).toUtf8() + "\n\n";
    out += QStringLiteral("Scenario `%1`, policy `%2`, %3 clock, seed %4, SIP Race Lab " SIPRACE_VERSION ".\n")
               .arg(trace.scenario, trace.policy, trace.clock)
               .arg(trace.seed)
               .toUtf8();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.size() > 1)
            out += QStringLiteral("\n## Part %1 of %2\n").arg(i + 1).arg(parts.size()).toUtf8();
        out += "\n```mermaid\n" + parts.at(i) + "```\n";
    }
    return out;
}

} // namespace siprace
