#include "HtmlPage.h"
#include "LadderLayout.h"
#include "PictureExport.h"
#include "Secrets.h"
#include "Time.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QStringList>

namespace siprace {

namespace {

struct PageText
{
    Q_DECLARE_TR_FUNCTIONS(HtmlExport)
};

QString htmlText(const QString& text)
{
    return text.toHtmlEscaped();
}

QString nodeName(const PictureRequest::Column& column, int node)
{
    const QString alias = column.options.aliases.value(node);
    return alias.isEmpty() ? column.trace.nodes.value(node).name : alias;
}

QString inMs(Instant instant)
{
    return QString::number(toMs(instant), 'f', 1) + QStringLiteral(" ms");
}

/// "Proxy → Caller A · sent 610.0 ms · received 620.0 ms".
QString wayOf(const PictureRequest::Column& column, const TraceMessage& message)
{
    QStringList parts{nodeName(column, message.from) + QStringLiteral(" → ") + nodeName(column, message.to),
        PageText::tr("sent %1").arg(inMs(message.sent))};
    if (message.arrived)
        parts += PageText::tr("received %1").arg(inMs(*message.arrived));
    if (message.fate != Fate::Delivered)
        parts += toString(message.fate);
    if (message.retransmissionOf != 0)
        parts += PageText::tr("retransmission of message %1").arg(message.retransmissionOf);
    return parts.join(QStringLiteral(" · "));
}

/// What the findings say of each message, by its number.
QHash<int, QStringList> notesOf(const QList<Finding>& findings)
{
    QHash<int, QStringList> notes;
    for (const Finding& finding : findings) {
        const QString note = QStringLiteral("%1 %2: %3").arg(toString(finding.severity), finding.rule, finding.text);
        for (const int n : QSet<int>(finding.messages.begin(), finding.messages.end()))
            notes[n] += note;
    }
    return notes;
}

/// What the page's script shows of a message.
QJsonObject messageJson(const PictureRequest::Column& column, const LadderLayout& layout, const TraceMessage& message,
    const QStringList& said)
{
    QStringList notes = said;
    if (!message.fateWhy.isEmpty())
        notes.prepend(toString(message.fate) + QStringLiteral(": ") + message.fateWhy.text);
    return {{QStringLiteral("head"), PageText::tr("Message %1").arg(message.n)},
        {QStringLiteral("label"), layout.fullLabel(message.n)}, {QStringLiteral("way"), wayOf(column, message)},
        {QStringLiteral("raw"),
            QString::fromUtf8(message.raw.isEmpty() ? message.firstLine : withoutSecrets(message.raw.bytes()))
                .remove(u'\r')},
        {QStringLiteral("whyHead"), PageText::tr("Why %1 did this").arg(nodeName(column, message.from))},
        {QStringLiteral("why"), message.why.text}, {QStringLiteral("rule"), message.why.rule},
        {QStringLiteral("notes"), QJsonArray::fromStringList(notes)}};
}

/// Every message of every run, as JSON that can stand inside a <script>.
QString runsJson(const PictureRequest& request)
{
    QJsonArray runs;
    for (const PictureRequest::Column& column : request.columns) {
        LadderLayout layout;
        layout.setOptions(column.options);
        layout.setTrace(column.trace);
        const QHash<int, QStringList> notes = notesOf(column.findings);
        QJsonArray messages;
        for (const TraceMessage& message : column.trace.messages)
            messages.append(messageJson(column, layout, message, notes.value(message.n)));
        runs.append(QJsonObject{{QStringLiteral("messages"), messages}});
    }
    QByteArray json = QJsonDocument(runs).toJson(QJsonDocument::Compact);
    json.replace('<', "\\u003c"); // no "</script>" can end it
    return QString::fromUtf8(json);
}

QString findingsHtml(const PictureRequest::Column& column, qsizetype run)
{
    if (column.findings.isEmpty())
        return QStringLiteral("<p>%1</p>").arg(PageText::tr("Nothing to report."));
    QString out = QStringLiteral("<ul class=\"findings\">\n");
    for (const Finding& finding : column.findings) {
        QStringList numbers;
        for (const int n : finding.messages)
            numbers += QString::number(n);
        out += QStringLiteral("<li class=\"%1\"><button type=\"button\" data-run=\"%2\" data-messages=\"[%3]\">"
                              "<span class=\"mark\">%1</span> %4 %5<br><span class=\"facts\">%6</span></button></li>\n")
                   .arg(toString(finding.severity), QString::number(run), numbers.join(u','), htmlText(finding.rule),
                       htmlText(finding.text),
                       htmlText(finding.reference
                           + (finding.by.isEmpty()
                                   ? QString()
                                   : QStringLiteral(" · ") + PageText::tr("on purpose: %1").arg(finding.by))));
    }
    return out + QStringLiteral("</ul>\n");
}

/// "ghost_call_ms" 32000 is "ghost call" "32.0 s", as in the window.
QString outcomeRow(const QString& name, double value)
{
    const bool isTime = name.endsWith(u"_ms");
    QString words = isTime ? name.chopped(3) : name;
    words.replace(u'_', u' ');
    if (name == u"settled_ms")
        words += QStringLiteral(" after");
    const QString shown = isTime
        ? humanDuration(std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(value)))
        : QString::number(value, 'g', 12);
    return QStringLiteral("<tr><th title=\"%1\">%2</th><td>%3</td></tr>\n").arg(name, words, shown);
}

QString outcomeHtml(const Trace& trace)
{
    QString out = QStringLiteral("<table>\n");
    for (const auto& [name, value] : outcomeValues(measure(trace)))
        out += outcomeRow(name, value);
    return out + QStringLiteral("</table>\n");
}

QString factsOf(const Trace& trace)
{
    return PageText::tr("scenario %1 · policy %2 · %3 clock · seed %4 · %5 messages · ended: %6")
        .arg(trace.scenario, trace.policy, trace.clock)
        .arg(trace.seed)
        .arg(trace.messages.size())
        .arg(trace.ended.isEmpty() ? QStringLiteral("–") : trace.ended);
}

QString factsHtml(const Trace& trace)
{
    return QStringLiteral("<p class=\"facts\">%1</p>\n").arg(htmlText(factsOf(trace)));
}

/// A run beside others says itself what it is; of a single one the head of the page does.
QString columnHtml(const PictureRequest::Column& column, qsizetype run, bool isAlone)
{
    return QStringLiteral("<section class=\"card\">\n<h2>%1</h2>\n%2%3<h2>%4</h2>\n%5</section>\n")
        .arg(column.heading.isEmpty() ? PageText::tr("Findings") : htmlText(column.heading),
            isAlone ? QString() : factsHtml(column.trace), findingsHtml(column, run), PageText::tr("Outcome"),
            outcomeHtml(column.trace));
}

} // namespace

Result<QByteArray> writeHtml(const PictureRequest& request)
{
    return writeHtmlPage(request, {});
}

Result<QByteArray> writeHtmlPage(const PictureRequest& request, const HtmlParts& parts)
{
    const auto svg = writeSvg(request);
    if (!svg)
        return fail(svg.error());
    const QString title = request.title.isEmpty() ? PageText::tr("SIP ladder") : request.title;
    const QString picture = QString::fromUtf8(svg->sliced(svg->indexOf("<svg")));
    QString columns;
    const bool isAlone = request.columns.size() == 1;
    for (qsizetype i = 0; i < request.columns.size(); ++i)
        columns += columnHtml(request.columns.at(i), i, isAlone);
    const QByteArray scenario = request.columns.isEmpty() ? QByteArray() : request.columns.first().trace.scenarioText;
    QString page = QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page += QStringLiteral("<title>") + htmlText(title) + QStringLiteral("</title>\n<style>") + htmlStyle(request.theme)
        + QStringLiteral("</style>\n</head>\n<body>\n<header><h1>") + htmlText(title) + QStringLiteral("</h1>\n")
        + (isAlone ? factsHtml(request.columns.first().trace) : QString()) + QStringLiteral("</header>\n") + parts.lead
        + QStringLiteral("<main>\n<div>\n<div class=\"card\" id=\"ladder\">\n") + picture + QStringLiteral("</div>\n")
        + parts.sections + columns + QStringLiteral("</div>\n<aside class=\"card\" id=\"message\"><p>")
        + PageText::tr("Click an arrow to read its message.") + QStringLiteral("</p></aside>\n</main>\n");
    if (!scenario.isEmpty())
        page += QStringLiteral("<details><summary>%1</summary><pre>").arg(PageText::tr("The scenario"))
            + htmlText(QString::fromUtf8(scenario)) + QStringLiteral("</pre></details>\n");
    page += QStringLiteral(
        "<details open><summary>%1</summary><p class=\"facts\">SIP Race Lab %2 · Qt %3</p></details>\n")
                .arg(PageText::tr("Versions"), QStringLiteral(SIPRACE_VERSION), QString::fromLatin1(qVersion()));
    page += QStringLiteral("<script type=\"application/json\" id=\"runs\">") + runsJson(request)
        + QStringLiteral("</script>\n<script>") + htmlScript() + QStringLiteral("</script>\n</body>\n</html>\n");
    return page.toUtf8();
}

} // namespace siprace
