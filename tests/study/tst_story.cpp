#include "Prediction.h"
#include "Story.h"
#include "TraceScript.h"

#include <QTest>

using namespace siprace;
using siprace::test::traceOf;

namespace {

StoryStep stepAt(const QString& node, bool receives, const MessageMatch& match, const QString& say)
{
    StoryStep step;
    step.node = node;
    step.receives = receives;
    step.match = match;
    step.say = say;
    return step;
}

StoryStep stepAtTime(Duration time, const QString& say)
{
    StoryStep step;
    step.at = time;
    step.say = say;
    return step;
}

MessageMatch invite(std::optional<int> nth = {})
{
    MessageMatch match;
    match.method = "INVITE";
    match.nth = nth;
    return match;
}

MessageMatch success(std::optional<int> nth = {})
{
    MessageMatch match;
    match.status = 200;
    match.cseqMethod = "INVITE";
    match.nth = nth;
    return match;
}

const QString proxyId = QStringLiteral("proxy");

} // namespace

/// Stories and predictions: what a run is told and asked by.
class TestStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void step_data();
    void step();
    void timeNeverGoesBack();
    void aPartOfARun();
    void whoHangsUp_data();
    void whoHangsUp();
};

void TestStory::step_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<StoryStep>("step");
    QTest::addColumn<int>("message");
    QTest::addColumn<double>("untilMs");
    const QString all = QStringLiteral("forward-all");
    QTest::newRow("the first INVITE of the proxy, to its arrival")
        << all << stepAt(proxyId, false, invite(), {}) << 3 << 110.0;
    QTest::newRow("the second INVITE of the proxy") << all << stepAt(proxyId, false, invite(2), {}) << 4 << 160.0;
    QTest::newRow("the second 200 at the proxy") << all << stepAt(proxyId, true, success(2), {}) << 10 << 610.0;
    QTest::newRow("a third 200 does not come") << all << stepAt(proxyId, true, success(3), {}) << -1 << 0.0;
    QTest::newRow("a node that is not there") << all << stepAt(QStringLiteral("b9"), false, invite(), {}) << -1 << 0.0;
    QTest::newRow("a time of the run") << all << stepAtTime(600ms, {}) << 0 << 600.0;
    QTest::newRow("a time after the run") << all << stepAtTime(60s, {}) << -1 << 0.0;
}

void TestStory::step()
{
    QFETCH(const QString, policy);
    QFETCH(const StoryStep, step);
    QFETCH(const int, message);
    QFETCH(const double, untilMs);
    const QList<StoryMoment> moments = storyOf(traceOf(test::twoPhonesAnswer(policy)), {step});
    QCOMPARE(moments.size(), message < 0 ? 0 : 1);
    if (message < 0)
        return;
    QCOMPARE(moments.first().message, message);
    QCOMPARE(toMs(moments.first().until), untilMs);
}

void TestStory::timeNeverGoesBack()
{
    const QList<StoryMoment> moments = storyOf(traceOf(test::twoPhonesAnswer()),
        {stepAt(proxyId, true, success(2), QStringLiteral("late")),
            stepAt(proxyId, false, invite(), QStringLiteral("early"))});
    QCOMPARE(moments.size(), 2);
    QCOMPARE(moments.at(1).message, 3);
    QCOMPARE(moments.at(1).until, moments.at(0).until);
    QCOMPARE(moments.at(1).say, QStringLiteral("early"));
}

void TestStory::aPartOfARun()
{
    const Trace whole = traceOf(test::twoPhonesAnswer());
    const Trace part = traceUntil(whole, at(150ms));
    QCOMPARE(part.messages.size(), 5);
    QCOMPARE(part.messages.at(2), whole.messages.at(2)); // there at 110 ms
    QVERIFY(part.messages.at(3).fate == Fate::InFlight); // there at 160 ms only
    QVERIFY(!part.messages.at(3).arrived);
    QCOMPARE(traceUntil(whole, whole.end()), whole);
}

void TestStory::whoHangsUp_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("successes");
    QTest::addColumn<QString>("hangsUp");
    QTest::newRow("forward-all: the caller, the late one")
        << QStringLiteral("forward-all") << 2 << QStringLiteral("caller");
    QTest::newRow("ack-bye: the proxy") << QStringLiteral("ack-bye") << 1 << proxyId;
    QTest::newRow("drop-late-2xx: the phone, after 32 s")
        << QStringLiteral("drop-late-2xx") << 1 << QStringLiteral("b2");
}

void TestStory::whoHangsUp()
{
    QFETCH(const QString, policy);
    QFETCH(const int, successes);
    QFETCH(const QString, hangsUp);
    const Prediction happened = whatHappened(traceOf(test::twoPhonesAnswer(policy)));
    QCOMPARE(happened.successes, std::optional(successes));
    QCOMPARE(happened.hangsUp, std::optional(hangsUp));
    QCOMPARE(whatHappened(traceOf(QStringLiteral("0-10 caller>proxy INVITE\n"))).hangsUp, std::optional(QString()));
}

QTEST_GUILESS_MAIN(TestStory)
#include "tst_story.moc"
