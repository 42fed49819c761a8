#include "Recorder.h"

#include <QTest>

#include <algorithm>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

constexpr int caller = 0;
constexpr int proxy = 1;
constexpr int phone = 2;

Trace threeNodes()
{
    Trace trace;
    trace.nodes = {{u"caller"_s, Role::Caller, u"Caller"_s, u"127.100.0.11:5060"_s},
        {u"proxy"_s, Role::Proxy, u"Proxy"_s, u"127.100.0.12:5060"_s},
        {u"b1"_s, Role::Callee, u"Phone"_s, u"127.100.0.21:5060"_s}};
    return trace;
}

/// A message in the little that the recorder looks at. `what` is a method or a status.
QByteArray text(const QByteArray& what, const QByteArray& cseq, const QByteArray& branch, const QByteArray& toTag = {})
{
    const QByteArray line
        = what.at(0) >= '0' && what.at(0) <= '9' ? "SIP/2.0 " + what + " Reason" : what + " sip:b SIP/2.0";
    return line + "\r\nVia: SIP/2.0/UDP h;branch=" + branch + "\r\nTo: <sip:b>"
        + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\nCSeq: " + cseq + "\r\n\r\n";
}

QString ruleOf(const Recorder& recorder, int n)
{
    return recorder.trace().messages.at(n - 1).why.rule;
}

} // namespace

class RecorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retransmission_data();
    void retransmission();
    void aThirdCopyPointsAtTheFirst();
    void reasonOfTheStack_data();
    void reasonOfTheStack();
    void aTimerIsTheCauseInAnyInstant_data();
    void aTimerIsTheCauseInAnyInstant();
    void anAnnouncementIsTakenOnce();
    void anAnnouncementWaitsForItsMessage();
    void unannouncedMessagesFollowWhatIsHandled();
    void fates();
    void statesAreRecordedWhenTheyChange();
    void malformedIsCounted();
    void aRunWithoutAnEndTakesNoMoreMemory();
    void whatNobodyWatchesIsReadWhenItIsAskedFor();
    void theStreamBuildsTheSameTrace();
};

void RecorderTest::retransmission_data()
{
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<bool>("isRetransmission");
    const QByteArray same = text("200", "1 INVITE", "z1", "b1");
    QTest::newRow("the same again") << same << phone << proxy << true;
    QTest::newRow("forwarded on another link") << same << proxy << caller << false;
    QTest::newRow("back again") << same << proxy << phone << false;
    QTest::newRow("another status") << text("180", "1 INVITE", "z1", "b1") << phone << proxy << false;
    QTest::newRow("another number") << text("200", "2 INVITE", "z1", "b1") << phone << proxy << false;
    QTest::newRow("to another method") << text("200", "1 CANCEL", "z1", "b1") << phone << proxy << false;
    QTest::newRow("another branch") << text("200", "1 INVITE", "z2", "b1") << phone << proxy << false;
    QTest::newRow("another tag") << text("200", "1 INVITE", "z1", "b2") << phone << proxy << false;
    QTest::newRow("no tag") << text("200", "1 INVITE", "z1") << phone << proxy << false;
}

void RecorderTest::retransmission()
{
    QFETCH(const QByteArray, second);
    QFETCH(const int, from);
    QFETCH(const int, to);
    QFETCH(const bool, isRetransmission);
    Recorder recorder(threeNodes());
    QCOMPARE(recorder.sent(at(0ms), phone, proxy, text("200", "1 INVITE", "z1", "b1")), 1);
    QCOMPARE(recorder.sent(at(1ms), from, to, second), 2);
    QCOMPARE(recorder.trace().messages.at(1).retransmissionOf, isRetransmission ? 1 : 0);
}

void RecorderTest::aThirdCopyPointsAtTheFirst()
{
    Recorder recorder(threeNodes());
    for (int i = 0; i < 3; ++i)
        recorder.sent(at(i * 500ms), caller, proxy, text("INVITE", "1 INVITE", "z1"));
    QCOMPARE(recorder.trace().messages.at(2).retransmissionOf, 1);
}

void RecorderTest::reasonOfTheStack_data()
{
    QTest::addColumn<QByteArrayList>("before"); // sent by the same node to the same
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("handling");
    QTest::addColumn<QString>("rule");
    const QByteArrayList none;
    const auto again = [](const QByteArray& message) { return QByteArrayList{message}; };
    const QByteArray invite = text("INVITE", "1 INVITE", "z1");
    const QByteArray bye = text("BYE", "2 BYE", "z2", "b1");
    const QByteArray ack = text("ACK", "1 ACK", "z1", "b1");
    const QByteArray ack2xx = text("ACK", "1 ACK", "z-ack", "b1");
    QTest::newRow("Timer A repeats an INVITE") << again(invite) << invite << 0 << u"R-102"_s;
    QTest::newRow("Timer E repeats a BYE") << again(bye) << bye << 0 << u"R-162"_s;
    QTest::newRow("Timer G repeats a failure")
        << again(text("486", "1 INVITE", "z1", "b1")) << text("486", "1 INVITE", "z1", "b1") << 0 << u"R-136"_s;
    QTest::newRow("an INVITE copy draws the failure again")
        << again(text("486", "1 INVITE", "z1", "b1")) << text("486", "1 INVITE", "z1", "b1") << 7 << u"R-137"_s;
    QTest::newRow("a callee repeats its 2xx")
        << again(text("200", "1 INVITE", "z1", "b1")) << text("200", "1 INVITE", "z1", "b1") << 0 << u"R-453"_s;
    QTest::newRow("an INVITE copy draws the 2xx again")
        << again(text("200", "1 INVITE", "z1", "b1")) << text("200", "1 INVITE", "z1", "b1") << 7 << u"R-464"_s;
    QTest::newRow("an INVITE copy draws the 180 again")
        << again(text("180", "1 INVITE", "z1", "b1")) << text("180", "1 INVITE", "z1", "b1") << 7 << u"R-133"_s;
    QTest::newRow("a BYE copy draws its 200 again")
        << again(text("200", "2 BYE", "z2", "b1")) << text("200", "2 BYE", "z2", "b1") << 7 << u"R-183"_s;
    QTest::newRow("the transaction ACKs a failure") << again(invite) << ack << 7 << u"R-106"_s;
    QTest::newRow("and each copy of it") << QByteArrayList{invite, ack} << ack << 7 << u"R-108"_s;
    QTest::newRow("a copy of a 2xx is ACKed again") << QByteArrayList{invite, ack2xx} << ack2xx << 7 << u"R-408"_s;
    QTest::newRow("100 after 200 ms") << none << text("100", "1 INVITE", "z1") << 0 << u"R-131"_s;
    QTest::newRow("a CANCEL that matches") << none << text("200", "1 CANCEL", "z1", "b1") << 7 << u"R-310"_s;
    QTest::newRow("a CANCEL that does not") << none << text("481", "1 CANCEL", "z1", "b1") << 7 << u"R-309"_s;
    QTest::newRow("a cancelled INVITE") << none << text("487", "1 INVITE", "z1", "b1") << 7 << u"R-310"_s;
    QTest::newRow("a first INVITE says nothing by itself") << none << invite << 0 << QString();
}

void RecorderTest::reasonOfTheStack()
{
    QFETCH(const QByteArrayList, before);
    QFETCH(const QByteArray, message);
    QFETCH(const int, handling);
    Recorder recorder(threeNodes());
    for (const QByteArray& earlier : before)
        recorder.sent(at(0ms), phone, proxy, earlier);
    recorder.handling(phone, handling);
    const int n = recorder.sent(at(1ms), phone, proxy, message);
    QTEST(ruleOf(recorder, n), "rule");
    QCOMPARE(recorder.trace().messages.at(n - 1).causedBy, handling);
}

/// What a node handles in the instant in which a timer of it runs out has nothing to do with it.
void RecorderTest::aTimerIsTheCauseInAnyInstant_data()
{
    QTest::addColumn<QByteArray>("handled");
    QTest::addColumn<QByteArray>("copied");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("isTimer");
    const QByteArray invite = text("INVITE", "1 INVITE", "z1");
    const QByteArray ok = text("200", "1 INVITE", "z1", "b1");
    const QByteArray cancel = text("CANCEL", "1 CANCEL", "z1");
    QTest::newRow("a 2xx beside a CANCEL") << cancel << ok << u"R-453"_s << true;
    QTest::newRow("a failure beside a CANCEL") << cancel << text("486", "1 INVITE", "z1", "b1") << u"R-136"_s << true;
    QTest::newRow("a 2xx beside another INVITE") << text("INVITE", "2 INVITE", "z2") << ok << u"R-453"_s << true;
    QTest::newRow("a 2xx when its INVITE comes again") << invite << ok << u"R-464"_s << false;
    QTest::newRow("an INVITE beside a response") << text("100", "9 OPTIONS", "z9") << invite << u"R-102"_s << true;
    QTest::newRow("an ACK when the 2xx comes again") << ok << text("ACK", "1 ACK", "z3", "b1") << u"R-408"_s << false;
}

void RecorderTest::aTimerIsTheCauseInAnyInstant()
{
    QFETCH(const QByteArray, handled);
    QFETCH(const QByteArray, copied);
    QFETCH(const bool, isTimer);
    Recorder recorder(threeNodes());
    const int n = recorder.sent(at(0ms), proxy, phone, handled);
    recorder.sent(at(1ms), phone, proxy, copied);
    recorder.handling(phone, n);
    const int copy = recorder.sent(at(501ms), phone, proxy, copied);
    QTEST(ruleOf(recorder, copy), "rule");
    QCOMPARE(recorder.trace().messages.at(copy - 1).causedBy, isTimer ? 0 : n);
}

void RecorderTest::anAnnouncementIsTakenOnce()
{
    Recorder recorder(threeNodes());
    const QByteArray ok = text("200", "1 INVITE", "z1", "b2");
    recorder.announce(proxy, readFields(ok), {u"R-259"_s, u"late"_s}, 5, true);
    recorder.sent(at(0ms), proxy, caller, ok);
    recorder.sent(at(1ms), proxy, caller, ok);
    const auto& messages = recorder.trace().messages;
    QCOMPARE(messages.at(0).why, (Why{u"R-259"_s, u"late"_s}));
    QCOMPARE(messages.at(0).causedBy, 5);
    QVERIFY(messages.at(0).isStray);
    QCOMPARE(ruleOf(recorder, 2), u"R-453"_s);
    QVERIFY(!messages.at(1).isStray);
}

void RecorderTest::anAnnouncementWaitsForItsMessage()
{
    Recorder recorder(threeNodes());
    const QByteArray cancel = text("CANCEL", "1 CANCEL", "z1");
    recorder.announce(proxy, readFields(cancel), {u"R-275"_s, {}}, 3);
    recorder.sent(at(0ms), phone, proxy, cancel); // somebody else's
    recorder.sent(at(0ms), proxy, phone, text("CANCEL", "1 CANCEL", "z9")); // another branch
    recorder.sent(at(0ms), proxy, phone, text("INVITE", "1 INVITE", "z1")); // another method
    recorder.sent(at(0ms), proxy, phone, cancel);
    QCOMPARE(ruleOf(recorder, 1), QString());
    QCOMPARE(ruleOf(recorder, 2), QString());
    QCOMPARE(ruleOf(recorder, 3), QString());
    QCOMPARE(ruleOf(recorder, 4), u"R-275"_s);
}

void RecorderTest::unannouncedMessagesFollowWhatIsHandled()
{
    Recorder recorder(threeNodes());
    recorder.handling(phone, 4);
    recorder.sent(at(0ms), phone, proxy, text("180", "1 INVITE", "z1", "b1"));
    recorder.sent(at(0ms), caller, proxy, text("INVITE", "1 INVITE", "z1"));
    recorder.handling(phone, 0);
    recorder.sent(at(0ms), phone, proxy, text("200", "1 INVITE", "z1", "b1"));
    QCOMPARE(recorder.trace().messages.at(0).causedBy, 4);
    QCOMPARE(recorder.trace().messages.at(1).causedBy, 0);
    QCOMPARE(recorder.trace().messages.at(2).causedBy, 0);
}

void RecorderTest::fates()
{
    Recorder recorder(threeNodes());
    for (int i = 0; i < 4; ++i)
        recorder.sent(at(0ms), caller, proxy, text("INVITE", "1 INVITE", "z" + QByteArray::number(i)));
    recorder.arrived(at(10ms), 2);
    recorder.lost(at(0ms), 3, {{}, u"Lost on the link."_s});
    recorder.arrived(at(10ms), 4);
    recorder.discarded(at(10ms), 4, {u"R-259"_s, u"dropped"_s});
    recorder.stray(4);
    const auto& messages = recorder.trace().messages;
    QVERIFY(messages.at(0).fate == Fate::InFlight);
    QVERIFY(!messages.at(0).arrived);
    QVERIFY(messages.at(1).fate == Fate::Delivered);
    QCOMPARE(messages.at(1).arrived, at(10ms));
    QVERIFY(messages.at(2).fate == Fate::Lost);
    QCOMPARE(messages.at(2).fateWhy.text, u"Lost on the link."_s);
    QVERIFY(messages.at(3).fate == Fate::Discarded);
    QCOMPARE(messages.at(3).arrived, at(10ms));
    QVERIFY(messages.at(3).isStray);
}

void RecorderTest::statesAreRecordedWhenTheyChange()
{
    Recorder recorder(threeNodes());
    const auto enter = [&](int node, const QString& machine, const QString& state) {
        StateChange change;
        change.node = node;
        change.machine = machine;
        change.state = state;
        recorder.state(change);
    };
    enter(proxy, u"z1"_s, u"Calling"_s);
    enter(proxy, u"z1"_s, u"Calling"_s);
    enter(proxy, u"z2"_s, u"Calling"_s);
    enter(phone, u"z1"_s, u"Calling"_s);
    enter(proxy, u"z1"_s, u"Proceeding"_s);
    enter(proxy, u"z1"_s, u"Calling"_s);
    QCOMPARE(recorder.trace().states.size(), 5);
}

void RecorderTest::malformedIsCounted()
{
    Recorder recorder(threeNodes());
    recorder.malformed(at(5ms), proxy, "\x01hello");
    QCOMPARE(recorder.trace().malformed, 1);
    QCOMPARE(recorder.trace().decisions.size(), 1);
    QCOMPARE(recorder.trace().decisions.at(0).node, proxy);
    QVERIFY(recorder.trace().decisions.at(0).why.text.contains(u".hello"_s));
}

void RecorderTest::aRunWithoutAnEndTakesNoMoreMemory()
{
    constexpr int kept = 10;
    Recorder recorder(threeNodes());
    recorder.keepOnly(kept, true);
    const auto withText = [&recorder] {
        return std::ranges::count_if(
            recorder.trace().messages, [](const TraceMessage& message) { return !message.raw.isEmpty(); });
    };
    for (int i = 1; i <= 1000; ++i) {
        const int n = recorder.sent(
            at(std::chrono::milliseconds(i)), caller, proxy, text("INVITE", "1 INVITE", "z" + QByteArray::number(i)));
        QCOMPARE(recorder.lastSent(), n);
        QCOMPARE(recorder.trace().messages.at(n - 1).n, n);
        QCOMPARE(recorder.trace().messages.at(n - 1).sent, at(std::chrono::milliseconds(i)));
        QCOMPARE(withText(), std::min(i, kept));
        recorder.arrived(at(std::chrono::milliseconds(i)), n);
        recorder.connection({});
        recorder.action(at(0ms), caller, u"call"_s);
    }
    QCOMPARE(recorder.trace().messages.size(), kept * 10);
    QVERIFY(recorder.trace().connections.size() <= kept * 4);
    QVERIFY(recorder.trace().actions.size() <= kept * 4);
}

void RecorderTest::whatNobodyWatchesIsReadWhenItIsAskedFor()
{
    QStringList heard;
    Recorder recorder(threeNodes(), [&heard](const Event& event) {
        if (const auto* change = std::get_if<StateChange>(&event))
            heard.append(change->state);
        else
            heard.append(u"something else"_s);
    });
    recorder.keepOnly(10, false);
    const int n = recorder.sent(at(0ms), caller, proxy, text("INVITE", "1 INVITE", "z1"));
    recorder.arrived(at(1ms), n);
    recorder.state({at(1ms), proxy, MachineKind::InviteServer, u"z1"_s, u"server"_s, caller, {}, u"Proceeding"_s});
    recorder.state({at(1ms), proxy, MachineKind::Node, u"proxy"_s, {}, -1, {}, u"down"_s});
    recorder.decision({at(1ms), proxy, n, Why{{}, u"because"_s}});
    QCOMPARE(heard, QStringList{u"down"_s});
    QVERIFY(recorder.trace().decisions.isEmpty());
    QVERIFY(recorder.trace().messages.at(n - 1).method.isEmpty());
    QCOMPARE(recorder.fieldsOf(n).method, QByteArray("INVITE"));
    QVERIFY(recorder.trace().messages.at(n - 1).fate == Fate::Delivered);
}

void RecorderTest::theStreamBuildsTheSameTrace()
{
    Trace copy = threeNodes();
    Recorder recorder(threeNodes(), [&](const Event& event) { apply(copy, event); });
    recorder.action(at(0ms), caller, u"call"_s);
    recorder.sent(at(0ms), caller, proxy, text("INVITE", "1 INVITE", "z1"));
    recorder.arrived(at(10ms), 1);
    recorder.state({at(10ms), proxy, MachineKind::InviteServer, u"z1"_s, u"server"_s, caller, {}, u"Proceeding"_s});
    recorder.timer({at(10ms), proxy, u"z1"_s, u"C"_s, TimerChange::What::Set, at(181s)});
    recorder.decision({at(10ms), proxy, 1, {u"R-212"_s, u"fork"_s}});
    recorder.stray(1);
    recorder.sent(at(11ms), proxy, phone, text("INVITE", "1 INVITE", "z2"));
    recorder.lost(at(11ms), 2, {{}, u"dropped"_s});
    QVERIFY(copy == recorder.trace());
}

QTEST_APPLESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
