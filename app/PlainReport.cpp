#include "PlainReport.h"

#include <algorithm>

namespace siprace::app {

namespace {
constexpr int pageWidth = 100;

/// What each number of the outcome counts, in a few words.
struct OutcomeWord
{
    QStringView name;
    QStringView meaning;
};
constexpr OutcomeWord outcomeWords[] = {
    {u"2xx_to_caller", u"answers (To tags) that reached the caller"},
    {u"2xx_deliveries", u"arrivals of them, copies included"},
    {u"dialogs_at_callees", u"callee dialogs that sent a 2xx"},
    {u"orphan_dialogs", u"of those, never acknowledged"},
    {u"ghost_calls", u"of those, not kept by the caller"},
    {u"ghost_call_ms", u"the longest such dialog"},
    {u"surviving_calls", u"calls up at both ends when the run ends"},
    {u"killed_by_stray", u"calls ended by a response after they were up"},
    {u"misrouted_acks", u"ACKs at the wrong leg"},
    {u"dropped_2xx", u"2xx that the proxy kept to itself"},
    {u"stray_forwarded", u"responses forwarded without a transaction"},
    {u"cancels", u"CANCELs of the proxy"},
    {u"cancels_too_late", u"of those, after the branch had answered"},
    {u"retransmissions", u"copies of earlier messages"},
    {u"messages", u"handed to the network"},
    {u"lost", u"on the way"},
    {u"settled_ms", u"the last arrival"},
};

QString meaningOf(const QString& name)
{
    const auto* found = std::ranges::find_if(outcomeWords, [&](const OutcomeWord& word) { return word.name == name; });
    return found == std::end(outcomeWords) ? QString() : found->meaning.toString();
}

/// The colours of a terminal, or nothing.
struct Ink
{
    bool isOn = false;

    [[nodiscard]] QString paint(const char* code, const QString& text) const
    {
        return isOn ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QString::fromLatin1(code), text) : text;
    }
    [[nodiscard]] QString bold(const QString& text) const { return paint("1", text); }
    [[nodiscard]] QString faint(const QString& text) const { return paint("2", text); }
    [[nodiscard]] QString severity(Severity severity, const QString& text) const
    {
        switch (severity) {
        case Severity::Violation:
            return paint("1;31", text);
        case Severity::Warning:
            return paint("33", text);
        case Severity::Ok:
            return paint("32", text);
        default:
            return paint("36", text);
        }
    }
};

QString formatValue(double value)
{
    QString text = QString::number(value, 'f', 3);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QString header(const Trace& trace, const Ink& ink)
{
    QString text = ink.bold(trace.title.isEmpty() ? trace.scenario : trace.title) + u'\n';
    text += QStringLiteral("%1 · policy %2 · clock %3 · seed %4 · ended: %5\n")
                .arg(trace.scenario, trace.policy, trace.clock)
                .arg(trace.seed)
                .arg(trace.ended);
    if (const auto& report = trace.clockReport)
        text += QStringLiteral("delay error: median %1 ms, p99 %2 ms, maximum %3 ms over %4 arrivals\n")
                    .arg(formatValue(toMs(report->median)), formatValue(toMs(report->p99)),
                        formatValue(toMs(report->maximum)))
                    .arg(report->samples);
    if (trace.malformed > 0)
        text += QStringLiteral("%1 malformed datagrams were ignored\n").arg(trace.malformed);
    return text;
}

QString outcomeTable(const Verdict& verdict, const Ink& ink)
{
    QString text = QStringLiteral("\nOutcome: ") + ink.bold(verdict.runClass) + u'\n';
    for (const auto& [name, value] : outcomeValues(verdict.outcome)) {
        const QString row = QStringLiteral("  %1 %2  ").arg(name, -19).arg(formatValue(value), 10);
        text += value == 0 ? ink.faint(row + meaningOf(name)) : row + ink.faint(meaningOf(name));
        text += u'\n';
    }
    return text;
}

QString numbersOf(const QList<int>& messages)
{
    constexpr qsizetype most = 12;
    QStringList numbers;
    for (const int n : messages.first(std::min(messages.size(), most)))
        numbers += QString::number(n);
    if (messages.size() > most)
        numbers += QStringLiteral("…");
    return numbers.join(QStringLiteral(", "));
}

QString findingBlock(const Finding& finding, const Ink& ink)
{
    constexpr int indent = 20;
    const QString severity = toString(finding.severity);
    QString text = QStringLiteral("  ") + ink.severity(finding.severity, severity.leftJustified(10)) + u' '
        + finding.rule.leftJustified(indent - 13);
    text += ink.bold(finding.title) + u'\n' + QString(indent, u' ') + wrapped(finding.text, pageWidth - indent, indent)
        + u'\n';
    QStringList notes;
    if (!finding.messages.isEmpty())
        notes += (finding.messages.size() == 1 ? QStringLiteral("message ") : QStringLiteral("messages "))
            + numbersOf(finding.messages);
    if (!finding.reference.isEmpty())
        notes += finding.reference;
    if (!finding.by.isEmpty())
        notes += QStringLiteral("on purpose: ") + finding.by;
    if (!notes.isEmpty())
        text += QString(indent, u' ')
            + ink.faint(wrapped(notes.join(QStringLiteral(" · ")), pageWidth - indent, indent)) + u'\n';
    return text;
}
} // namespace

QString wrapped(const QString& text, int width, int indent)
{
    QString out;
    int column = 0;
    for (const QString& word : text.simplified().split(u' ')) {
        if (column > 0 && column + 1 + word.size() > width) {
            out += u'\n' + QString(indent, u' ');
            column = 0;
        } else if (column > 0) {
            out += u' ';
            ++column;
        }
        out += word;
        column += static_cast<int>(word.size());
    }
    return out;
}

QString plainReport(const Trace& trace, const Verdict& verdict, bool hasColours)
{
    const Ink ink{hasColours};
    QString text = header(trace, ink) + outcomeTable(verdict, ink);
    text += QStringLiteral("\nFindings: ")
        + (verdict.findings.isEmpty() ? QStringLiteral("none\n") : QStringLiteral("\n"));
    for (const Finding& finding : verdict.findings)
        text += findingBlock(finding, ink);
    return text;
}

} // namespace siprace::app
