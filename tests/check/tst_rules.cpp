#include "RuleBook.h"
#include "Rules.h"
#include "TraceScript.h"

#include <QRegularExpression>
#include <QTest>

using namespace siprace;
using siprace::test::callUp;
using siprace::test::traceOf;
using siprace::test::twoPhonesAnswer;

/// Every check with a trace that breaks its rule and one that does not.
class TestRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finding_data();
    void finding();
    void sentence_data();
    void sentence();
    void onlyThePhoneCouldTell_data();
    void onlyThePhoneCouldTell();
    void everyCheckIsTriedBothWays();
    void everyRuleIsInTheBook();
    void worstComesFirst();
};

namespace {

/// Two phones ring, and the caller cancels; messages 1 to 7.
const QString ringing = QStringLiteral(R"(
    0-10     caller>proxy INVITE
    10-20    proxy>b1 INVITE by=1
    20-30    b1>proxy 180/INVITE (b1) by=2
    30-40    proxy>caller 180/INVITE (b1) by=3
    100-110  caller>proxy CANCEL
    110-120  proxy>caller 200/CANCEL by=5
)");

/// What one check alone says of a trace: "severity rule by".
QStringList verdictOf(QStringView check, const Trace& trace)
{
    const TraceIndex index(trace);
    FindingSink sink(index);
    findCheckRule(check)->check(index, measure(index), sink);
    QStringList out;
    for (const Finding& finding : sink.take()) {
        const QString by = finding.by.isEmpty() ? QString() : QStringLiteral(" by ") + finding.by;
        out += QStringLiteral("%1 %2%3").arg(toString(finding.severity), finding.rule, by);
    }
    return out;
}

QString copies(const QString& what, std::initializer_list<double> times)
{
    QString out;
    for (const double time : times)
        out += QStringLiteral("%1-%2 %3\n").arg(time).arg(time + 10).arg(what);
    return out;
}

struct Row
{
    const char* check;
    const char* name;
    QString script;
    const char* expected; ///< findings between ';', nothing when the check is content
};

QString retransmitting200(std::initializer_list<double> times)
{
    return QStringLiteral("0-10 caller>b1 INVITE\n") + copies(QStringLiteral("b1>caller 200/INVITE (b1)"), times);
}

QList<Row> forkRows()
{
    const QString drop = QStringLiteral("drop-late-2xx");
    const QString wrongLeg = callUp
        + QStringLiteral("10-160 proxy>b2 INVITE by=1\n450-600 b2>proxy 200/INVITE (b2)\n"
                         "600-610 proxy>caller 200/INVITE (b2) by=10\n610-620 caller>proxy ACK (b1) by=11\n"
                         "620-650 proxy>b1 ACK (b1) by=12\n");
    const QString ignored
        = QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n"
                         "20-30 b1>proxy 200/INVITE (b1) by=2\n"
                         "30-40 proxy>caller 200/INVITE (b1) by=3\n40000-40010 caller>proxy OPTIONS\n");
    return {
        {"two-2xx", "the caller hears both", twoPhonesAnswer(), "warning R-405"},
        {"two-2xx", "the caller hears one", callUp, ""},
        {"all-acknowledged", "two answers, two ACKs", twoPhonesAnswer(), "ok R-406"},
        {"all-acknowledged", "two answers, one ACK", twoPhonesAnswer(drop), ""},
        {"all-acknowledged", "one answer needs no praise", callUp, ""},
        {"orphan-dialog", "the policy kept the answer", twoPhonesAnswer(drop), "by-design R-406 by drop-late-2xx"},
        {"orphan-dialog", "everybody has an ACK", twoPhonesAnswer(), ""},
        {"orphan-dialog", "the caller sent no ACK", ignored, "violation R-406"},
        {"orphan-dialog", "the caller is one that ignores",
            ignored + QStringLiteral("design caller ignore-extra-2xx\n"), "by-design R-406 by ignore-extra-2xx"},
        {"orphan-dialog", "the only ACK was lost", ignored + QStringLiteral("45-x caller>proxy ACK (b1) by=4\n"),
            "warning R-406"},
        {"orphan-dialog", "the ACK is on its way when the run is cut",
            ignored + QStringLiteral("45-? caller>proxy ACK (b1) by=4\n"), "unknown R-406"},
        {"orphan-dialog", "the run goes on, so the ACK may still come", ignored + QStringLiteral("ended\n"), ""},
        {"orphan-dialog", "the run goes on, but the phone has given up",
            ignored + QStringLiteral("ended\nstate 32030 b1 b1 terminated\n"), "violation R-406"},
        {"orphan-dialog", "the answer came 32 s after the first",
            callUp
                + QStringLiteral("10-160 proxy>b2 INVITE by=1\n33000-33100 b2>proxy 200/INVITE (b2)\n"
                                 "33100-33110 proxy>caller 200/INVITE (b2) by=10\n"),
            "warning R-907"},
        {"orphan-dialog", "the answer came after a failure had ended the INVITE",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n30-40 proxy>caller 408/INVITE (p)\n"
                           "40-50 caller>proxy ACKF (p) by=3\n50-60 b1>proxy 200/INVITE (b1) by=2\n"
                           "60-70 proxy>caller 200/INVITE (b1) by=5 stray\n"),
            "warning R-902"},
        {"ghost-call", "the surplus phone was in a call", twoPhonesAnswer(), "warning R-410"},
        {"ghost-call", "the only phone was wanted", callUp, ""},
        {"ghost-call", "the run goes on, so it may still be kept",
            QStringLiteral("0-10 caller>b1 INVITE\n20-30 b1>caller 200/INVITE (b1)\nended\n"), ""},
        {"ack-wrong-leg", "the second answer is acknowledged with the first tag", wrongLeg, "violation R-407"},
        {"ack-wrong-leg", "the caller is known for it", wrongLeg + QStringLiteral("design caller ack-first-leg\n"),
            "by-design R-407 by ack-first-leg"},
        {"ack-wrong-leg", "each answer has its own ACK", twoPhonesAnswer(), ""},
        {"ack-wrong-leg", "a phone that lost its memory gets an ACK", callUp + QStringLiteral("down 380 b1\n"),
            "note R-910"},
        {"unacked-2xx-copy", "a copy is left without ACK",
            callUp + QStringLiteral("800-850 b1>proxy 200/INVITE (b1)\n850-860 proxy>caller 200/INVITE (b1) by=9\n"),
            "violation R-408"},
        {"unacked-2xx-copy", "the run was cut when the copy came",
            callUp
                + QStringLiteral("ended user\n800-850 b1>proxy 200/INVITE (b1)\n"
                                 "850-860 proxy>caller 200/INVITE (b1) by=9\n"),
            "unknown R-408"},
        {"unacked-2xx-copy", "a copy is acknowledged again",
            callUp
                + QStringLiteral("800-850 b1>proxy 200/INVITE (b1)\n850-860 proxy>caller 200/INVITE (b1) by=9\n"
                                 "860-870 caller>proxy ACK (b1) by=10\n"),
            ""},
        {"unacked-silence", "no BYE after 32 s", ignored, "warning R-455"},
        {"unacked-silence", "a phone that is silent by design", ignored + QStringLiteral("design b1 unacked-silent\n"),
            "by-design R-455 by unacked-silent"},
        {"unacked-silence", "the BYE came", twoPhonesAnswer(drop), ""},
        {"dropped-2xx", "the policy drops", twoPhonesAnswer(drop), "by-design R-259 by drop-late-2xx"},
        {"dropped-2xx", "a proxy that forwards by policy drops",
            callUp + QStringLiteral("10-160 proxy>b2 INVITE by=1\n450-600 b2>proxy 200/INVITE (b2)\n"),
            "violation R-259"},
        {"dropped-2xx", "copies of the winner are dropped",
            callUp + QStringLiteral("800-850 b1>proxy 200/INVITE (b1)\npolicy drop-late-2xx\n"),
            "by-design R-909 by drop-late-2xx"},
        {"dropped-2xx", "the answer to a re-INVITE is dropped",
            callUp
                + QStringLiteral("900-910 caller>proxy INVITE (b1) cseq=2\n910-950 proxy>b1 INVITE (b1) cseq=2 by=9\n"
                                 "950-990 b1>proxy 200/INVITE (b1) cseq=2 by=10\npolicy drop-late-2xx\n"),
            "by-design R-259 by drop-late-2xx"},
        {"dropped-2xx", "RFC 6026 asks for it",
            callUp + QStringLiteral("policy invfix\n33000-33100 b2>proxy 200/INVITE (b2) discarded=R-273\n"),
            "note R-273"},
        {"dropped-2xx", "nobody says what the proxy of a capture was told",
            callUp + QStringLiteral("450-600 b2>proxy 200/INVITE (b2)\npolicy\n"), "unknown R-259"},
        {"dropped-2xx", "everything is forwarded", twoPhonesAnswer(), ""},
        {"proxy-as-caller", "the proxy hangs up the loser", twoPhonesAnswer(QStringLiteral("ack-bye")),
            "by-design R-280 by ack-bye"},
        {"proxy-as-caller", "a proxy without that policy does",
            twoPhonesAnswer(QStringLiteral("ack-bye")) + QStringLiteral("policy invfix\n"), "violation R-280"},
        {"proxy-as-caller", "the proxy forwards the caller's", twoPhonesAnswer(), ""},
    };
}

QList<Row> proxyRows()
{
    const QString stray = callUp
        + QStringLiteral("5000-5050 b2>proxy 487/INVITE (b2) stray\n5050-5060 proxy>caller 487/INVITE (b2) by=9\n");
    return {
        {"stray-in-call", "a 487 leaks by policy", stray, "by-design R-260 by forward-all"},
        {"stray-in-call", "a 487 leaks because the proxy forgets early",
            stray + QStringLiteral("design proxy linger: 5s\n"), "by-design R-260 by linger: 5s"},
        {"stray-in-call", "a 487 leaks out of a transaction",
            callUp + QStringLiteral("5050-5060 proxy>caller 487/INVITE (b2)\n"), "violation R-260"},
        {"stray-in-call", "a phone sends 200 and then 486",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n20-30 caller>b1 ACK (b1) by=2\n"
                "100-110 b1>caller 486/INVITE (b1)\n"),
            "violation R-134"},
        {"stray-in-call", "and the caller hangs up", stray + QStringLiteral("5060-5070 caller>proxy BYE (b1) by=10\n"),
            "violation R-404;by-design R-260 by forward-all"},
        {"stray-in-call", "a caller that does so by design",
            stray + QStringLiteral("5060-5070 caller>proxy BYE (b1) by=10\ndesign caller hang-up-on-stray\n"),
            "by-design R-260 by forward-all;by-design R-404 by hang-up-on-stray"},
        {"stray-in-call", "a failure that ends the INVITE",
            QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n"), ""},
        {"stray-forwarded", "RFC 3261 sends it on", stray, "by-design R-252 by forward-all"},
        {"stray-forwarded", "invfix may not", stray + QStringLiteral("policy invfix\n"), "violation R-252"},
        {"stray-forwarded", "a capture cannot tell", stray + QStringLiteral("policy\n"), "unknown R-252"},
        {"stray-forwarded", "the answer to a CANCEL forwarded without a call",
            QStringLiteral("policy invfix\n0-10 caller>proxy CANCEL\n10-20 proxy>b1 CANCEL by=1 br=other\n"
                           "20-30 b1>proxy 481/CANCEL by=2 br=other\n30-40 proxy>caller 481/CANCEL by=3 stray\n"),
            "by-design R-252 by unmatched-cancel: forward"},
        {"stray-forwarded", "the proxy above met one, this one did not",
            QStringLiteral("node caller caller Caller\nnode proxy proxy P\nnode q proxy Q\nnode b1 callee Phone\n"
                           "0-10 caller>proxy INVITE\n10-20 proxy>q INVITE by=1\n20-30 q>b1 INVITE by=2\n"
                           "30-40 b1>q 200/INVITE (b1) by=3\n40-50 q>proxy 200/INVITE (b1) by=4 stray\n"
                           "policy invfix\n"),
            ""},
        {"dropped-2xx", "a file has cured the recipe, and its proxy drops all the same",
            twoPhonesAnswer(QStringLiteral("drop-late-2xx")) + QStringLiteral("design proxy late-2xx: forward\n"),
            "violation R-259"},
        {"dropped-2xx", "copies of the winner are dropped although it is remembered by its tag",
            callUp
                + QStringLiteral("800-850 b1>proxy 200/INVITE (b1)\npolicy drop-late-2xx\n"
                                 "design proxy remember-by: to-tag\n"),
            "note R-909"},
        {"dropped-2xx", "a file makes a dropper of another policy",
            twoPhonesAnswer(QStringLiteral("drop-late-2xx"))
                + QStringLiteral("policy forward-all\ndesign proxy late-2xx: drop\n"),
            "by-design R-259 by late-2xx: drop"},
        {"stray-forwarded", "strays are forwarded although the policy's knob was turned",
            stray + QStringLiteral("policy forward-all\ndesign proxy stray: drop\n"), "violation R-252"},
        {"stray-in-call", "a copy of the INVITE was forked again and refused",
            callUp
                + QStringLiteral("500-510 caller>proxy INVITE\n510-520 proxy>b1 INVITE br=new by=9\n"
                                 "520-530 b1>proxy 482/INVITE (b1) br=new by=10\n"
                                 "530-540 proxy>caller 482/INVITE (b1) by=11\n"),
            "by-design R-260 by forward-all"},
        {"stray-forwarded", "everything matched", callUp, ""},
        {"response-after-final", "a 180 follows the 200",
            callUp + QStringLiteral("500-510 proxy>caller 180/INVITE (b2)\n"), "violation R-260"},
        {"response-after-final", "two failures for one INVITE",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>caller 486/INVITE (b1) by=1\n"
                           "30-40 proxy>caller 603/INVITE (b2) by=1\n"),
            "violation R-262"},
        {"response-after-final", "a copy of the failure",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>caller 486/INVITE (b1) by=1\n"
                           "510-520 proxy>caller 486/INVITE (b1)\n"),
            ""},
        {"response-after-final", "a second 2xx is allowed", twoPhonesAnswer(), ""},
        {"forwarded-100", "the 100 of a phone reaches the caller",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 100/INVITE by=2\n"
                           "30-40 proxy>caller 100/INVITE by=3\n"),
            "violation R-257"},
        {"forwarded-100", "the 100 is the proxy's own", twoPhonesAnswer(), ""},
        {"forked-again", "a copy of the INVITE makes a new branch",
            callUp + QStringLiteral("500-510 caller>proxy INVITE\n510-610 proxy>b1 INVITE br=new by=9\n"),
            "by-design R-142 by forward-all"},
        {"forked-again", "under invfix it may not",
            callUp
                + QStringLiteral("policy invfix\n500-510 caller>proxy INVITE\n510-610 proxy>b1 INVITE br=new by=9\n"),
            "violation R-142"},
        {"forked-again", "the proxy lost its memory in between",
            callUp
                + QStringLiteral("down 400 proxy\n500-510 caller>proxy INVITE\n510-610 proxy>b1 INVITE br=new by=9\n"),
            "note R-201"},
        {"forked-again", "a copy is absorbed", callUp + QStringLiteral("500-510 caller>proxy INVITE\n"), ""},
        {"max-forwards", "a request with 0 goes on",
            QStringLiteral("0-10 caller>proxy INVITE mf=0\n10-20 proxy>b1 INVITE by=1 mf=0\n"), "violation R-205"},
        {"max-forwards", "it does not fall",
            QStringLiteral("0-10 caller>proxy INVITE mf=70\n10-20 proxy>b1 INVITE by=1 mf=70\n"), "violation R-206"},
        {"max-forwards", "it falls by one",
            QStringLiteral("0-10 caller>proxy INVITE mf=70\n10-20 proxy>b1 INVITE by=1 mf=69\n"), ""},
        {"max-forwards", "at 0 the proxy refuses",
            QStringLiteral("0-10 caller>proxy INVITE mf=0\n10-20 proxy>caller 483/INVITE by=1\n"), "ok R-205"},
        {"loop-or-merge", "a phone gets one call twice",
            QStringLiteral("0-10 proxy>b1 INVITE\n10-20 b1>proxy 482/INVITE (b1) by=1\n"), "ok R-457"},
        {"loop-or-merge", "a proxy meets its own request",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>caller 482/INVITE (p) by=1\n"), "ok R-353"},
        {"loop-or-merge", "nothing comes twice", callUp, ""},
    };
}

QList<Row> cancelRows()
{
    const QString inTime = QStringLiteral("0-10 proxy>b1 INVITE\n10-20 b1>proxy 180/INVITE (b1) by=1\n"
                                          "100-110 proxy>b1 CANCEL\n");
    return {
        {"cancel-before-provisional", "no response had come",
            QStringLiteral("0-10 proxy>b1 INVITE\n5-15 proxy>b1 CANCEL\n"), "violation R-303"},
        {"cancel-before-provisional", "the setting asks for it",
            QStringLiteral("0-10 proxy>b1 INVITE\n5-15 proxy>b1 CANCEL\ndesign proxy cancel-unreplied: at-once\n"),
            "by-design R-303 by cancel-unreplied: at-once"},
        {"cancel-before-provisional", "a 180 had come", inTime, ""},
        {"cancel-after-final", "the 486 had come",
            QStringLiteral("0-10 proxy>b1 INVITE\n10-20 b1>proxy 486/INVITE (b1) by=1\n100-110 proxy>b1 CANCEL\n"),
            "warning R-304"},
        {"cancel-after-final", "the caller had its 486",
            QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n100-110 caller>b1 CANCEL\n"),
            "warning R-304"},
        {"cancel-after-final", "the 200 comes behind what caused the CANCEL",
            QStringLiteral("0-10 proxy>b2 INVITE\n0-90 b1>proxy 200/INVITE (b1)\n10-95 b2>proxy 200/INVITE (b2) by=1\n"
                           "100-110 proxy>b2 CANCEL by=2\n"),
            ""},
        {"cancel-after-final", "in time", inTime, ""},
        {"cancel-too-late", "CANCEL and 200 cross", twoPhonesAnswer(), "note R-304"},
        {"cancel-too-late", "in time", inTime + QStringLiteral("110-120 b1>proxy 487/INVITE (b1) by=3\n"), ""},
        {"cancel-unanswered", "a phone is silent", inTime + QStringLiteral("9000-9010 proxy>b1 OPTIONS\n"),
            "warning R-310"},
        {"cancel-unanswered", "a phone that ignores CANCEL by design",
            inTime + QStringLiteral("9000-9010 proxy>b1 OPTIONS\ndesign b1 ignore-cancel\n"),
            "by-design R-310 by ignore-cancel"},
        {"cancel-unanswered", "the proxy has forgotten the call",
            QStringLiteral("0-10 caller>proxy INVITE\n50-60 proxy>caller 180/INVITE (b1)\ndown 70 proxy\n"
                           "100-110 caller>proxy CANCEL\n9000-9010 caller>proxy OPTIONS\n"
                           "design proxy unmatched-cancel: ignore\n"),
            "by-design R-315 by unmatched-cancel: ignore"},
        {"cancel-unanswered", "it never arrived",
            QStringLiteral("0-10 proxy>b1 INVITE\n100-x proxy>b1 CANCEL\n9000-9010 proxy>b1 OPTIONS\n"), "note R-307"},
        {"cancel-unanswered", "the run ends with its arrival", inTime, "unknown R-310"},
        {"cancel-unanswered", "it is answered", inTime + QStringLiteral("110-120 b1>proxy 200/CANCEL by=3\n"), ""},
        {"left-ringing", "the proxy cancelled nobody", ringing, "violation R-314"},
        {"left-ringing", "the proxy lost its memory", ringing + QStringLiteral("down 60 proxy\n"),
            "by-design R-315 by unmatched-cancel"},
        {"left-ringing", "after a restart it forwarded what the phone cannot know",
            ringing + QStringLiteral("down 60 proxy\n110-120 proxy>b1 CANCEL br=other by=5\n"), "note R-315"},
        {"left-ringing", "another phone has answered",
            twoPhonesAnswer()
                + QStringLiteral(
                    "10-20 proxy>b1 INVITE br=third by=1\n20-30 b1>proxy 180/INVITE (b3) br=third by=23\n"),
            "violation R-275"},
        {"left-ringing", "the caller was told of a failure while the phone rings",
            QString(ringing).replace(
                QStringLiteral("100-110  caller>proxy CANCEL"), QStringLiteral("100-110 proxy>caller 404/INVITE (p)")),
            "violation R-263"},
        {"left-ringing", "a restarted proxy told it",
            QString(ringing).replace(QStringLiteral("100-110  caller>proxy CANCEL"),
                QStringLiteral("100-110 proxy>caller 404/INVITE (p)\ndown 60 proxy")),
            "warning R-263"},
        {"left-ringing", "a challenge ends no call",
            QString(ringing).replace(
                QStringLiteral("100-110  caller>proxy CANCEL"), QStringLiteral("100-110 proxy>caller 407/INVITE (p)")),
            ""},
        {"left-ringing", "the CANCEL was lost", ringing + QStringLiteral("110-x proxy>b1 CANCEL by=5\n"),
            "warning R-314"},
        {"left-ringing", "it was cancelled",
            ringing + QStringLiteral("110-120 proxy>b1 CANCEL by=5\n120-130 b1>proxy 487/INVITE (b1) by=7\n"), ""},
        {"missing-487", "CANCEL answered, INVITE not", inTime + QStringLiteral("110-120 b1>proxy 200/CANCEL by=3\n"),
            "warning R-310"},
        {"missing-487", "the run was cut in that moment",
            inTime + QStringLiteral("110-120 b1>proxy 200/CANCEL by=3\nended user\n"), "unknown R-310"},
        {"left-ringing", "the run was cut in that moment", ringing + QStringLiteral("ended time\n"), "unknown R-314"},
        {"missing-487", "600 instead",
            inTime + QStringLiteral("110-120 b1>proxy 200/CANCEL by=3\n110-120 b1>proxy 600/INVITE (b1) by=3\n"),
            "warning R-310"},
        {"missing-487", "481 although the INVITE is pending",
            inTime + QStringLiteral("110-120 b1>proxy 481/CANCEL by=3\n"), "violation R-005"},
        {"missing-487", "487 as it should",
            inTime + QStringLiteral("110-120 b1>proxy 200/CANCEL by=3\n110-120 b1>proxy 487/INVITE (b1) by=3\n"), ""},
        {"missing-487", "too late is no case for 487", twoPhonesAnswer(), ""},
    };
}

QList<Row> dialogRows()
{
    const QString hungUp = QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n"
                                          "20-90 caller>b1 ACK (b1) by=2\n");
    return {
        {"bye-before-ack", "the phone hangs up at once", hungUp + QStringLiteral("50-60 b1>caller BYE (b1) back\n"),
            "violation R-460"},
        {"bye-before-ack", "the phone hangs up before it answers",
            QStringLiteral("0-10 caller>b1 INVITE\n50-60 b1>caller BYE (b1) back\n"), "violation R-459"},
        {"bye-before-ack", "the phone hangs up with its ACK",
            hungUp + QStringLiteral("95-99 b1>caller BYE (b1) back\n"), ""},
        {"bye-before-ack", "the phone waited 32 s", twoPhonesAnswer(QStringLiteral("drop-late-2xx")), ""},
        {"unknown-dialog", "481 to a BYE", twoPhonesAnswer(QStringLiteral("drop-late-2xx")), "note R-510"},
        {"unknown-dialog", "200 to a BYE", twoPhonesAnswer(), ""},
        {"cseq-order", "the INFO has a lower number",
            hungUp
                + QStringLiteral("100-110 caller>b1 INFO (b1) cseq=0\n110-120 b1>caller 500/INFO (b1) cseq=0 by=4\n"),
            "violation R-505"},
        {"cseq-order", "and it is accepted",
            hungUp
                + QStringLiteral("100-110 caller>b1 INFO (b1) cseq=0\n110-120 b1>caller 200/INFO (b1) cseq=0 by=4\n"),
            "violation R-505;violation R-506"},
        {"cseq-order", "the caller does so by design",
            hungUp + QStringLiteral("100-110 caller>b1 INFO (b1) cseq=0\ndesign caller backwards-cseq\n"),
            "by-design R-505 by backwards-cseq"},
        {"cseq-order", "one number is left out", hungUp + QStringLiteral("100-110 caller>b1 INFO (b1) cseq=3\n"),
            "violation R-505"},
        {"cseq-order", "a gap after a challenge is fine",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>b1 INVITE by=1\n20-30 b1>proxy 200/INVITE (b1) by=2\n"
                           "100-110 caller>proxy BYE (b1) cseq=2\n110-120 proxy>caller 407/BYE (b1) cseq=2 by=4\n"
                           "120-130 caller>proxy BYE (b1) cseq=3 by=5\n130-140 proxy>b1 BYE (b1) cseq=3 by=6\n"
                           "140-150 b1>proxy 200/BYE (b1) cseq=3 by=7\n"),
            "ok R-507"},
        {"cseq-order", "a challenge is answered with the old number",
            QStringLiteral("0-10 caller>proxy INVITE\n10-20 proxy>caller 407/INVITE (p) by=1\n"
                           "20-30 caller>proxy INVITE br=retry by=2\n"),
            "violation R-602"},
        {"cseq-order", "each request is one more", hungUp + QStringLiteral("100-110 caller>b1 BYE (b1) cseq=2\n"), ""},
        {"unacked-failure", "a 486 gets no ACK",
            QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n"), "violation R-106"},
        {"unacked-failure", "the run was cut in that moment",
            QStringLiteral("ended user\n0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n"),
            "unknown R-106"},
        {"unacked-failure", "its copy gets none",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n20-x caller>b1 ACKF (b1) by=2\n"
                "510-520 b1>caller 486/INVITE (b1)\n"),
            "violation R-108"},
        {"unacked-failure", "a proxy has forgotten it after 5 s",
            QStringLiteral("design proxy linger: 5s\n0-10 proxy>b1 INVITE\n10-20 b1>proxy 487/INVITE (b1) by=1\n"
                           "20-30 proxy>b1 ACKF (b1) by=2\n7510-7520 b1>proxy 487/INVITE (b1) stray\n"),
            "by-design R-107 by linger: 5s"},
        {"unacked-failure", "it came when the caller had given up",
            QStringLiteral(
                "0-10 caller>proxy INVITE\n10-20 proxy>caller 100/INVITE by=1\n1000-1010 caller>proxy CANCEL\n"
                "33000-33010 proxy>caller 408/INVITE (p)\n"),
            ""},
        {"unacked-failure", "it came after Timer B",
            QStringLiteral("0-10 caller>proxy INVITE\n32010-32020 proxy>caller 408/INVITE (p)\n"), ""},
        {"unacked-failure", "acknowledged",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n20-30 caller>b1 ACKF (b1) by=2\n"),
            ""},
    };
}

QList<Row> timerRows()
{
    const QString invite = QStringLiteral("caller>proxy INVITE");
    const QString bye = QStringLiteral("caller>b1 BYE (b1)");
    const QString acked200 = QStringLiteral("0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n"
                                            "20-30 caller>b1 ACK (b1) by=2\n");
    return {
        {"retransmission-times", "Timer A", copies(invite, {0, 500, 1500, 3500, 7500, 15500, 31500}), ""},
        {"retransmission-times", "Timer A capped with T2", copies(invite, {0, 500, 1500, 3500, 7500, 11500}),
            "violation R-102"},
        {"retransmission-times", "Timer A of a node with T1 = 100 ms",
            QStringLiteral("t1 caller 100\n") + copies(invite, {0, 100, 300, 700, 1500}), ""},
        {"retransmission-times", "Timer E", copies(bye, {0, 500, 1500, 3500, 7500, 11500, 15500}), ""},
        {"retransmission-times", "Timer E without its cap", copies(bye, {0, 500, 1500, 3500, 7500, 15500}),
            "violation R-162"},
        {"retransmission-times", "copies of a 200, each 5 ms late",
            retransmitting200({10, 515, 1520, 3525, 7530, 11535}), ""},
        {"retransmission-times", "copies of a 200 every second", retransmitting200({10, 1010, 2010}),
            "violation R-453"},
        {"retransmission-times", "copies of a failure that never slow down",
            QStringLiteral("0-10 caller>b1 INVITE\n")
                + copies(QStringLiteral("b1>caller 486/INVITE (b1)"), {10, 510, 1010}),
            "violation R-136"},
        {"retransmission-times", "an INVITE twice over TCP",
            QStringLiteral("0-10 caller>proxy INVITE tcp\n500-510 caller>proxy INVITE tcp\n"), "violation R-101"},
        {"retransmission-times", "a BYE twice over TCP",
            QStringLiteral("0-10 caller>b1 BYE (b1) tcp\n500-510 caller>b1 BYE (b1) tcp\n"), "violation R-161"},
        {"retransmission-times", "a 200 to INVITE again over TCP",
            QStringLiteral("0-10 caller>b1 INVITE tcp\n10-20 b1>caller 200/INVITE (b1) tcp by=1\n"
                           "510-520 b1>caller 200/INVITE (b1) tcp\n"),
            ""},
        {"retransmission-times", "on a real clock 40 ms are nothing",
            QStringLiteral("clock real\n") + copies(invite, {0, 540, 1500}), ""},
        {"retransmission-times", "a capture with a T1 of its own that doubles",
            QStringLiteral("policy\n") + copies(invite, {0, 200, 600, 1400}), ""},
        {"retransmission-times", "a capture that does not double",
            QStringLiteral("policy\n") + copies(invite, {0, 200, 400, 600}), "unknown R-102"},
        {"retransmission-times", "a copy that a copy caused has no timer",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 180/INVITE (b1) by=1\n20-30 b1>caller 200/INVITE (b1)\n"
                "100-110 caller>b1 INVITE\n110-120 b1>caller 200/INVITE (b1) by=4\n"),
            ""},
        {"retransmits-too-long", "an INVITE after its 180",
            QStringLiteral(
                "0-10 caller>proxy INVITE\n10-20 proxy>caller 180/INVITE (b1) by=1\n500-510 caller>proxy INVITE\n"),
            "warning R-103"},
        {"retransmits-too-long", "a 200 after its ACK",
            acked200 + QStringLiteral("510-520 b1>caller 200/INVITE (b1)\n"), "violation R-454"},
        {"retransmits-too-long", "a phone that is deaf to ACK by design",
            acked200 + QStringLiteral("510-520 b1>caller 200/INVITE (b1)\ndesign b1 deaf-to-ack\n"),
            "by-design R-454 by deaf-to-ack"},
        {"retransmits-too-long", "a 486 after its ACK",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 486/INVITE (b1) by=1\n20-30 caller>b1 ACKF (b1) by=2\n"
                "510-520 b1>caller 486/INVITE (b1)\n"),
            "violation R-138"},
        {"retransmits-too-long", "a BYE after its 200",
            QStringLiteral("0-10 caller>b1 BYE (b1)\n10-20 b1>caller 200/BYE (b1) by=1\n500-510 caller>b1 BYE (b1)\n"),
            "violation R-165"},
        {"retransmits-too-long", "a 200 until its ACK",
            QStringLiteral(
                "0-10 caller>b1 INVITE\n10-20 b1>caller 200/INVITE (b1) by=1\n510-520 b1>caller 200/INVITE (b1)\n"
                "520-530 caller>b1 ACK (b1) by=3\n"),
            ""},
        {"non-invite-responses", "408 to a BYE",
            QStringLiteral("0-10 caller>b1 BYE (b1)\n32000-32010 b1>caller 408/BYE (b1)\n"), "violation R-187"},
        {"non-invite-responses", "180 to a BYE",
            QStringLiteral("0-10 caller>b1 BYE (b1)\n10-20 b1>caller 180/BYE (b1) by=1\n"), "violation R-185"},
        {"non-invite-responses", "100 to a BYE at once",
            QStringLiteral("0-10 caller>b1 BYE (b1)\n10-20 b1>caller 100/BYE (b1) by=1\n"), "violation R-186"},
        {"non-invite-responses", "100 to a BYE after 3.5 s",
            QStringLiteral("0-10 caller>b1 BYE (b1)\n3510-3520 b1>caller 100/BYE (b1)\n"), ""},
        {"non-invite-responses", "481 to an ACK",
            QStringLiteral("0-10 caller>b1 ACK (b1)\n10-20 b1>caller 481/ACK (b1) by=1\n"), "violation R-018"},
        {"non-invite-responses", "200 to a BYE", twoPhonesAnswer(), ""},
    };
}

QList<Row> allRows()
{
    return forkRows() + proxyRows() + cancelRows() + dialogRows() + timerRows();
}

} // namespace

void TestRules::finding_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("expected");
    const QList<Row> rows = allRows();
    for (const Row& row : rows) {
        const QByteArray name = QByteArray(row.check) + ": " + row.name;
        QTest::newRow(name.constData()) << QString::fromLatin1(row.check) << row.script
                                        << QString::fromLatin1(row.expected).split(u';', Qt::SkipEmptyParts);
    }
}

void TestRules::finding()
{
    QFETCH(const QString, check);
    QFETCH(const QString, script);
    QFETCH(const QStringList, expected);
    QCOMPARE(verdictOf(check, traceOf(script)), expected);
}

void TestRules::sentence_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("messages");
    QTest::newRow("CANCEL too late names both and the time between")
        << QStringLiteral("R-304") << twoPhonesAnswer()
        << QStringLiteral("Phone B2 answered 200 ms before the CANCEL reached it.") << QList<int>{10, 12};
    QTest::newRow("two 2xx name the phones and when each was heard")
        << QStringLiteral("R-405") << twoPhonesAnswer()
        << QStringLiteral("Caller A received two answers to one INVITE, from Phone B1 at 520 ms and from Phone B2 at "
                          "620 ms; each To tag is a dialog of its own.")
        << QList<int>{11, 15};
    QTest::newRow("a ghost call has a length")
        << QStringLiteral("R-410") << twoPhonesAnswer()
        << QStringLiteral("Phone B2 was in a call for 320 ms, from its answer at 460 ms to the BYE of Caller A; "
                          "Caller A did not keep it.")
        << QList<int>{10, 17};
}

void TestRules::sentence()
{
    QFETCH(const QString, rule);
    QFETCH(const QString, script);
    QFETCH(const QString, text);
    QFETCH(const QList<int>, messages);
    const Verdict verdict = judge(traceOf(script));
    for (const Finding& finding : verdict.findings) {
        if (finding.rule != rule)
            continue;
        QCOMPARE(finding.text, text);
        QCOMPARE(finding.messages, messages);
        QVERIFY(finding.reference.startsWith(QStringLiteral("RFC 3261")));
        QVERIFY(!finding.reference.contains(u'§'));
        return;
    }
    QFAIL("no such finding");
}

void TestRules::onlyThePhoneCouldTell_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("known"); // of our own phones
    const QSet<QByteArray> wanted{"orphan-dialog: the caller sent no ACK",
        "unacked-2xx-copy: a copy is left without ACK", "cancel-after-final: the caller had its 486",
        "cancel-unanswered: a phone is silent", "unacked-failure: a 486 gets no ACK",
        "unacked-failure: its copy gets none", "retransmits-too-long: an INVITE after its 180",
        "retransmits-too-long: a 200 after its ACK", "retransmits-too-long: a 486 after its ACK",
        "retransmits-too-long: a BYE after its 200"};
    qsizetype found = 0;
    for (const Row& row : allRows()) {
        const QByteArray name = QByteArray(row.check) + ": " + row.name;
        if (!wanted.contains(name))
            continue;
        ++found;
        QTest::newRow(name.constData()) << QString::fromLatin1(row.check) << row.script
                                        << QString::fromLatin1(row.expected).split(u';', Qt::SkipEmptyParts);
    }
    QCOMPARE(found, wanted.size());
}

/// What our own phone breaks a phone outside may not have broken: nobody has seen it read what reached it.
void TestRules::onlyThePhoneCouldTell()
{
    QFETCH(const QString, check);
    QFETCH(const QString, script);
    QFETCH(const QStringList, known);
    Trace trace = traceOf(script);
    QCOMPARE(verdictOf(check, trace), known);
    for (TraceNode& node : trace.nodes) {
        if (node.role == Role::Proxy)
            continue;
        node.as = node.role;
        node.role = Role::External;
    }
    QStringList unknown = known;
    unknown.replaceInStrings(QRegularExpression(QStringLiteral("^\\S+")), QStringLiteral("unknown"));
    QCOMPARE(verdictOf(check, trace), unknown);
}

void TestRules::everyCheckIsTriedBothWays()
{
    const QList<Row> rows = allRows();
    for (const CheckRule& check : checkRules()) {
        bool hasFinding = false;
        bool hasNone = false;
        for (const Row& row : rows) {
            if (check.id != QLatin1StringView(row.check))
                continue;
            hasFinding = hasFinding || *row.expected != '\0';
            hasNone = hasNone || *row.expected == '\0';
        }
        QVERIFY2(hasFinding && hasNone, qPrintable(check.id.toString()));
    }
}

void TestRules::everyRuleIsInTheBook()
{
    for (const CheckRule& check : checkRules())
        QVERIFY2(findRule(check.rule), qPrintable(check.id.toString()));
    const QList<Row> rows = allRows();
    for (const Row& row : rows) {
        const Verdict verdict = judge(traceOf(row.script));
        for (const Finding& finding : verdict.findings) {
            QVERIFY2(findRule(finding.rule), qPrintable(finding.rule));
            QVERIFY2(!finding.title.isEmpty() && finding.text.endsWith(u'.'), qPrintable(finding.text));
            static const QRegularExpression secondSentence(QStringLiteral("\\. [A-Z]"));
            QVERIFY2(!finding.text.contains(secondSentence), qPrintable(finding.text));
            for (const int n : finding.messages)
                QVERIFY(n >= 1 && n <= traceOf(row.script).messages.size());
        }
    }
}

void TestRules::worstComesFirst()
{
    const QList<Finding> findings = judge(traceOf(twoPhonesAnswer())).findings;
    QVERIFY(findings.size() >= 4);
    for (qsizetype i = 1; i < findings.size(); ++i)
        QVERIFY(findings.at(i - 1).severity <= findings.at(i).severity);
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
