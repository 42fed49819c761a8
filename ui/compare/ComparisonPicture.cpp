#include "ComparisonPicture.h"

#include "DifferencesModel.h"
#include "Policies.h"

#include <QCoreApplication>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QString comparisonWord(const char* text)
{
    return QCoreApplication::translate("Comparison", text);
}

PictureRequest requestOf(const ComparisonPicture& picture)
{
    PictureRequest request;
    request.theme = picture.theme;
    for (qsizetype i = 0; i < picture.comparison.runs.size(); ++i) {
        const ComparedRun& run = picture.comparison.runs.at(i);
        request.title = run.trace.title;
        request.columns.append({run.trace, run.verdict.findings, picture.options.value(i), headingOf(run)});
    }
    return request;
}

QString cell(const QString& text, const QString& style = {}, QStringView tag = u"td")
{
    return u"<%1%2>%3</%1>"_s.arg(
        tag.toString(), style.isEmpty() ? QString() : u" class=\"%1\""_s.arg(style), text.toHtmlEscaped());
}

QString outcomeTable(const Comparison& comparison)
{
    QString rows = u"<tr>"_s + cell({}, {}, u"th");
    for (const ComparedRun& run : comparison.runs)
        rows += cell(headingOf(run), {}, u"th");
    rows += u"</tr>\n<tr>"_s + cell(comparisonWord("class"), u"name"_s);
    for (const ComparedRun& run : comparison.runs)
        rows += cell(run.verdict.runClass);
    rows += u"</tr>\n"_s;
    for (const OutcomeRow& row : comparison.outcomes) {
        rows += u"<tr>"_s + cell(row.name, u"name"_s);
        for (int i = 0; i < row.values.size(); ++i)
            rows += cell(QString::number(row.values.at(i), 'g', 12),
                row.better.contains(i) ? u"better"_s
                    : row.differs()    ? u"differs"_s
                                       : QString());
        rows += u"</tr>\n"_s;
    }
    return u"<table>\n"_s + rows + u"</table>\n"_s;
}

QString differencesTable(const Comparison& comparison)
{
    DifferencesModel model;
    model.setComparison(comparison);
    QString rows = u"<tr>"_s;
    for (int column = 0; column < model.columnCount(); ++column)
        rows += cell(model.headerData(column, Qt::Horizontal).toString(), {}, u"th");
    rows += u"</tr>\n"_s;
    for (int row = 0; row < model.rowCount(); ++row) {
        rows += u"<tr>"_s;
        for (int column = 0; column < model.columnCount(); ++column)
            rows += cell(model.index(row, column).data().toString());
        rows += u"</tr>\n"_s;
    }
    return u"<table>\n"_s + rows + u"</table>\n"_s;
}

QString styleOf(const LadderTheme& theme)
{
    return u"body{background:%1;color:%2;font:14px Inter,'DejaVu Sans',sans-serif;margin:24px}"
           "svg{max-width:100%;height:auto}table{border-collapse:collapse;margin:8px 0 24px}"
           "td,th{padding:3px 14px 3px 0;text-align:left;border-bottom:1px solid %3}.name{color:%4}"
           ".better{color:%5;font-weight:600}.differs{font-weight:600}"_s.arg(theme.card.name(), theme.text.name(),
               theme.cardBorder.name(), theme.mutedText.name(), theme.of(MessageKind::Success).name());
}

Result<QByteArray> writePage(const ComparisonPicture& picture)
{
    const auto svg = findPictureExporter(u"svg")->write(requestOf(picture));
    if (!svg)
        return fail(svg.error());
    QString drawing = QString::fromUtf8(*svg);
    drawing.remove(0, drawing.indexOf("<svg"_L1)); // no XML declaration inside a page
    const Comparison& comparison = picture.comparison;
    const Trace& first = comparison.runs.first().trace;
    QString page
        = u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1</title><style>%2"
          "</style></head>\n<body>\n<h1>%1</h1>\n<p>%3</p>\n"_s.arg(first.title.toHtmlEscaped(), styleOf(picture.theme),
              (comparison.firstDivergence ? comparison.firstDivergence->text
                                          : comparisonWord("No difference: the runs are the same."))
                  .toHtmlEscaped());
    page += drawing + u"\n<h2>%1</h2>\n"_s.arg(comparisonWord("Outcome")) + outcomeTable(comparison);
    page += u"<h2>%1</h2>\n"_s.arg(comparisonWord("Differences")) + differencesTable(comparison);
    page += u"<p class=\"name\">%1 · seed %2 · SIP Race Lab " SIPRACE_VERSION
            "</p>\n</body></html>\n"_s.arg(first.scenario.toHtmlEscaped())
                .arg(first.seed);
    return page.toUtf8();
}

} // namespace

QString headingOf(const ComparedRun& run)
{
    const qsizetype comma = run.label.indexOf(u',');
    const QString id = run.label.left(comma);
    const proxy::Policy* policy = proxy::findPolicy(id);
    return (policy ? policy->label.toString() : id) + (comma < 0 ? QString() : run.label.mid(comma));
}

QSet<int> commonMessages(const Comparison& comparison, int run)
{
    QSet<int> common;
    if (comparison.runs.size() < 2)
        return common;
    for (const MatchedMessage& message : comparison.messages) {
        if (message.kind == MatchedMessage::Kind::Common && message.n.value(run) > 0)
            common.insert(message.n.at(run));
    }
    return common;
}

ComparisonPicture pictureOfComparison(const Comparison& comparison)
{
    ComparisonPicture picture{comparison, {}};
    for (int run = 0; run < comparison.runs.size(); ++run) {
        LadderOptions options;
        options.showStrips = false;
        options.dimmedMessages = commonMessages(comparison, run);
        picture.options.append(options);
    }
    return picture;
}

QStringList comparisonSuffixes()
{
    QStringList suffixes;
    for (const PictureExporter& exporter : pictureExporters())
        suffixes.append(exporter.suffix);
    if (!suffixes.contains(u"html"_s))
        suffixes.append(u"html"_s);
    return suffixes;
}

Result<QByteArray> writeComparison(const ComparisonPicture& picture, const QString& suffix)
{
    if (picture.comparison.runs.isEmpty())
        return fail({}, comparisonWord("there is no comparison to write"));
    if (suffix == u"html")
        return writePage(picture);
    if (const PictureExporter* exporter = findPictureExporter(suffix))
        return exporter->write(requestOf(picture));
    return fail({}, comparisonWord("a comparison cannot be written as \"%1\"").arg(suffix),
        comparisonWord("end the name in .") + comparisonSuffixes().join(u", ."_s));
}

} // namespace siprace::ui
