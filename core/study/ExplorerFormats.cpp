#include "Explorer.h"
#include "RunJson.h"

namespace siprace {

namespace {

QString endingText(const Ending& ending, int number)
{
    QString text
        = QStringLiteral("\n%1. %2 (%3 of the replays)\n").arg(number).arg(ending.runClass).arg(ending.replays);
    if (ending.steps.isEmpty())
        text += QStringLiteral("   everything comes as early as it can\n");
    for (const QString& step : ending.steps)
        text += QStringLiteral("   %1\n").arg(step);
    text += u'\n' + QString::fromUtf8(toTextLadder(ending.trace, annotationsOf(ending.verdict)));
    return text + QStringLiteral("\n# --- %1.yaml ---\n").arg(ending.trace.scenario)
        + QString::fromUtf8(ending.witness);
}

} // namespace

QByteArray explorationJson(const Exploration& exploration)
{
    constexpr int wideDepth = 3;
    JsonWriter json(wideDepth);
    json.beginObject();
    json.key("scenario").value(exploration.scenario);
    json.key("policy").value(exploration.policy);
    json.key("seed").value(exploration.seed);
    json.key("complete").value(exploration.isComplete);
    json.key("replays").value(exploration.replays);
    json.key("orders").value(exploration.orders);
    json.key("endings").beginArray();
    for (const Ending& ending : exploration.endings) {
        json.beginObject();
        json.key("class").value(ending.runClass);
        json.key("outcome");
        writeOutcome(json, ending.verdict.outcome);
        json.key("replays").value(ending.replays);
        json.key("steps").beginArray();
        for (const QString& step : ending.steps)
            json.value(step);
        json.endArray();
        json.key("witness").text(ending.witness);
        json.key("ladder").text(toTextLadder(ending.trace, annotationsOf(ending.verdict)));
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return json.take() + '\n';
}

QString explorationText(const Exploration& exploration)
{
    QString text = QStringLiteral("%1 · policy %2 · seed %3\n%4 replays, %5 different orders: %6\n")
                       .arg(exploration.scenario, exploration.policy)
                       .arg(exploration.seed)
                       .arg(exploration.replays)
                       .arg(exploration.orders)
                       .arg(exploration.isComplete ? QStringLiteral("that is all of them")
                               : exploration.hasBlindSpot
                               ? QStringLiteral("as far as the trace tells; a proxy forgot a winner within a run")
                               : QStringLiteral("not all of them; a larger --budget finds more"));
    int number = 0;
    for (const Ending& ending : exploration.endings)
        text += endingText(ending, ++number);
    return text;
}

} // namespace siprace
