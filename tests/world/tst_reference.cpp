#include "WorldRuns.h"
#include "formats/TextForm.h"

#include <QFile>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// Sequences taken from a widely deployed proxy, against ours with its settings: the same messages at the proxy, each
// within 70 ms. Within the same few milliseconds there the order means nothing.

namespace {

struct Line
{
    double at = 0; ///< seconds
    QString what;
};

QList<Line> linesIn(const QByteArray& text)
{
    QList<Line> lines;
    for (const QByteArray& row : text.split('\n')) {
        const auto blank = row.indexOf(' ');
        if (blank > 0)
            lines.append({row.mid(1, blank - 1).toDouble(), QString::fromLatin1(row.mid(blank + 1))});
    }
    return lines;
}

QByteArray scenarioText(const QByteArray& phones, const QByteArray& more)
{
    return R"(
nodes:
  caller: {role: caller)"
        + QByteArray(more.contains("ack-first-leg") ? ", behaviours: [ack-first-leg]" : "") + R"(}
  proxy:  {role: proxy, silent-branches: abandon, policy: {linger: 5s}}
  b1:     {role: callee, )"
        + phones + R"(}
  b2:     {role: callee, )"
        + (more.contains("b2 never") ? "ring: 0ms" : phones) + R"(}
location:
  "sip:bob@lab": [b1, b2]
links:
  caller-proxy: {delay: 0ms}
  proxy-b1: {delay: 100ms}
  proxy-b2: {delay: 150ms}
)";
}

const QByteArray atOnce = "answer: 0ms, behaviours: [no-provisional]";
const QByteArray afterASecond = "ring: 0ms, answer: 1s";

QByteArray hangUp(const QByteArray& when)
{
    return "script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n  - {at: " + when
        + ", node: caller, do: hang-up}\n";
}

} // namespace

class ReferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameMessagesAtTheProxy_data();
    void sameMessagesAtTheProxy();
};

void ReferenceTest::sameMessagesAtTheProxy_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("both answer at once, every 2xx goes up")
        << u"question-no-provisional"_s << u"forward-all"_s << scenarioText(atOnce, {}) + hangUp("7s");
    QTest::newRow("both ring a second") << u"both-ring-one-second"_s << u"forward-all"_s
                                        << scenarioText(afterASecond, {}) + hangUp("7s");
    QTest::newRow("the loser is cancelled in time")
        << u"loser-cancelled"_s << u"forward-all"_s << scenarioText(afterASecond, "b2 never") + hangUp("7s");
    QTest::newRow("the caller acknowledges the wrong leg")
        << u"caller-acks-first-leg"_s << u"forward-all"_s << scenarioText(atOnce, "ack-first-leg") + hangUp("38s");
    QTest::newRow("the recipe drops the second answer")
        << u"recipe-no-provisional"_s << u"drop-late-2xx"_s << scenarioText(atOnce, {}) + hangUp("42s");
    QTest::newRow("the recipe drops the winner's copies too")
        << u"recipe-drops-the-winner"_s << u"drop-late-2xx"_s
        << scenarioText(afterASecond, {}) + "rules:\n  - {link: proxy>b1, match: {method: ACK, nth: 1}, do: drop}\n";
}

void ReferenceTest::sameMessagesAtTheProxy()
{
    QFETCH(const QString, file);
    QFETCH(const QString, policy);
    QFETCH(const QByteArray, yaml);
    QFile recorded(QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/reference/%1.txt").arg(file));
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    const QList<Line> theirs = linesIn(recorded.readAll());
    const QByteArray text = toText(runOf(yaml, policy));
    QList<Line> ours = linesIn(text);
    QStringList missing;
    for (const Line& line : theirs) {
        const auto same = std::ranges::find_if(
            ours, [&](const Line& own) { return own.what == line.what && qAbs(own.at - line.at) <= 0.070; });
        if (same == ours.end())
            missing << u"+%1 %2"_s.arg(line.at, 0, 'f', 3).arg(line.what);
        else
            ours.erase(same);
    }
    QStringList surplus;
    for (const Line& line : ours)
        surplus << u"+%1 %2"_s.arg(line.at, 0, 'f', 3).arg(line.what);
    const QString report = u"missing:\n%1\nmore:\n%2\nours:\n%3"_s.arg(
        missing.join(u'\n'), surplus.join(u'\n'), QString::fromLatin1(text));
    QVERIFY2(missing.isEmpty() && surplus.isEmpty(), qPrintable(report));
}

QTEST_APPLESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
