#include "Mandatory.h"

#include <QTest>

#include <random>

using namespace siprace::sip;
using namespace Qt::StringLiterals;

/// The mandatory headers: what passes for plainly written must be what the library reads.
class MandatoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plain_data();
    void plain();
    void whatIsPlainTheLibraryReads();
};

namespace {
const QByteArray good = "INVITE sip:bob@lab SIP/2.0\r\n"
                        "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-1;rport\r\n"
                        "From: \"Alice B\" <sip:alice@lab:5062>;tag=a-1\r\n"
                        "To: <sip:bob@lab>\r\n"
                        "Call-ID: call-1@caller\r\n"
                        "CSeq: 1 INVITE\r\n"
                        "Content-Length: 0\r\n\r\n";

MessageText textOf(const QByteArray& bytes)
{
    MessageText text;
    std::ignore = MessageText::read(bytes, text);
    return text;
}
} // namespace

void MandatoryTest::plain_data()
{
    QTest::addColumn<QByteArray>("was");
    QTest::addColumn<QByteArray>("is");
    QTest::addColumn<bool>("isPlainly");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("as everybody writes them") << ""_ba
                                              << ""_ba << true << QString();
    QTest::newRow("two Vias") << "From:"_ba
                              << "Via: SIP/2.0/UDP h\r\nFrom:"_ba << true << QString();
    QTest::newRow("no port, no user") << "sip:alice@lab:5062"_ba
                                      << "sip:lab"_ba << true << QString();
    QTest::newRow("no Via") << "Via:"_ba
                            << "Vio:"_ba << false << u"no readable Via"_s;
    QTest::newRow("no From") << "From:"_ba
                             << "Frum:"_ba << false << u"no readable From"_s;
    QTest::newRow("no To") << "To:"_ba
                           << "Too:"_ba << false << u"no readable To"_s;
    QTest::newRow("no Call-ID") << "Call-ID:"_ba
                                << "Call-IO:"_ba << false << u"no readable Call-ID"_s;
    QTest::newRow("no CSeq") << "CSeq:"_ba
                             << "CSec:"_ba << false << u"no readable CSeq"_s;
    QTest::newRow("CSeq without a method") << "1 INVITE"_ba
                                           << "1"_ba << false << u"no readable CSeq"_s;
    QTest::newRow("CSeq without a number") << "1 INVITE"_ba
                                           << "INVITE"_ba << false << u"no readable CSeq"_s;
    QTest::newRow("an open quote") << "\"Alice B\""_ba
                                   << "\"Alice B"_ba << false << u"no readable From"_s;
    QTest::newRow("a name without quotes, which is fine") << "\"Alice B\""_ba
                                                          << "Alice"_ba << false << QString();
    QTest::newRow("a URI without brackets, which is fine") << "<sip:bob@lab>"_ba
                                                           << "sip:bob@lab"_ba << false << QString();
    QTest::newRow("a tel URI, which is fine") << "<sip:bob@lab>"_ba
                                              << "<tel:+49301>"_ba << false << QString();
    QTest::newRow("an IPv6 Via, which is fine") << "127.0.0.1:5060"_ba
                                                << "[::1]:5060"_ba << false << QString();
}

void MandatoryTest::plain()
{
    QFETCH(const QByteArray, was);
    QFETCH(const QByteArray, is);
    const QByteArray bytes = was.isEmpty() ? good : QByteArray(good).replace(was, is);
    const MessageText text = textOf(bytes);
    QTEST(isPlain(text), "isPlainly");
    QTEST(isPlain(text) ? QString() : mandatoryComplaint(text), "complaint");
}

void MandatoryTest::whatIsPlainTheLibraryReads()
{
    std::mt19937 random(7); // the same damage each time
    const QByteArray alphabet = "aZ09-._@:;=<>\"\\ \r\n\t,/?%&$+!*'()[]{}|^~";
    int plain = 0;
    for (int round = 0; round < 30'000; ++round) {
        QByteArray bytes = good;
        for (auto damage = 1 + random() % 3; damage > 0; --damage) {
            const auto place = 29 + qsizetype(random() % std::size_t(bytes.size() - 60)); // among the headers
            const char other = alphabet[qsizetype(random() % std::size_t(alphabet.size()))];
            switch (random() % 3) {
            case 0:
                bytes[place] = other;
                break;
            case 1:
                bytes.remove(place, 1 + qsizetype(random() % 3));
                break;
            default:
                bytes.insert(place, other);
            }
        }
        const MessageText text = textOf(bytes);
        if (!isPlain(text))
            continue;
        ++plain;
        QVERIFY2(libraryComplaint(text.source).isEmpty(), bytes.constData());
    }
    QVERIFY(plain > 3000); // the damage is often harmless
}

QTEST_APPLESS_MAIN(MandatoryTest)
#include "tst_mandatory.moc"
