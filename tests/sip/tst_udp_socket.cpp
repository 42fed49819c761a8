#include "UdpSocket.h"

#include <QTest>

using namespace siprace;
using namespace siprace::sip;
using namespace Qt::StringLiterals;

// Two sockets on one loop. Time stands still.

namespace {

constexpr std::uint32_t firstAddress = (127U << 24U) | (77U << 8U) | 2U; // 127.0.77.2
constexpr std::uint32_t secondAddress = firstAddress + 1;

struct Pair
{
    Pair()
        : loop([] { return Instant{}; })
    {
        // Whoever else tests on this machine may have a port.
        for (port = 6100; port < 6200 && !first; ++port) {
            first = open(firstAddress, atFirst);
            second = first ? open(secondAddress, atSecond) : nullptr;
            if (!second)
                first.reset();
        }
        --port;
        if (!first)
            qFatal("no loopback address for the test");
    }
    std::unique_ptr<UdpSocket> open(std::uint32_t address, QByteArrayList& heard)
    {
        return UdpSocket::open(
            loop, {address, port}, [this, &heard](const QByteArray& datagram, const SocketName& from) {
                heard << datagram;
                sources << dotted(from.address) + ':' + QByteArray::number(from.port - port);
            });
    }
    void settle()
    {
        while (loop.step() == 0ms) { }
    }

    Loop loop;
    std::uint16_t port = 0;
    QByteArrayList atFirst;
    QByteArrayList atSecond;
    QByteArrayList sources;
    std::unique_ptr<UdpSocket> first;
    std::unique_ptr<UdpSocket> second;
};

} // namespace

class UdpSocketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addresses_data();
    void addresses();
    void whatIsSentArrivesAsItIs_data();
    void whatIsSentArrivesAsItIs();
    void severalArriveInOrder();
    void aTakenAddressGivesNone();
    void aSecondLifeOnTheSameAddress();
    void aPeerThatIsGone();
    void theLoopHasNoTimerOfItsOwn();
};

void UdpSocketTest::addresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::uint32_t>("address");
    QTest::newRow("loopback") << "127.0.77.2"_ba << firstAddress;
    QTest::newRow("all ones") << "255.255.255.255"_ba << 0xffffffffU;
    QTest::newRow("a name") << "no address at all"_ba << 0U;
    QTest::newRow("IPv6") << "::1"_ba << 0U;
    QTest::newRow("nothing") << ""_ba << 0U;
}

void UdpSocketTest::addresses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const std::uint32_t, address);
    QCOMPARE(undotted(text), address);
    if (address != 0)
        QCOMPARE(dotted(address), text);
}

void UdpSocketTest::whatIsSentArrivesAsItIs_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::newRow("text") << "OPTIONS sip:x SIP/2.0\r\n\r\n"_ba;
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("zeros") << QByteArray(500, '\0');
    QTest::newRow("as large as UDP can be") << QByteArray(65507, 'x');
}

void UdpSocketTest::whatIsSentArrivesAsItIs()
{
    QFETCH(const QByteArray, datagram);
    Pair pair;
    QVERIFY(pair.first->send(datagram, {secondAddress, pair.port}));
    pair.settle();
    QCOMPARE(pair.atSecond, QByteArrayList{datagram});
    QCOMPARE(pair.sources, QByteArrayList{"127.0.77.2:0"});
    QVERIFY(pair.atFirst.isEmpty());
}

void UdpSocketTest::severalArriveInOrder()
{
    Pair pair;
    QByteArrayList all;
    for (int i = 0; i < 50; ++i) {
        all << QByteArray::number(i);
        QVERIFY(pair.first->send(all.last(), {secondAddress, pair.port}));
    }
    pair.settle();
    QCOMPARE(pair.atSecond, all);
}

void UdpSocketTest::aTakenAddressGivesNone()
{
    Pair pair;
    QVERIFY(!UdpSocket::open(pair.loop, {firstAddress, pair.port}, [](const QByteArray&, const SocketName&) {}));
    QVERIFY(!bindUdp((192U << 24U) | (2U << 8U) | 1U, pair.port).isOpen()); // 192.0.2.1, nobody's
}

void UdpSocketTest::aSecondLifeOnTheSameAddress()
{
    Pair pair;
    for (int life = 0; life < 20; ++life) {
        pair.second.reset();
        pair.second = pair.open(secondAddress, pair.atSecond);
        QVERIFY(pair.second);
        QVERIFY(pair.first->send("hello", {secondAddress, pair.port}));
        pair.settle();
    }
    QCOMPARE(pair.atSecond.size(), 20);
}

void UdpSocketTest::aPeerThatIsGone()
{
    Pair pair;
    pair.second.reset();
    std::ignore = pair.first->send("to nobody", {secondAddress, pair.port}); // its error comes back later
    pair.settle();
    QVERIFY(pair.atFirst.isEmpty());
    pair.second = pair.open(secondAddress, pair.atSecond);
    std::ignore = pair.first->send("once more", {secondAddress, pair.port});
    QVERIFY(pair.first->send("and again", {secondAddress, pair.port}));
    pair.settle();
    QCOMPARE(pair.atSecond.last(), "and again"_ba);
}

void UdpSocketTest::theLoopHasNoTimerOfItsOwn()
{
    Pair pair;
    pair.settle();
    QVERIFY(!pair.loop.step());
}

QTEST_APPLESS_MAIN(UdpSocketTest)
#include "tst_udp_socket.moc"
