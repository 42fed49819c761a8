#include "Loader.h"
#include "World.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// What single scenarios of the library show, message by message and to the millisecond: more than `expect` can say.

namespace {

Trace runShipped(const QString& file, const QString& policy = u"forward-all"_s, const QList<Setting>& settings = {})
{
    const auto loaded = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/") + file);
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().front().text()));
    const auto scenario = applySettings(*loaded, settings);
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().front().text()));
    RunOptions options;
    options.policy = policy;
    Result<Trace> trace = runScenario(*scenario, options);
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return std::move(*trace);
}

/// "b1>proxy 487/INVITE"
QString wordsOf(const Trace& trace, const TraceMessage& message)
{
    const QByteArray kind
        = message.isRequest() ? message.method : QByteArray::number(message.status) + '/' + message.cseqMethod;
    return u"%1>%2 %3"_s.arg(trace.nodes.at(message.from).id, trace.nodes.at(message.to).id, QString::fromLatin1(kind));
}

QList<TraceMessage> all(const Trace& trace, const QString& words)
{
    QList<TraceMessage> found;
    std::ranges::copy_if(trace.messages, std::back_inserter(found),
        [&](const TraceMessage& message) { return wordsOf(trace, message) == words; });
    return found;
}

/// Whether a node sent this in the instant in which `cause` arrived there.
bool followsAtOnce(const Trace& trace, const TraceMessage& cause, const QString& words)
{
    return std::ranges::any_of(trace.messages, [&](const TraceMessage& message) {
        return message.causedBy == cause.n && message.sent == *cause.arrived && wordsOf(trace, message) == words;
    });
}

} // namespace

class ShippedScenariosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repeated_data();
    void repeated();
    void deafCarrier_data();
    void deafCarrier();
    void theLedgerSurvives_data();
    void theLedgerSurvives();
    void aWrongPasswordIsRefused();
    void aRecipeThatKeepsTheOnlyAnswer_data();
    void aRecipeThatKeepsTheOnlyAnswer();
};

void ShippedScenariosTest::repeated_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QList<double>>("seconds");
    QTest::addColumn<QString>("then");
    QTest::addColumn<double>("at");
    const QList<double> capped{0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5};
    const QList<double> uncapped{0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5};
    QTest::newRow("a 200 until its ACK, which never comes; BYE at 64*T1")
        << u"transactions/ack-always-lost.yaml"_s << u"b1>proxy 200/INVITE"_s << capped << u"b1>proxy BYE"_s << 32.0;
    QTest::newRow("a 200 to a deaf phone's caller: the same")
        << u"transactions/deaf-callee.yaml"_s << u"b1>proxy 200/INVITE"_s << capped << u"b1>proxy BYE"_s << 32.0;
    QTest::newRow("a 200 whose ACK takes ten seconds")
        << u"transactions/unanswered-2xx.yaml"_s << u"b1>proxy 200/INVITE"_s << capped.first(5) << QString() << 0.0;
    QTest::newRow("a 200 whose ACK is lost once")
        << u"transactions/lost-ack.yaml"_s << u"b1>proxy 200/INVITE"_s << capped.first(2) << QString() << 0.0;
    QTest::newRow("an INVITE that nobody answers: Timer A without a cap, Timer B")
        << u"transactions/invite-unanswered.yaml"_s << u"proxy>b1 INVITE"_s << uncapped << u"proxy>caller 408/INVITE"_s
        << 32.0;
    QTest::newRow("an OPTIONS that nobody answers: Timer E")
        << u"transactions/options-unanswered.yaml"_s << u"caller>b1 OPTIONS"_s << capped << QString() << 0.0;
    QTest::newRow("a failure without its ACK: Timer G")
        << u"transactions/failure-retransmitted.yaml"_s << u"b1>proxy 486/INVITE"_s << capped << QString() << 0.0;
    QTest::newRow("a CANCEL that a proxy ignores")
        << u"restart/cancel-after-restart-ignore.yaml"_s << u"caller>proxy CANCEL"_s << capped << QString() << 0.0;
    QTest::newRow("a phone with T1 100 ms")
        << u"transactions/t1-100ms.yaml"_s << u"b1>proxy 200/INVITE"_s << QList<double>{0, 0.1, 0.3, 0.7, 1.5, 3.1, 6.3}
        << u"b1>proxy BYE"_s << 6.4;
}

void ShippedScenariosTest::repeated()
{
    QFETCH(const QString, file);
    QFETCH(const QString, words);
    QFETCH(const QList<double>, seconds);
    QFETCH(const QString, then);
    QFETCH(const double, at);
    const Trace trace = runShipped(file);
    const QList<TraceMessage> copies = all(trace, words);
    QCOMPARE(copies.size(), seconds.size());
    for (qsizetype i = 0; i < copies.size(); ++i) {
        const double found = toMs(copies.at(i).sent - copies.first().sent);
        const double due = seconds.at(i) * 1000;
        // The stack's timers are at most 1 ms early and 5 ms late, and a late copy shifts the later ones.
        QVERIFY2(found >= due - 1 && found <= due + 5 * static_cast<double>(i), qPrintable(QString::number(found)));
    }
    if (then.isEmpty())
        return;
    const QList<TraceMessage> last = all(trace, then);
    QVERIFY(!last.isEmpty());
    const double end = toMs(last.first().sent - copies.first().sent);
    QVERIFY2(std::abs(end - at * 1000) <= 6, qPrintable(QString::number(end)));
}

void ShippedScenariosTest::deafCarrier_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QList<Setting>>("settings");
    QTest::addColumn<double>("knownForMs"); ///< after the 200 went to the caller; negative: to the end
    QTest::addColumn<bool>("isForwardedThen");
    const QString deaf = u"serial/deaf-carrier.yaml"_s;
    const QString restart = u"serial/deaf-carrier-restart.yaml"_s;
    const QList<Setting> rfc{{u"proxy.policy.linger"_s, u"rfc"_s}};
    for (const QString& policy : {u"forward-all"_s, u"drop-late-2xx"_s, u"ack-bye"_s}) {
        QTest::newRow(qPrintable(policy + u": five seconds, then it leaks"_s))
            << deaf << policy << QList<Setting>{} << 5000.0 << true;
        QTest::newRow(qPrintable(policy + u": by Timer D it never leaks"_s)) << deaf << policy << rfc << -1.0 << false;
        QTest::newRow(qPrintable(policy + u": from the restart on it leaks"_s))
            << restart << policy << QList<Setting>{} << 0.0 << true;
    }
    QTest::newRow("invfix: five seconds, then it is dropped")
        << deaf << u"invfix"_s << QList<Setting>{} << 5000.0 << false;
    QTest::newRow("invfix: dropped after a restart") << restart << u"invfix"_s << QList<Setting>{} << 0.0 << false;
}

void ShippedScenariosTest::deafCarrier()
{
    QFETCH(const QString, file);
    QFETCH(const QString, policy);
    QFETCH(const QList<Setting>, settings);
    QFETCH(const double, knownForMs);
    QFETCH(const bool, isForwardedThen);
    const Trace trace = runShipped(file, policy, settings);
    const QList<TraceMessage> answers = all(trace, u"proxy>caller 200/INVITE"_s);
    QCOMPARE(answers.size(), 1);
    Instant until = Instant::max();
    if (knownForMs > 0)
        until = answers.first().sent + 5s;
    if (knownForMs == 0)
        until = at(12s); // the restart
    const QList<TraceMessage> copies = all(trace, u"b1>proxy 487/INVITE"_s);
    QCOMPARE(copies.size(), 11);
    qsizetype forwarded = 0;
    for (const TraceMessage& copy : copies) {
        QVERIFY(copy.arrived);
        const bool isKnown = *copy.arrived < until;
        QCOMPARE(followsAtOnce(trace, copy, u"proxy>b1 ACK"_s), isKnown);
        QCOMPARE(followsAtOnce(trace, copy, u"proxy>caller 487/INVITE"_s), !isKnown && isForwardedThen);
        forwarded += isKnown ? 0 : 1;
    }
    QCOMPARE(all(trace, u"proxy>caller 487/INVITE"_s).size(), isForwardedThen ? forwarded : 0);
    QVERIFY(knownForMs < 0 || forwarded >= 6);
    // They leave, and so leak, at the times at which the RFC has a failure repeated.
    constexpr std::array due{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500};
    for (std::size_t i = 0; i < due.size(); ++i) {
        const double found = toMs(copies.at(qsizetype(i)).sent - copies.first().sent);
        QVERIFY2(std::abs(found - due.at(i)) <= 6, qPrintable(QString::number(found)));
    }
}

void ShippedScenariosTest::theLedgerSurvives_data()
{
    QTest::addColumn<QString>("policy");
    for (const QString& policy : {u"forward-all"_s, u"drop-late-2xx"_s, u"ack-bye"_s, u"invfix"_s})
        QTest::newRow(qPrintable(policy)) << policy;
}

void ShippedScenariosTest::theLedgerSurvives()
{
    QFETCH(const QString, policy);
    const Trace trace = runShipped(u"restart/cancel-after-restart-sqlite.yaml"_s, policy);
    const QList<TraceMessage> invites = all(trace, u"proxy>b1 INVITE"_s);
    const QList<TraceMessage> cancels = all(trace, u"proxy>b1 CANCEL"_s);
    QCOMPARE(invites.size(), 1);
    QCOMPARE(cancels.size(), 1);
    QCOMPARE(cancels.first().branch, invites.first().branch);
    QVERIFY(cancels.first().sent > at(1s)); // in another life of the proxy than its INVITE
    QVERIFY(followsAtOnce(trace, cancels.first(), u"b1>proxy 200/CANCEL"_s));
    QVERIFY(followsAtOnce(trace, cancels.first(), u"b1>proxy 487/INVITE"_s));
    QCOMPARE(all(trace, u"proxy>caller 200/CANCEL"_s).size(), 1);
    QCOMPARE(all(trace, u"proxy>caller 487/INVITE"_s).size(), 1);
    QCOMPARE(all(trace, u"caller>proxy ACK"_s).size(), 1);
    QCOMPARE(all(trace, u"proxy>b1 ACK"_s).size(), 1);
}

void ShippedScenariosTest::aWrongPasswordIsRefused()
{
    const Trace trace = runShipped(u"registrar/register-digest.yaml"_s);
    QCOMPARE(all(trace, u"b1>proxy REGISTER"_s).size(), 2);
    QCOMPARE(all(trace, u"proxy>b1 200/REGISTER"_s).size(), 1);
    QCOMPARE(all(trace, u"b2>proxy REGISTER"_s).size(), 2); // without credentials, then with wrong ones
    QCOMPARE(all(trace, u"proxy>b2 401/REGISTER"_s).size(), 1);
    QCOMPARE(all(trace, u"proxy>b2 403/REGISTER"_s).size(), 1);
    QVERIFY(all(trace, u"proxy>b2 INVITE"_s).isEmpty());
}

void ShippedScenariosTest::aRecipeThatKeepsTheOnlyAnswer_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("of a re-INVITE") << u"forking/recipe-drops-reinvite.yaml"_s;
    QTest::newRow("of a call that passes the proxy twice") << u"loops/spiral.yaml"_s;
}

/// Nobody waits for Timer C: 64*T1 after the dropped 2xx its INVITE gets 408, and the run settles by itself.
void ShippedScenariosTest::aRecipeThatKeepsTheOnlyAnswer()
{
    QFETCH(const QString, file);
    const Trace trace = runShipped(file, u"drop-late-2xx"_s);
    QCOMPARE(trace.ended, u"settled"_s);
    const auto dropped = std::ranges::find_if(
        trace.messages, [](const TraceMessage& message) { return message.fate == Fate::Discarded; });
    QVERIFY(dropped != trace.messages.end());
    const QList<TraceMessage> timeouts = all(trace, u"proxy>caller 408/INVITE"_s);
    QCOMPARE(timeouts.size(), 1);
    QCOMPARE(timeouts.first().sent - *dropped->arrived, 32s);
    QVERIFY(all(trace, u"proxy>b1 CANCEL"_s).isEmpty());
}

QTEST_GUILESS_MAIN(ShippedScenariosTest)
#include "tst_shipped_scenarios.moc"
