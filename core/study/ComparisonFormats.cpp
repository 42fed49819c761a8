#include "Comparison.h"
#include "RunJson.h"

#include <algorithm>

namespace siprace {

namespace {

QStringView matchWord(MatchedMessage::Kind kind)
{
    switch (kind) {
    case MatchedMessage::Kind::Common:
        return u"common";
    case MatchedMessage::Kind::Moved:
        return u"moved";
    case MatchedMessage::Kind::OnlyHere:
        break;
    }
    return u"only-here";
}

void writeDifference(JsonWriter& json, const Comparison& comparison, const MatchedMessage& match)
{
    json.beginObject();
    json.key("kind").value(matchWord(match.kind));
    json.key("what").value(match.what);
    json.key("in").beginArray();
    for (qsizetype i = 0; i < match.n.size(); ++i) {
        if (match.n.at(i) != 0)
            json.value(comparison.runs.at(i).label);
    }
    json.endArray();
    json.key("messages").beginArray();
    for (const int n : match.n) {
        if (n == 0)
            json.null();
        else
            json.value(n);
    }
    json.endArray();
    json.endObject();
}

QString tableNumber(double value)
{
    return QString::fromLatin1(JsonWriter().value(value).take());
}

QString outcomeTableText(const Comparison& comparison)
{
    constexpr qsizetype nameWidth = 20;
    QList<qsizetype> widths;
    QString out(nameWidth, u' ');
    for (const ComparedRun& run : comparison.runs) {
        widths.append(std::max<qsizetype>(run.label.size(), 9) + 2);
        out += run.label.rightJustified(widths.last());
    }
    out += u'\n';
    out += QStringLiteral("class").leftJustified(nameWidth);
    for (qsizetype i = 0; i < comparison.runs.size(); ++i)
        out += comparison.runs.at(i).verdict.runClass.rightJustified(widths.at(i));
    out += u'\n';
    for (const OutcomeRow& row : comparison.outcomes) {
        out += row.name.leftJustified(nameWidth);
        for (int i = 0; i < row.values.size(); ++i) {
            const QString mark = row.better.contains(i) ? QStringLiteral("*") : QString();
            out += (mark + tableNumber(row.values.at(i))).rightJustified(widths.at(i));
        }
        out += u'\n';
    }
    return out;
}

/// "610 ms", "460 ms discarded": when it was sent, and what became of it unless it was delivered.
QString differenceTime(const TraceMessage& message)
{
    const QString time = humanDuration(message.sent.time_since_epoch());
    switch (message.fate) {
    case Fate::Lost:
        return time + QStringLiteral(" lost");
    case Fate::Discarded:
        return time + QStringLiteral(" discarded");
    case Fate::InFlight:
    case Fate::Delivered:
        break;
    }
    return time;
}

/// "610 ms · 615 ms lost · –": of each run.
QString differenceTimes(const Comparison& comparison, const MatchedMessage& match)
{
    QStringList times;
    for (int i = 0; i < match.n.size(); ++i) {
        const int n = match.n.at(i);
        times += n == 0 ? QStringLiteral("–") : differenceTime(comparison.runs.at(i).trace.messages.at(n - 1));
    }
    return times.join(QStringLiteral(" · "));
}

} // namespace

QByteArray comparisonJson(const Comparison& comparison, bool raw)
{
    JsonWriter json(4);
    json.beginObject();
    json.key("scenario").value(comparison.runs.isEmpty() ? QString() : comparison.runs.first().trace.scenario);
    json.key("runs").beginArray();
    for (const ComparedRun& run : comparison.runs)
        writeRun(json, run.trace, run.verdict, {.raw = raw ? RawText::Whole : RawText::None});
    json.endArray();
    json.key("differences").beginArray();
    for (const MatchedMessage& match : comparison.messages) {
        if (match.kind != MatchedMessage::Kind::Common)
            writeDifference(json, comparison, match);
    }
    json.endArray();
    json.key("labels").beginArray();
    for (const ComparedRun& run : comparison.runs)
        json.value(run.label);
    json.endArray();
    json.key("first_divergence");
    if (comparison.firstDivergence) {
        json.beginObject();
        json.key("at_us").value(toUs(comparison.firstDivergence->at));
        json.key("run").value(comparison.firstDivergence->run);
        json.key("message").value(comparison.firstDivergence->n);
        json.key("text").value(comparison.firstDivergence->text);
        json.endObject();
    } else {
        json.null();
    }
    json.endObject();
    return json.take() + '\n';
}

QString comparisonText(const Comparison& comparison)
{
    if (comparison.runs.isEmpty())
        return {};
    QString out = comparison.runs.first().trace.scenario + u'\n' + outcomeTableText(comparison) + u'\n';
    if (!comparison.firstDivergence)
        return out + QStringLiteral("No differences.\n");
    out += comparison.firstDivergence->text + QStringLiteral("\n\n");
    for (const MatchedMessage& match : comparison.messages) {
        if (match.kind == MatchedMessage::Kind::Common)
            continue;
        out += QStringLiteral("  %1 %2 %3\n")
                   .arg(matchWord(match.kind), -10)
                   .arg(match.what, -32)
                   .arg(differenceTimes(comparison, match));
    }
    return out;
}

} // namespace siprace
