#include "Check.h"
#include "WorldRuns.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// The first race, to the microsecond, under each policy.

class TwoPhonesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void untilTheSecondAnswer_data();
    void untilTheSecondAnswer();
    void afterTheSecondAnswer_data();
    void afterTheSecondAnswer();
    void outcome_data();
    void outcome();
    void theDroppedAnswerIsRepeatedElevenTimes();
    void nothingIsUnexplained_data();
    void nothingIsUnexplained();

private:
    static void everyPolicy();
};

void TwoPhonesTest::everyPolicy()
{
    QTest::addColumn<QString>("policy");
    for (const QString& policy : {u"forward-all"_s, u"drop-late-2xx"_s, u"ack-bye"_s, u"invfix"_s})
        QTest::newRow(qPrintable(policy)) << policy;
}

void TwoPhonesTest::untilTheSecondAnswer_data()
{
    everyPolicy();
}

void TwoPhonesTest::untilTheSecondAnswer()
{
    QFETCH(const QString, policy);
    const QStringList lines = linesOf(runOf(twoPhones, policy));
    const QStringList expected{
        u"0 caller>proxy INVITE -> 10000"_s,
        u"10000 proxy>caller 100/INVITE -> 20000"_s,
        u"10000 proxy>b1 INVITE -> 110000"_s,
        u"10000 proxy>b2 INVITE -> 160000"_s,
        u"110000 b1>proxy 180/INVITE b1 -> 210000"_s,
        u"160000 b2>proxy 180/INVITE b2 -> 310000"_s,
        u"210000 proxy>caller 180/INVITE b1 -> 220000"_s,
        u"310000 proxy>caller 180/INVITE b2 -> 320000"_s,
        u"410000 b1>proxy 200/INVITE b1 -> 510000"_s,
        u"460000 b2>proxy 200/INVITE b2 -> 610000"_s,
        u"510000 proxy>caller 200/INVITE b1 -> 520000"_s,
        u"510000 proxy>b2 CANCEL -> 660000"_s,
        u"520000 caller>proxy ACK b1 -> 530000"_s,
        u"530000 proxy>b1 ACK b1 -> 630000"_s,
    };
    QCOMPARE(lines.first(expected.size()).join(u'\n'), expected.join(u'\n'));
    QVERIFY(lines.contains(u"660000 b2>proxy 200/CANCEL b2 -> 810000"_s));
}

void TwoPhonesTest::afterTheSecondAnswer_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("rest");
    const QStringList bothHeard{
        u"610000 proxy>caller 200/INVITE b2 -> 620000"_s,
        u"620000 caller>proxy ACK b2 -> 630000"_s,
        u"620000 caller>proxy BYE b2 -> 630000"_s,
        u"630000 proxy>b2 ACK b2 -> 780000"_s,
        u"630000 proxy>b2 BYE b2 -> 780000"_s,
        u"660000 b2>proxy 200/CANCEL b2 -> 810000"_s,
        u"780000 b2>proxy 200/BYE b2 -> 930000"_s,
        u"930000 proxy>caller 200/BYE b2 -> 940000"_s,
    };
    QTest::newRow("forward-all: the caller hears both and hangs the second up") << u"forward-all"_s << bothHeard;
    QTest::newRow("invfix: the caller hears both and hangs the second up") << u"invfix"_s << bothHeard;
    QTest::newRow("ack-bye: the proxy acknowledges the second and hangs it up")
        << u"ack-bye"_s
        << QStringList{
               u"610000 proxy>b2 ACK b2 -> 760000"_s,
               u"610000 proxy>b2 BYE b2 -> 760000"_s,
               u"660000 b2>proxy 200/CANCEL b2 -> 810000"_s,
               u"760000 b2>proxy 200/BYE b2 -> 910000"_s,
           };
}

void TwoPhonesTest::afterTheSecondAnswer()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, rest);
    QCOMPARE(linesOf(runOf(twoPhones, policy)).mid(14).join(u'\n'), rest.join(u'\n'));
}

void TwoPhonesTest::outcome_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("twoXx");
    QTest::addColumn<int>("orphans");
    QTest::addColumn<double>("ghostMs");
    QTest::newRow("forward-all") << u"forward-all"_s << 22 << 2 << 0 << 320.0;
    QTest::newRow("invfix") << u"invfix"_s << 22 << 2 << 0 << 320.0;
    QTest::newRow("drop-late-2xx") << u"drop-late-2xx"_s << 29 << 1 << 1 << 32000.0;
    QTest::newRow("ack-bye") << u"ack-bye"_s << 18 << 1 << 0 << 300.0;
}

void TwoPhonesTest::outcome()
{
    QFETCH(const QString, policy);
    QFETCH(const double, ghostMs);
    const Trace trace = runOf(twoPhones, policy);
    QCOMPARE(trace.ended, u"settled"_s);
    const Outcome outcome = measure(trace);
    QTEST(outcome.messages, "messages");
    QTEST(outcome.twoXxToCaller, "twoXx");
    QTEST(outcome.orphanDialogs, "orphans");
    // sofia-sip's own timers may be up to 5 ms late, and only these are in the 32 s.
    QVERIFY2(outcome.ghostCallMs >= ghostMs && outcome.ghostCallMs <= ghostMs + (ghostMs > 1000 ? 5 : 0),
        qPrintable(QString::number(outcome.ghostCallMs)));
    QCOMPARE(outcome.lost, 0);
}

void TwoPhonesTest::theDroppedAnswerIsRepeatedElevenTimes()
{
    const Trace trace = runOf(twoPhones, u"drop-late-2xx"_s);
    const QList<int> expectedMs{460, 960, 1960, 3960, 7960, 11960, 15960, 19960, 23960, 27960, 31960};
    QList<const TraceMessage*> copies;
    for (const TraceMessage& message : trace.messages) {
        if (message.status == 200 && message.cseqMethod == "INVITE" && trace.nodes.at(message.from).id == u"b2"_s)
            copies << &message;
    }
    QCOMPARE(copies.size(), expectedMs.size());
    for (int i = 0; i < copies.size(); ++i) {
        const double late = toMs(copies.at(i)->sent) - expectedMs.at(i);
        QVERIFY2(late >= 0 && late <= 5, qPrintable(QString::number(late)));
        QVERIFY(copies.at(i)->fate == Fate::Discarded);
        QCOMPARE(copies.at(i)->retransmissionOf, i == 0 ? 0 : copies.first()->n);
    }
    const QStringList byes = linesWith(trace, u"BYE"_s);
    QCOMPARE(byes.size(), 4);
    QVERIFY(byes.at(3).contains(u"proxy>b2 481/BYE"_s));
    const double byeMs = toMs(*trace.messages.at(trace.messages.size() - 3).arrived);
    QVERIFY2(byeMs >= 32620 && byeMs <= 32625, qPrintable(QString::number(byeMs)));
}

void TwoPhonesTest::nothingIsUnexplained_data()
{
    everyPolicy();
}

void TwoPhonesTest::nothingIsUnexplained()
{
    QFETCH(const QString, policy);
    const Trace trace = runOf(twoPhones, policy);
    for (const TraceMessage& message : trace.messages) {
        QVERIFY2(!message.why.text.isEmpty(), message.firstLine + " of message " + QByteArray::number(message.n));
        QVERIFY2(message.causedBy < message.n, message.firstLine);
    }
    QVERIFY(!trace.states.isEmpty());
    QVERIFY(!trace.timers.isEmpty());
}

QTEST_APPLESS_MAIN(TwoPhonesTest)
#include "tst_two_phones.moc"
