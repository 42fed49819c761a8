#include "ComparisonPicture.h"

#include "Anonymise.h"
#include "DifferencesModel.h"
#include "DivergenceWords.h"
#include "HtmlPage.h"
#include "NodeNames.h"
#include "PolicyWords.h"

#include <QCoreApplication>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct ComparisonWord
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

PictureRequest requestOf(const ComparisonPicture& picture)
{
    PictureRequest request;
    request.theme = picture.theme;
    const Comparison comparison = named(picture);
    for (qsizetype i = 0; i < comparison.runs.size(); ++i) {
        const ComparedRun& run = comparison.runs.at(i);
        request.title = run.trace.title;
        request.columns.append({run.trace, run.verdict.findings, picture.options.value(i), headingOf(run)});
    }
    return request;
}

QString cell(const QString& text, QStringView tag = u"td", const QString& style = {})
{
    return u"<%1%2>%3</%1>"_s.arg(
        tag.toString(), style.isEmpty() ? QString() : u" class=\"%1\""_s.arg(style), text.toHtmlEscaped());
}

QString section(const QString& head, const QString& rows, const QString& style)
{
    return u"<section class=\"card\">\n<h2>%1</h2>\n<table class=\"%2\">\n%3</table>\n</section>\n"_s.arg(
        head.toHtmlEscaped(), style, rows);
}

QString outcomeRows(const Comparison& comparison)
{
    QString rows = u"<tr>"_s + cell({}, u"th");
    for (const ComparedRun& run : comparison.runs)
        rows += cell(headingOf(run), u"th");
    rows += u"</tr>\n<tr>"_s + cell(ComparisonWord::tr("class"), u"th");
    for (const ComparedRun& run : comparison.runs)
        rows += cell(run.verdict.runClass);
    rows += u"</tr>\n"_s;
    for (const OutcomeRow& row : comparison.outcomes) {
        rows += u"<tr>"_s + cell(row.name, u"th");
        for (int i = 0; i < row.values.size(); ++i)
            rows += cell(QString::number(row.values.at(i), 'g', 12), u"td",
                row.better.contains(i) ? u"better"_s
                    : row.differs()    ? QString()
                                       : u"common"_s);
        rows += u"</tr>\n"_s;
    }
    return rows;
}

QString differenceRows(const Comparison& comparison)
{
    DifferencesModel model;
    model.setComparison(comparison);
    QString rows = u"<tr>"_s;
    for (int column = 0; column < model.columnCount(); ++column)
        rows += cell(model.headerData(column, Qt::Horizontal).toString(), u"th");
    rows += u"</tr>\n"_s;
    for (int row = 0; row < model.rowCount(); ++row) {
        rows += u"<tr>"_s;
        for (int column = 0; column < model.columnCount(); ++column)
            rows += cell(model.index(row, column).data().toString());
        rows += u"</tr>\n"_s;
    }
    return rows;
}

Result<QByteArray> writePage(const ComparisonPicture& picture)
{
    const Comparison comparison = named(picture);
    const QString first = divergenceSentence(comparison);
    return writeHtmlPage(requestOf(picture),
        {u"<p class=\"lead\">%1</p>\n"_s.arg(first.toHtmlEscaped()),
            section(ComparisonWord::tr("Outcome"), outcomeRows(comparison), {})
                + section(ComparisonWord::tr("Differences"), differenceRows(comparison), u"list"_s)});
}

} // namespace

QString headingOf(const ComparedRun& run)
{
    const qsizetype comma = run.label.indexOf(u',');
    const QString id = run.label.left(comma);
    const proxy::Policy* policy = proxy::findPolicy(id);
    return (policy ? policyLabel(*policy) : id) + (comma < 0 ? QString() : run.label.mid(comma));
}

Comparison named(const ComparisonPicture& picture)
{
    Comparison comparison = picture.comparison;
    for (qsizetype i = 0; i < comparison.runs.size(); ++i) {
        ComparedRun& run = comparison.runs[i];
        const NodeNames names(run.trace, picture.options.value(i).aliases);
        run.verdict.findings = names.in(run.verdict.findings);
        for (int node = 0; node < run.trace.nodes.size(); ++node)
            run.trace.nodes[node].name = names.of(node);
    }
    return comparison;
}

ComparisonPicture anonymised(ComparisonPicture picture)
{
    QList<ComparedRun> runs = picture.comparison.runs;
    for (ComparedRun& run : runs) {
        run.trace = siprace::anonymised(run.trace);
        run.verdict = judge(run.trace);
    }
    picture.comparison = compareRuns(std::move(runs));
    for (LadderOptions& options : picture.options)
        options.aliases.clear();
    return picture;
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
        return fail({}, ComparisonWord::tr("there is no comparison to write"));
    if (suffix == u"html")
        return writePage(picture);
    if (const PictureExporter* exporter = findPictureExporter(suffix))
        return exporter->write(requestOf(picture));
    return fail({}, ComparisonWord::tr("a comparison cannot be written as \"%1\"").arg(suffix),
        ComparisonWord::tr("end the name in .") + comparisonSuffixes().join(u", ."_s));
}

} // namespace siprace::ui
