#include "Check.h"
#include "TraceScript.h"

#include <QTest>

using namespace siprace;
using siprace::test::callUp;
using siprace::test::traceOf;
using siprace::test::twoPhonesAnswer;

/// The outcome numbers on traces written by hand: one row a name of the contract at least.
class TestOutcome : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoPhones_data();
    void twoPhones();
    void number_data();
    void number();
    void runClass_data();
    void runClass();
};

namespace {

/// Only what differs from a list of "name value" pairs.
QStringList valuesOf(const Outcome& outcome)
{
    QStringList out;
    for (const auto& [name, value] : outcomeValues(outcome))
        out += QStringLiteral("%1 %2").arg(name).arg(value);
    return out;
}

} // namespace

void TestOutcome::twoPhones_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char* name, const char* policy, const QString& values) {
        QTest::newRow(name) << QString::fromLatin1(policy) << values.split(u',');
    };
    row("forward-all: both heard, the second hung up after 320 ms", "forward-all",
        QStringLiteral("2xx_to_caller 2,2xx_deliveries 2,dialogs_at_callees 2,orphan_dialogs 0,ghost_calls 1,"
                       "ghost_call_ms 320,surviving_calls 1,killed_by_stray 0,misrouted_acks 0,dropped_2xx 0,"
                       "stray_forwarded 0,cancels 1,cancels_too_late 1,retransmissions 0,messages 22,lost 0,"
                       "settled_ms 940"));
    row("drop-late-2xx: the second phone waits 32 s for its ACK", "drop-late-2xx",
        QStringLiteral("2xx_to_caller 1,2xx_deliveries 1,dialogs_at_callees 2,orphan_dialogs 1,ghost_calls 1,"
                       "ghost_call_ms 32000,surviving_calls 1,killed_by_stray 0,misrouted_acks 0,dropped_2xx 11,"
                       "stray_forwarded 0,cancels 1,cancels_too_late 1,retransmissions 10,messages 29,lost 0,"
                       "settled_ms 32780"));
    row("ack-bye: the proxy hangs it up after 300 ms", "ack-bye",
        QStringLiteral("2xx_to_caller 1,2xx_deliveries 1,dialogs_at_callees 2,orphan_dialogs 0,ghost_calls 1,"
                       "ghost_call_ms 300,surviving_calls 1,killed_by_stray 0,misrouted_acks 0,dropped_2xx 0,"
                       "stray_forwarded 0,cancels 1,cancels_too_late 1,retransmissions 0,messages 18,lost 0,"
                       "settled_ms 910"));
}

void TestOutcome::twoPhones()
{
    QFETCH(const QString, policy);
    QFETCH(const QStringList, values);
    QCOMPARE(valuesOf(measure(traceOf(twoPhonesAnswer(policy)))), values);
}

void TestOutcome::number_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const QString& script, const char* expected) {
        QTest::newRow(name) << script << QString::fromLatin1(expected).split(u',');
    };
    row("no message: every number is 0", {}, "messages 0,settled_ms 0,2xx_to_caller 0");
    row("a plain call survives", callUp, "surviving_calls 1,2xx_to_caller 1,ghost_calls 0,ghost_call_ms 0");
    row("a copy of the 200 is a delivery and a retransmission, no second answer",
        callUp + QStringLiteral("800-850 b1>proxy 200/INVITE (b1)\n850-860 proxy>caller 200/INVITE (b1) by=9\n"),
        "2xx_to_caller 1,2xx_deliveries 2,dialogs_at_callees 1,retransmissions 2");
    row("the 2xx of a re-INVITE is none of the initial INVITE",
        callUp
            + QStringLiteral("900-910 caller>proxy INVITE (b1) cseq=2\n910-950 proxy>b1 INVITE (b1) cseq=2 by=9\n"
                             "950-990 b1>proxy 200/INVITE (b1) cseq=2 by=10\n"
                             "990-1000 proxy>caller 200/INVITE (b1) cseq=2 by=11\n"),
        "2xx_to_caller 1,2xx_deliveries 1,dialogs_at_callees 1,dropped_2xx 0");
    row("the answer to the INVITE that follows a challenge counts",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>caller 407/INVITE (p) by=1\n"
                       "20-30 caller>proxy ACKF (p) by=2\n20-30 caller>proxy INVITE cseq=2 by=2\n"
                       "30-40 proxy>b1 INVITE cseq=2 by=4\n40-50 b1>proxy 200/INVITE (b1) cseq=2 by=5\n"
                       "50-60 proxy>caller 200/INVITE (b1) cseq=2 by=6\n"),
        "2xx_to_caller 1,dialogs_at_callees 1");
    row("an ACK that is lost on the way leaves an orphan",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\n40-50 caller>proxy ACK (b1) by=4\n"
                       "50-x proxy>b1 ACK (b1) by=5\n"),
        "orphan_dialogs 1,lost 1,settled_ms 50");
    row("the ACK to a refused re-INVITE is none for the answer",
        QStringLiteral(
            "0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n20-x caller>b1 ACK (b1) by=2\n"
            "100-110 caller>b1 INVITE (b1) cseq=2 br=re\n110-120 b1>caller 491/INVITE (b1) cseq=2 br=re by=4\n"
            "120-130 caller>b1 ACKF (b1) cseq=2 br=re by=5\n"),
        "orphan_dialogs 1,lost 1");
    row("an ACK to a 2xx that repeats the branch of its INVITE is one all the same",
        QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n20-30 caller>b1 ACKF (b1) by=2\n"),
        "orphan_dialogs 0,surviving_calls 1");
    row("an ACK that the phone ignores has arrived all the same",
        callUp + QStringLiteral("500-600 proxy>b1 ACK (b1) discarded=R-454\n"), "orphan_dialogs 0");
    row("an answer that the caller ignores is a ghost until its phone gives up",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\nstate 32020 b1 b1 terminated\n"),
        "ghost_calls 1,ghost_call_ms 32000,orphan_dialogs 1,surviving_calls 0");
    row("a ghost that nobody ends lasts to the end of the run",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\n5000-5020 proxy>b1 OPTIONS\n"),
        "ghost_calls 1,ghost_call_ms 5000");
    row("a caller that keeps the last one makes a ghost of the first",
        callUp
            + QStringLiteral("10-160 proxy>b2 INVITE by=1\n450-600 b2>proxy 200/INVITE (b2)\n"
                             "600-610 proxy>caller 200/INVITE (b2) by=10\n610-620 caller>proxy ACK (b2) by=11\n"
                             "610-620 caller>proxy BYE (b1) by=11\n620-720 proxy>b1 BYE (b1) by=13\n"
                             "620-770 proxy>b2 ACK (b2) by=12\n"),
        "ghost_calls 1,ghost_call_ms 420,surviving_calls 1");
    row("a call that its caller hangs up is no ghost",
        callUp
            + QStringLiteral("action 5000 caller hang-up\n5000-5010 caller>proxy BYE (b1)\n"
                             "5010-5060 proxy>b1 BYE (b1) by=9\n"),
        "ghost_calls 0,ghost_call_ms 0,surviving_calls 0");
    row("a caller that hangs up on a late failure loses its call to a stray",
        callUp
            + QStringLiteral("5000-5050 proxy>caller 487/INVITE (b2) stray\n5050-5060 caller>proxy BYE (b1) by=9\n"
                             "5060-5090 proxy>b1 BYE (b1) by=10\n"),
        "killed_by_stray 1,stray_forwarded 1,surviving_calls 0,ghost_calls 0");
    row("the second 200 acknowledged with the first tag is misrouted, each time",
        callUp
            + QStringLiteral("10-160 proxy>b2 INVITE by=1\n450-600 b2>proxy 200/INVITE (b2)\n"
                             "600-610 proxy>caller 200/INVITE (b2) by=10\n610-620 caller>proxy ACK (b1) by=11\n"
                             "620-650 proxy>b1 ACK (b1) by=12\n950-1100 b2>proxy 200/INVITE (b2)\n"
                             "1100-1110 proxy>caller 200/INVITE (b2) by=14\n"
                             "1110-1120 caller>proxy ACK (b1) by=15\n1120-1150 proxy>b1 ACK (b1) by=16\n"),
        "misrouted_acks 2,orphan_dialogs 1,ghost_calls 1");
    row("an ACK to a phone that has forgotten the call is misrouted",
        callUp
            + QStringLiteral("down 450 b1\n800-850 proxy>caller 200/INVITE (b1)\n850-860 caller>proxy ACK (b1) by=9\n"
                             "860-900 proxy>b1 ACK (b1) by=10\n"),
        "misrouted_acks 1");
    row("the ACK to a failure is nobody's dialog",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 486/INVITE (b1) by=2\n"
                       "30-40 proxy>b1 ACKF (b1) by=3\n"),
        "misrouted_acks 0,dialogs_at_callees 0");
    row("a response sent on without a transaction is a stray, whoever marks it",
        callUp
            + QStringLiteral("5000-5050 b2>proxy 487/INVITE (b2) stray\n5050-5060 proxy>caller 487/INVITE (b2) by=9\n"),
        "stray_forwarded 1,killed_by_stray 0");
    row("a CANCEL sent again is one CANCEL",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 180/INVITE (b1) by=2\n"
                       "100-x proxy>b1 CANCEL\n600-700 proxy>b1 CANCEL\n700-710 b1>proxy 487/INVITE (b1) by=5\n"),
        "cancels 1,cancels_too_late 0,retransmissions 1,lost 1");
    row("a CANCEL of the caller is none of the proxy",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 caller>proxy CANCEL\n"), "cancels 0");
    row("a CANCEL that arrives in the microsecond of the 487 it caused is in time",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n100-150 proxy>b1 CANCEL\n"
                       "150-160 b1>proxy 487/INVITE (b1) by=3\n"),
        "cancels 1,cancels_too_late 0");
    row("a CANCEL in the microsecond of the INVITE that was answered at once is too late",
        QStringLiteral("0-10 caller>proxy INVITE\n10-150 proxy>b1 INVITE by=1\n100-150 proxy>b1 CANCEL\n"
                       "150-160 b1>proxy 200/INVITE (b1) by=2\n"),
        "cancels 1,cancels_too_late 1");
    row("a lost CANCEL is never too late",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "25-x proxy>b1 CANCEL\n"),
        "cancels 1,cancels_too_late 0");
}

void TestOutcome::number()
{
    QFETCH(const QString, script);
    QFETCH(const QStringList, expected);
    const QStringList found = valuesOf(measure(traceOf(script)));
    for (const QString& value : expected) {
        const QString name = value.section(u' ', 0, 0) + u' ';
        QVERIFY2(!found.filter(name).isEmpty(), qPrintable(name));
        QVERIFY2(
            found.contains(value), qPrintable(value + QStringLiteral("; found: ") + found.join(QStringLiteral(", "))));
    }
}

void TestOutcome::runClass_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& script, const char* expected) {
        QTest::newRow(name) << script << QString::fromLatin1(expected);
    };
    row("a plain call is clean", callUp, "clean");
    row("two answers at the caller", twoPhonesAnswer(), "two-2xx");
    row("an answer that nobody acknowledged", twoPhonesAnswer(QStringLiteral("drop-late-2xx")), "orphan-dialog");
    row("a phone that the proxy hung up", twoPhonesAnswer(QStringLiteral("ack-bye")), "ghost-call");
    row("nobody answered: nothing lost", QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n"),
        "clean");
    row("an answer that never reached the caller",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-x b1>proxy 200/INVITE (b1) by=2\n"),
        "call-lost");
    row("the phone hung up because it heard no ACK",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\n40-x caller>proxy ACK (b1) by=4\n"
                       "32020-32030 b1>proxy BYE (b1) back\n32030-32040 proxy>caller BYE (b1) back by=6\n"),
        "call-lost");
    row("the phone gave up in silence",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\n40-x caller>proxy ACK (b1) by=4\n"
                       "state 32020 b1 b1 terminated\n"),
        "call-lost");
    const QString reinvited = callUp
        + QStringLiteral("900-910 caller>proxy INVITE (b1) cseq=2\n910-950 proxy>b1 INVITE (b1) cseq=2 by=9\n"
                         "950-990 b1>proxy 200/INVITE (b1) cseq=2 by=10\n");
    const QString byeAtLast
        = QStringLiteral("32950-32990 b1>proxy BYE (b1) back\n32990-33000 proxy>caller BYE (b1) back by=12\n");
    row("the phone hung up because nobody acknowledged its answer to a re-INVITE", reinvited + byeAtLast, "call-lost");
    row("the phone hung up long after a re-INVITE that was acknowledged",
        reinvited
            + QStringLiteral("990-1000 proxy>caller 200/INVITE (b1) cseq=2 by=11\n"
                             "1000-1010 caller>proxy ACK (b1) cseq=2 by=12\n1010-1050 proxy>b1 ACK (b1) cseq=2 by=13\n"
                             "40000-40040 b1>proxy BYE (b1) back\n40040-40050 proxy>caller BYE (b1) back by=15\n"),
        "clean");
    row("the phone hung up soon after its answer to a re-INVITE",
        reinvited + QStringLiteral("2000-2040 b1>proxy BYE (b1) back\n2040-2050 proxy>caller BYE (b1) back by=12\n")
            + QStringLiteral("policy drop-late-2xx\n"),
        "clean");
    row("the caller hung up: nothing is wrong",
        callUp
            + QStringLiteral("action 5000 caller hang-up\n5000-5010 caller>proxy BYE (b1)\n"
                             "5010-5060 proxy>b1 BYE (b1) by=9\n"),
        "clean");
    row("the phone hung up by hand before its ACK",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                       "30-40 proxy>caller 200/INVITE (b1) by=3\n40-90 caller>proxy ACK (b1) by=4\n"
                       "90-140 proxy>b1 ACK (b1) by=5\naction 60 b1 hang-up\n60-70 b1>proxy BYE (b1) back\n"
                       "70-80 proxy>caller BYE (b1) back by=7\n"),
        "other");
    row("a failure in an established call", callUp + QStringLiteral("5000-5050 proxy>caller 487/INVITE (b2)\n"),
        "stray-in-call");
    row("a failure in an established call that its caller then ends",
        callUp
            + QStringLiteral("5000-5050 proxy>caller 487/INVITE (b2)\n5050-5060 caller>proxy BYE (b1) by=9\n"
                             "5060-5090 proxy>b1 BYE (b1) by=10\n"),
        "call-lost");
    row("a failure after the caller has hung up is nothing",
        callUp
            + QStringLiteral("action 4000 caller hang-up\n4000-4010 caller>proxy BYE (b1)\n"
                             "4010-4060 proxy>b1 BYE (b1) by=9\n5000-5050 proxy>caller 487/INVITE (b2)\n"),
        "other");
    row("a call that came although it was cancelled, hung up at once",
        QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n15-35 caller>proxy CANCEL\n"
                       "20-30 b1>proxy 200/INVITE (b1) by=2\n30-40 proxy>caller 200/INVITE (b1) by=4\n"
                       "40-50 caller>proxy ACK (b1) by=5\n40-50 caller>proxy BYE (b1) by=5\n"
                       "50-60 proxy>b1 ACK (b1) by=6\n50-60 proxy>b1 BYE (b1) by=7\n"),
        "ghost-call");
    row("the phone of a call lost its memory", callUp + QStringLiteral("down 900 b1\n"), "call-lost");
}

void TestOutcome::runClass()
{
    QFETCH(const QString, script);
    QFETCH(const QString, expected);
    QCOMPARE(judge(traceOf(script)).runClass, expected);
}

QTEST_GUILESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
