#include "formats/Exporters.h"
#include "formats/TextForm.h"

namespace siprace {

namespace {

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

} // namespace

QByteArray toMermaid(const Trace& trace, const Annotations& annotations)
{
    const CalleeTags tags(trace);
    QString out = QStringLiteral("sequenceDiagram\n    autonumber\n");
    for (qsizetype i = 0; i < trace.nodes.size(); ++i)
        out += QStringLiteral("    participant n%1 as %2\n").arg(i).arg(mermaidText(trace.nodes.at(i).name));
    for (const TraceMessage& message : trace.messages) {
        out += mermaidLine(message, tags);
        for (const QString& comment : annotations.comments.value(message.n))
            out += QStringLiteral("    note over n%1: %2\n").arg(message.to).arg(mermaidText(comment));
    }
    return out.toUtf8();
}

} // namespace siprace
