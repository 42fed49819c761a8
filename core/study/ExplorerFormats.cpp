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

QString reachName(Exploration::Reach reach)
{
    switch (reach) {
    case Exploration::Reach::Stopped:
        return QStringLiteral("stopped");
    case Exploration::Reach::Budget:
        return QStringLiteral("budget");
    case Exploration::Reach::BlindSpot:
        return QStringLiteral("blind-spot");
    case Exploration::Reach::Complete:
        break;
    }
    return QStringLiteral("complete");
}

QString reachText(Exploration::Reach reach)
{
    switch (reach) {
    case Exploration::Reach::Stopped:
        return QStringLiteral("not all of them; it was stopped");
    case Exploration::Reach::Budget:
        return QStringLiteral("not all of them; a larger --budget finds more");
    case Exploration::Reach::BlindSpot:
        return QStringLiteral("as far as the trace tells; a proxy forgot a winner within a run");
    case Exploration::Reach::Complete:
        break;
    }
    return QStringLiteral("that is all of them");
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
    json.key("complete").value(exploration.isComplete());
    json.key("reach").value(reachName(exploration.reach));
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
                       .arg(reachText(exploration.reach));
    int number = 0;
    for (const Ending& ending : exploration.endings)
        text += endingText(ending, ++number);
    return text;
}

} // namespace siprace
