#include "Loader.h"
#include "World.h"

#include <QFile>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// The capture of an old bug report, event by event, as seen at the proxy and counted from the first 200 there: the
// scenario must give the same eleven in the same order, each within 2 ms, the phone's own retransmission within 6.

/// Arrivals at the proxy and departures from it: "in 200/INVITE b2", "out ACK b1".
struct Sight
{
    qint64 us = 0;
    QString what;
};

namespace {

QString wordOf(const TraceMessage& message)
{
    const QByteArray kind
        = message.isRequest() ? message.method : QByteArray::number(message.status) + '/' + message.cseqMethod;
    return QString::fromLatin1(kind);
}

QList<Sight> sightsAt(const Trace& trace, int proxy)
{
    QList<Sight> sights;
    for (const TraceMessage& message : trace.messages) {
        const int other = message.from == proxy ? message.to : message.from;
        const QString what = u"%1 "_s.arg(wordOf(message)) + trace.nodes.at(other).id;
        if (message.from == proxy)
            sights.append({toUs(message.sent), u"out "_s + what});
        else if (message.to == proxy && message.arrived)
            sights.append({toUs(*message.arrived), u"in "_s + what});
    }
    std::ranges::stable_sort(sights, {}, &Sight::us);
    return sights;
}

} // namespace

class CaptureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void elevenEvents_data();
    void elevenEvents();

private:
    QList<Sight> m_sights; ///< from the first 200 on
};

void CaptureTest::initTestCase()
{
    const auto scenario = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/openser-2037070.yaml"));
    QVERIFY2(scenario.has_value(), scenario ? "" : qPrintable(scenario.error().front().text()));
    const auto trace = runScenario(*scenario, {});
    QVERIFY2(trace.has_value(), trace ? "" : qPrintable(trace.error().text()));
    const QList<Sight> all = sightsAt(*trace, trace->nodeIndex(u"proxy"));
    const auto first = std::ranges::find(all, u"in 200/INVITE b1"_s, &Sight::what);
    QVERIFY(first != all.end());
    for (auto sight = first; sight != all.end(); ++sight)
        m_sights.append({sight->us - first->us, sight->what});
}

void CaptureTest::elevenEvents_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("nth");
    QTest::addColumn<double>("ms");
    QTest::addColumn<double>("within");
    QTest::newRow("1: the first 200 comes in") << u"in 200/INVITE b1"_s << 1 << 0.0 << 2.0;
    QTest::newRow("2: the second 200 comes in") << u"in 200/INVITE b2"_s << 1 << 0.9 << 2.0;
    QTest::newRow("3: the first 200 goes up") << u"out 200/INVITE caller"_s << 1 << 15.5 << 2.0;
    QTest::newRow("4: a CANCEL goes to the second phone") << u"out CANCEL b2"_s << 1 << 15.6 << 2.0;
    QTest::newRow("5: the second 200 goes up") << u"out 200/INVITE caller"_s << 2 << 16.6 << 2.0;
    QTest::newRow("6: the CANCEL is answered") << u"in 200/CANCEL b2"_s << 1 << 17.8 << 2.0;
    QTest::newRow("7: the ACK for the first 200 comes") << u"in ACK caller"_s << 1 << 65.0 << 2.0;
    QTest::newRow("8: and goes to the first phone") << u"out ACK b1"_s << 1 << 65.2 << 2.0;
    QTest::newRow("9: the second phone repeats its 200") << u"in 200/INVITE b2"_s << 2 << 200.2 << 6.0;
    QTest::newRow("10: which goes up again") << u"out 200/INVITE caller"_s << 3 << 201.6 << 2.0;
    // The second ACK to the wrong leg may lie before: this one is the third.
    QTest::newRow("11: its ACK goes to the first phone") << u"out ACK b1"_s << 3 << 202.1 << 2.0;
}

void CaptureTest::elevenEvents()
{
    QFETCH(const QString, what);
    QFETCH(const int, nth);
    QFETCH(const double, ms);
    QFETCH(const double, within);
    static qsizetype last = -1; // rows run in order: each event lies behind the one before
    int seen = 0;
    qsizetype place = 0;
    while (place < m_sights.size() && !(m_sights.at(place).what == what && ++seen == nth))
        ++place;
    QVERIFY2(place < m_sights.size(), qPrintable(what));
    const double found = static_cast<double>(m_sights.at(place).us) / 1000;
    QVERIFY2(std::abs(found - ms) <= within, qPrintable(u"%1 at %2 ms, not %3"_s.arg(what).arg(found).arg(ms)));
    QVERIFY2(place > last, qPrintable(u"%1 is out of order"_s.arg(what)));
    last = place;
}

QTEST_GUILESS_MAIN(CaptureTest)
#include "tst_capture_2037070.moc"
