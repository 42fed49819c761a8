#include "Dialog.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

sip::Message parsedMessage(QByteArray text)
{
    text.replace('\n', "\r\n");
    const auto message = sip::Message::parse(text);
    return message ? *message : sip::Message();
}

sip::Message inviteWith(const QByteArray& more = {})
{
    return parsedMessage("INVITE sip:bob@lab SIP/2.0\n"
                         "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-1\n"
                         "Max-Forwards: 70\n"
                         "From: \"Alice\" <sip:caller@lab>;tag=caller\n"
                         "To: <sip:bob@lab>\n"
                         "Call-ID: call-1@caller\n"
                         "CSeq: 7 INVITE\n"
                         "Contact: <sip:caller@127.100.0.11:5060>\n"
        + more + "Content-Length: 0\n\n");
}

sip::Message responseWith(const QByteArray& status, const QByteArray& more = {})
{
    return parsedMessage("SIP/2.0 " + status
        + "\n"
          "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-1\n"
          "From: \"Alice\" <sip:caller@lab>;tag=caller\n"
          "To: <sip:bob@lab>;tag=b1\n"
          "Call-ID: call-1@caller\n"
          "CSeq: 7 INVITE\n"
          "Contact: <sip:b1@127.100.0.21:5060>\n"
        + more + "Content-Length: 0\n\n");
}

const QByteArray twoProxies = "Record-Route: <sip:127.100.0.13:5060;lr>\nRecord-Route: <sip:127.100.0.12:5060;lr>\n";

sip::Message requestOf(const Dialog& dialog, const QByteArray& method, quint32 cseq)
{
    RequestDraft draft = dialog.draft(method, cseq);
    draft.branch = "z9hG4bK-1";
    draft.self = {"127.100.0.11", 5060, "udp"};
    return draft.message();
}

QByteArrayList routesIn(const sip::Message& message)
{
    QByteArrayList uris;
    for (const sip::RouteValue& route : message.routes())
        uris.append(route.uri);
    return uris;
}

} // namespace

/// Dialogs as values: what an INVITE and its responses make of them, and the requests that come of them.
class TestDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallerTakesItsRoutesInReverse();
    void aCalleeTakesItsRoutesAsTheyAre();
    void aRequestCarriesTheDialog();
    void aStrictRouterGetsItsOwnUri();
    void aDialogOwnsRequestsByItsThreeNames_data();
    void aDialogOwnsRequestsByItsThreeNames();
    void a2xxComputesTheRoutesAnew();
};

void TestDialog::aCallerTakesItsRoutesInReverse()
{
    const Dialog dialog = Dialog::ofResponse(inviteWith(), responseWith("180 Ringing", twoProxies));
    QCOMPARE(dialog.routeSet, (QByteArrayList{"sip:127.100.0.12:5060;lr", "sip:127.100.0.13:5060;lr"}));
    QCOMPARE(dialog.remoteTarget, "sip:b1@127.100.0.21:5060");
    QCOMPARE(dialog.nextHop().host, "127.100.0.12");
    QVERIFY(dialog.state == DialogState::Early);
    QCOMPARE(dialog.calleeTag(), "b1");
    QCOMPARE(dialog.machine(), u"call-1@caller;caller;b1"_s);
}

void TestDialog::aCalleeTakesItsRoutesAsTheyAre()
{
    const Dialog dialog = Dialog::ofRequest(inviteWith(twoProxies), "b1");
    QCOMPARE(dialog.routeSet, (QByteArrayList{"sip:127.100.0.13:5060;lr", "sip:127.100.0.12:5060;lr"}));
    QCOMPARE(dialog.remoteTarget, "sip:caller@127.100.0.11:5060");
    QCOMPARE(dialog.local, "<sip:bob@lab>;tag=b1");
    QCOMPARE(dialog.remote, "\"Alice\" <sip:caller@lab>;tag=caller");
    QCOMPARE(dialog.remoteCseq, std::optional<quint32>(7));
    QCOMPARE(dialog.calleeTag(), "b1");
}

void TestDialog::aRequestCarriesTheDialog()
{
    const Dialog dialog = Dialog::ofResponse(inviteWith(), responseWith("200 OK", twoProxies));
    const sip::Message ack = requestOf(dialog, "ACK", dialog.inviteCseq);
    QCOMPARE(ack.requestUri(), "sip:b1@127.100.0.21:5060");
    QCOMPARE(routesIn(ack), dialog.routeSet);
    QCOMPARE(ack.cseq(), 7U);
    QCOMPARE(ack.cseqMethod(), "ACK");
    QCOMPARE(ack.toTag(), "b1");
    QCOMPARE(ack.fromTag(), "caller");
}

void TestDialog::aStrictRouterGetsItsOwnUri()
{
    const Dialog dialog
        = Dialog::ofResponse(inviteWith(), responseWith("200 OK", "Record-Route: <sip:127.100.0.12:5060>\n"));
    const sip::Message bye = requestOf(dialog, "BYE", 8);
    QCOMPARE(bye.requestUri(), "sip:127.100.0.12:5060");
    QCOMPARE(routesIn(bye), QByteArrayList{"sip:b1@127.100.0.21:5060"});
}

void TestDialog::aDialogOwnsRequestsByItsThreeNames_data()
{
    QTest::addColumn<QByteArray>("callId");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("owns");
    using Bytes = QByteArray;
    QTest::newRow("all three") << Bytes("call-1@caller") << Bytes("caller") << Bytes("b1") << true;
    QTest::newRow("another call") << Bytes("call-2@caller") << Bytes("caller") << Bytes("b1") << false;
    QTest::newRow("another phone's tag") << Bytes("call-1@caller") << Bytes("caller") << Bytes("b2") << false;
    QTest::newRow("another caller's tag") << Bytes("call-1@caller") << Bytes("eve") << Bytes("b1") << false;
}

void TestDialog::aDialogOwnsRequestsByItsThreeNames()
{
    QFETCH(const QByteArray, callId);
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    const Dialog dialog = Dialog::ofRequest(inviteWith(), "b1");
    const sip::Message bye = parsedMessage("BYE sip:b1@127.100.0.21 SIP/2.0\n"
                                           "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-9\n"
                                           "From: <sip:caller@lab>;tag="
        + from + "\nTo: <sip:bob@lab>;tag=" + to + "\nCall-ID: " + callId + "\nCSeq: 8 BYE\nContent-Length: 0\n\n");
    QVERIFY(!bye.isNull());
    QTEST(dialog.owns(bye), "owns");
}

void TestDialog::a2xxComputesTheRoutesAnew()
{
    Dialog dialog = Dialog::ofResponse(inviteWith(), responseWith("180 Ringing"));
    dialog.confirm(responseWith("200 OK", twoProxies));
    QVERIFY(dialog.state == DialogState::Confirmed);
    QCOMPARE(dialog.routeSet.size(), 2);
    QCOMPARE(toString(dialog.state), u"confirmed"_s);
}

QTEST_GUILESS_MAIN(TestDialog)
#include "tst_dialog.moc"
