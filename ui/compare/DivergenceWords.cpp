#include "DivergenceWords.h"

#include "ComparisonPicture.h"
#include "LabelBook.h"
#include "Numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct DivergenceWord
{
    Q_DECLARE_TR_FUNCTIONS(Divergence)
};

const TraceMessage* messageIn(const Comparison& comparison, const MatchedMessage& match, int run)
{
    const int n = match.n.value(run);
    return n > 0 ? &comparison.runs.at(run).trace.messages.at(n - 1) : nullptr;
}

/// "a, b and c".
QString listed(const QStringList& words)
{
    if (words.size() < 2)
        return words.join(QString());
    return DivergenceWord::tr("%1 and %2").arg(words.first(words.size() - 1).join(u", "_s), words.last());
}

QString fateWords(const TraceMessage* message)
{
    if (!message)
        return DivergenceWord::tr("is not sent");
    QString words;
    const QString arrived
        = message->arrived ? localNumber(humanDuration(message->arrived->time_since_epoch())) : QString();
    switch (message->fate) {
    case Fate::Lost:
        words = DivergenceWord::tr("is lost");
        break;
    case Fate::InFlight:
        words = DivergenceWord::tr("is still on its way");
        break;
    case Fate::Discarded:
        words = DivergenceWord::tr("is discarded at %1").arg(arrived);
        break;
    case Fate::Delivered:
        words = DivergenceWord::tr("arrives at %1").arg(arrived);
        break;
    }
    QString why = message->fateWhy.text;
    if (why.endsWith(u'.'))
        why.chop(1);
    return why.isEmpty() ? words : words + u" ("_s + why + u')';
}

} // namespace

QString messageWords(const Comparison& comparison, const MatchedMessage& match)
{
    for (int run = 0; run < comparison.runs.size(); ++run) {
        const TraceMessage* message = messageIn(comparison, match, run);
        if (!message)
            continue;
        QString what = shortFirstLine(*message);
        if (!message->isRequest() && message->cseqMethod != "INVITE")
            what += u" ("_s + QString::fromUtf8(message->cseqMethod) + u')';
        if (const qsizetype copy = match.what.lastIndexOf(u" ×"_s); copy > 0)
            what += match.what.mid(copy);
        const QList<TraceNode>& nodes = comparison.runs.at(run).trace.nodes;
        return DivergenceWord::tr("%1 from %2 to %3")
            .arg(what, nodes.value(message->from).name, nodes.value(message->to).name);
    }
    return match.what;
}

QString differenceWords(const Comparison& comparison, const MatchedMessage& match)
{
    QStringList with;
    QStringList without;
    bool isOtherFate = false;
    const TraceMessage* first = messageIn(comparison, match, 0);
    for (int run = 0; run < comparison.runs.size(); ++run) {
        const TraceMessage* message = messageIn(comparison, match, run);
        (message ? with : without).append(headingOf(comparison.runs.at(run)));
        isOtherFate = isOtherFate || (message && first && message->fate != first->fate);
    }
    if (without.isEmpty())
        return isOtherFate ? DivergenceWord::tr("other fate") : DivergenceWord::tr("other time");
    return with.size() == 1 ? DivergenceWord::tr("only in: %1").arg(with.first())
                            : DivergenceWord::tr("not in: %1").arg(without.join(u", "_s));
}

QString divergenceSentence(const Comparison& comparison)
{
    if (!comparison.firstDivergence)
        return DivergenceWord::tr("No difference: the runs are the same.");
    const Divergence& parting = *comparison.firstDivergence;
    const auto match = std::find_if(comparison.messages.begin(), comparison.messages.end(),
        [&](const MatchedMessage& one) { return parting.n > 0 && one.n.value(parting.run) == parting.n; });
    if (match == comparison.messages.end())
        return parting.text;
    QStringList fates; // in the order of the runs; those alike are said once
    QList<QStringList> policies;
    for (int run = 0; run < comparison.runs.size(); ++run) {
        const QString fate = fateWords(messageIn(comparison, *match, run));
        if (!fates.contains(fate)) {
            fates.append(fate);
            policies.append(QStringList());
        }
        policies[fates.indexOf(fate)].append(headingOf(comparison.runs.at(run)));
    }
    QStringList sides;
    for (qsizetype i = 0; i < fates.size(); ++i)
        sides.append(DivergenceWord::tr("%1 under %2").arg(fates.at(i), listed(policies.at(i))));
    return DivergenceWord::tr("The first difference is at %1: %2 %3.")
        .arg(localNumber(humanDuration(parting.at.time_since_epoch())), messageWords(comparison, *match),
            sides.join(u"; "_s));
}

} // namespace siprace::ui
