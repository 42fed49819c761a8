#include "AddressBlock.h"
#include "RunJson.h"
#include "WorldRuns.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

QByteArray jsonOf(const Trace& trace)
{
    return savedTrace(trace, judge(trace));
}

/// The first block nobody has: its number, free again by now.
int freeBlock()
{
    int number = AddressBlock::first;
    while (number < AddressBlock::last && !AddressBlock::claim(number).isOurs())
        ++number;
    return number;
}

/// The address of that host among the world's faces.
std::uint32_t faceOf(const World& world, int host)
{
    return (127U << 24U) | (static_cast<std::uint32_t>(world.addressBlock()) << 16U) | static_cast<std::uint32_t>(host);
}

void sendTo(const QByteArray& datagram, std::uint32_t address)
{
    const Descriptor stranger = bindUdp((127U << 24U) | 1U, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(AddressBlock::port);
    name.sin_addr.s_addr = htonl(address);
    QCOMPARE(::sendto(stranger.number(), datagram.constData(), static_cast<std::size_t>(datagram.size()), 0,
                 reinterpret_cast<const sockaddr*>(&name), sizeof name),
        datagram.size());
}

} // namespace

/// A world among others on the same machine: blocks that somebody has, and datagrams from nobody it knows.
class WorldSocketsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBusyBlockIsPassedOver();
    void noFreeBlockIsOneLine();
    void nonsenseDuringARun();
    void nonsenseFromEverySide_data();
    void nonsenseFromEverySide();
};

void WorldSocketsTest::aBusyBlockIsPassedOver()
{
    const Scenario scenario = scenarioOf(twoPhones);
    // Somebody sits on one address only of the first free block: its phone's, hidden or not.
    const int number = freeBlock();
    AddressBlock block = AddressBlock::claim(number);
    for (const std::uint32_t address : {block.advertised(21), block.hidden(21)}) {
        block = {};
        const Descriptor squatter = bindUdp(address, AddressBlock::port);
        QVERIFY(squatter.isOpen());
        const auto world = worldOf(scenario);
        QVERIFY(world->addressBlock() != number);
        QCOMPARE(jsonOf(finish(*world)), jsonOf(runOf(twoPhones)));
        block = AddressBlock::claim(number);
    }
}

void WorldSocketsTest::noFreeBlockIsOneLine()
{
    std::vector<AddressBlock> all;
    for (int number = AddressBlock::first; number <= AddressBlock::last; ++number)
        all.push_back(AddressBlock::claim(number));
    const auto world = World::build(scenarioOf(twoPhones), {});
    QVERIFY(!world);
    QVERIFY(world.error().text().startsWith(u"no free block of addresses"_s));
    QVERIFY(!world.error().text().contains(u'\n'));
}

void WorldSocketsTest::nonsenseDuringARun()
{
    const auto world = worldOf(scenarioOf(twoPhones));
    const std::uint32_t proxy = faceOf(*world, 12);
    sendTo("hello", proxy);
    sendTo("OPTIONS sip:x SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n", proxy);
    const Trace trace = finish(*world);
    QCOMPARE(trace.malformed, 1);
    QCOMPARE(trace.messages.size(), 22); // the call did not mind
    QStringList words;
    for (const Decision& decision : trace.decisions)
        words << decision.why.text;
    QVERIFY(words.filter(u"\"hello\""_s).size() == 1);
    QVERIFY(words.filter(u"was refused"_s).size() == 1);
}

void WorldSocketsTest::nonsenseFromEverySide_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("random bytes") << QByteArray::fromHex("deadbeef00ff0d0a0d0a80817f");
    QTest::newRow("as large as UDP can be") << QByteArray(65507, 'x');
}

void WorldSocketsTest::nonsenseFromEverySide()
{
    QFETCH(const QByteArray, bytes);
    const auto world = worldOf(scenarioOf(twoPhones));
    for (const int host : {11, 12, 21, 22})
        sendTo(bytes, faceOf(*world, host));
    const Trace trace = finish(*world);
    QCOMPARE(trace.malformed, 4);
    QCOMPARE(trace.messages.size(), 22);
}

QTEST_APPLESS_MAIN(WorldSocketsTest)
#include "tst_world_sockets.moc"
