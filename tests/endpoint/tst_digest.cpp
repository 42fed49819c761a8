#include "Digest.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
sip::Message challengeWith(const QByteArrayList& headers)
{
    const QByteArray text = "SIP/2.0 407 Proxy Authentication Required\r\n"
                            "Via: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-1\r\n"
                            "From: <sip:a@lab>;tag=a\r\nTo: <sip:b@lab>;tag=p\r\nCall-ID: 1@a\r\nCSeq: 1 INVITE\r\n"
        + headers.join("\r\n") + "\r\nContent-Length: 0\r\n\r\n";
    const auto message = sip::Message::parse(text);
    return message ? *message : sip::Message();
}

// The example of RFC 2617 §3.5 and RFC 7616 §3.9.1: Mufasa asks for a page.
const DigestUser mufasa2617{"Mufasa", "Circle Of Life"};
const DigestRequest page2617{"GET", "/dir/index.html", "0a4f113b"};
const DigestUser mufasa7616{"Mufasa", "Circle of Life"};
const DigestRequest page7616{"GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
} // namespace

/// Credentials for Digest challenges, with the published examples.
class TestDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedExamples_data();
    void publishedExamples();
    void everyChallengeIsAnswered();
    void whatCannotBeAnsweredIsLeftOut_data();
    void whatCannotBeAnsweredIsLeftOut();
    void stale();
    void aCalleeChecksWhatItAskedFor_data();
    void aCalleeChecksWhatItAskedFor();
};

void TestDigest::publishedExamples_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<bool>("is7616");
    QTest::addColumn<QByteArray>("response");
    using Bytes = QByteArray;
    QTest::newRow("RFC 2617, MD5 with qop")
        << Bytes("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                 "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"")
        << false << Bytes("6629fae49393a05397450978507c4ef1");
    QTest::newRow("RFC 7616, MD5") << Bytes(
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, "
        "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"")
                                   << true << Bytes("8ca523f5e9506fed4657c9700eebdbec");
    QTest::newRow("RFC 7616, SHA-256") << Bytes(
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
        "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"")
                                       << true
                                       << Bytes("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

void TestDigest::publishedExamples()
{
    QFETCH(const QByteArray, challenge);
    QFETCH(const bool, is7616);
    QFETCH(const QByteArray, response);
    const QByteArrayList lines = answerChallenges(challengeWith({"Proxy-Authenticate: " + challenge}),
        is7616 ? mufasa7616 : mufasa2617, is7616 ? page7616 : page2617);
    QCOMPARE(lines.size(), 1);
    QVERIFY(lines.first().startsWith("Proxy-Authorization: Digest username=\"Mufasa\""));
    QVERIFY2(lines.first().contains("response=\"" + response + '"'), lines.first().constData());
}

void TestDigest::everyChallengeIsAnswered()
{
    const sip::Message challenge = challengeWith(
        {"Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"", "WWW-Authenticate: Digest realm=\"w\", nonce=\"2\""});
    const QByteArrayList lines = answerChallenges(challenge, {"alice", "secret"}, {"INVITE", "sip:bob@lab", "c"});
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith("Authorization: ") && lines[0].contains("realm=\"w\""));
    QVERIFY(lines[1].startsWith("Proxy-Authorization: ") && lines[1].contains("realm=\"p\""));
    QVERIFY(!lines[0].contains("secret") && !lines[1].contains("secret"));
}

void TestDigest::whatCannotBeAnsweredIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("user");
    QTest::newRow("another scheme") << QByteArray("Proxy-Authenticate: Basic realm=\"p\"") << QByteArray("alice");
    QTest::newRow("an algorithm nobody knows")
        << QByteArray("Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\", algorithm=AKA") << QByteArray("alice");
    QTest::newRow("nobody to be") << QByteArray("Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"") << QByteArray();
    QTest::newRow("no challenge at all") << QByteArray("Subject: x") << QByteArray("alice");
}

void TestDigest::whatCannotBeAnsweredIsLeftOut()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, user);
    QVERIFY(answerChallenges(challengeWith({header}), {user, "secret"}, {"INVITE", "sip:bob@lab", "c"}).isEmpty());
}

void TestDigest::stale()
{
    QVERIFY(isStale(challengeWith({"Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\", stale=TRUE"})));
    QVERIFY(!isStale(challengeWith({"Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\""})));
    QVERIFY(!isStale(challengeWith({"Subject: x"})));
}

void TestDigest::aCalleeChecksWhatItAskedFor_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<bool>("isLetIn");
    QTest::newRow("the right password") << QByteArray("secret") << QByteArray("n-1") << true;
    QTest::newRow("a wrong one") << QByteArray("guess") << QByteArray("n-1") << false;
    QTest::newRow("an old nonce") << QByteArray("secret") << QByteArray("n-0") << false;
}

void TestDigest::aCalleeChecksWhatItAskedFor()
{
    QFETCH(const QByteArray, password);
    QFETCH(const QByteArray, nonce);
    for (const int status : {401, 407}) {
        const sip::Message challenge = challengeWith({challengeLine(status, "b1", nonce)});
        const QByteArrayList lines = answerChallenges(challenge, {"alice", password}, {"INVITE", "sip:b1@h", "c"});
        QCOMPARE(lines.size(), 1);
        const auto request = sip::Message::parse("INVITE sip:b1@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK-1\r\n"
                                                 "From: <sip:a@h>;tag=a\r\nTo: <sip:b1@h>\r\nCall-ID: 1\r\n"
                                                 "CSeq: 1 INVITE\r\n"
            + lines.first() + "\r\nContent-Length: 0\r\n\r\n");
        QVERIFY(request.has_value());
        const QMap<QString, QString> users{{u"alice"_s, u"secret"_s}};
        QTEST(isAuthorized(*request, "b1", "n-1", users), "isLetIn");
        QVERIFY(!isAuthorized(*request, "b1", "n-1", {}));
        QVERIFY(!isAuthorized(*request, "b2", "n-1", users));
    }
}

QTEST_GUILESS_MAIN(TestDigest)
#include "tst_digest.moc"
