#include "Lan.h"
#include "OutsidePhone.h"
#include "OwnNetwork.h"
#include "WorldRuns.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

// The network of a LAN goes while a call is up, and comes back. This program takes a network of its own first, with a
// card that nobody else sees: as root, or in a user namespace where the system allows one.

namespace {

constexpr sip::SocketName phoneName{0x0ae74e02, 5071}; // 10.231.78.2
constexpr std::chrono::seconds patience{20};

const QByteArray onLan = R"(
network: {lan: {address: 10.231.78.1, allow: [10.231.78.0/24]}}
nodes:
  caller: {role: caller}
  proxy: {role: proxy}
  phone: {role: external, as: callee, name: Desk phone, address: "10.231.78.2:5071"}
location:
  "sip:bob@lab": [phone]
script:
  - {at: 0s, node: caller, do: call, to: "sip:bob@lab"}
)";

bool isDone(const QString& line)
{
    QProcess process;
    process.start(u"ip"_s, line.split(u' '));
    return process.waitForFinished() && process.exitCode() == 0;
}

} // namespace

class LanLostTest : public QObject
{
    Q_OBJECT

public:
    explicit LanLostTest(bool hasNetwork)
        : m_hasNetwork(hasNetwork)
    {
    }

private Q_SLOTS:
    void initTestCase();
    void aCallIsUpMeanwhile_data();
    void aCallIsUpMeanwhile();

private:
    bool m_hasNetwork;
};

void LanLostTest::initTestCase()
{
    if (!m_hasNetwork)
        QSKIP("a network namespace needs root or a user namespace, and neither is allowed here");
    for (const QString& line : {u"link add srd0 type veth peer name srd1"_s, u"addr add 10.231.78.1/32 dev srd0"_s,
             u"addr add 10.231.78.2/32 dev srd0"_s, u"link set srd0 up"_s, u"link set srd1 up"_s})
        QVERIFY2(isDone(line), qPrintable(line));
}

void LanLostTest::aCallIsUpMeanwhile_data()
{
    QTest::addColumn<QString>("breaks");
    QTest::addColumn<QString>("mends");
    QTest::addColumn<QString>("why");
    QTest::newRow("the card is switched off")
        << u"link set srd0 down"_s << u"link set srd0 up"_s << u"the card srd0 is down"_s;
    QTest::newRow("the cable is pulled") << u"link set srd1 down"_s << u"link set srd1 up"_s
                                         << u"the card srd0 has no link"_s;
    QTest::newRow("the address is taken away")
        << u"addr del 10.231.78.1/32 dev srd0"_s << u"addr add 10.231.78.1/32 dev srd0"_s
        << u"no card has 10.231.78.1 any more"_s;
}

void LanLostTest::aCallIsUpMeanwhile()
{
    QFETCH(const QString, breaks);
    QFETCH(const QString, mends);
    QFETCH(const QString, why);
    constexpr std::uint32_t labAddress = 0x0ae74e01; // 10.231.78.1
    QTRY_COMPARE(lanTrouble(labAddress), QString()); // the system takes a moment
    QStringList troubles;
    RunOptions options;
    options.trouble = [&](const Diagnostic& trouble) { troubles << trouble.text(); };
    const OutsidePhone phone(phoneName);
    QVERIFY(phone.isOpen());
    const auto world = siprace::worldOf(scenarioOf(onLan), options);
    world->keepOpen(true);
    const auto comes = [&](const auto& isThere) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!isThere() && std::chrono::steady_clock::now() < deadline)
            world->advance(false, std::chrono::milliseconds{5});
        return isThere();
    };
    const auto lines = [&](const QString& part) { return linesWith(world->trace(), part).size(); };
    QVERIFY(comes([&] { return lines(u"proxy>phone ACK"_s) == 1; }));

    QVERIFY(isDone(breaks));
    QVERIFY(comes([&] { return !troubles.isEmpty(); }));
    const QString line = u"The network is lost: %1. Phones of the LAN get nothing until it is back."_s.arg(why);
    QCOMPARE(troubles, QStringList{line});
    QVERIFY(world->perform(u"caller"_s, u"hang-up"_s, {}));
    const bool areFacesThere = !breaks.startsWith(u"addr"_s); // else our own nodes do not reach one another either
    if (areFacesThere) {
        QVERIFY(comes([&] { return lines(u"proxy>phone BYE outside -> lost"_s) >= 2; }));
        const auto lost = std::ranges::find(world->trace().messages, Fate::Lost, &TraceMessage::fate);
        QCOMPARE(lost->fateWhy.text, u"There is no network: %1."_s.arg(why));
    }

    QVERIFY(isDone(mends));
    QVERIFY(comes([&] { return troubles.size() == 2; }));
    QVERIFY2(troubles.last().startsWith(u"The network is back after "_s), qPrintable(troubles.last()));
    QVERIFY(!areFacesThere || comes([&] { return lines(u"phone>proxy 200/BYE"_s) == 1; })); // a copy gets through now
    QVERIFY(world->perform(u"caller"_s, u"call"_s, {{u"to"_s, u"sip:bob@lab"_s}}));
    QVERIFY(comes([&] { return lines(u"proxy>phone ACK"_s) == 2; }));
    const auto said = std::ranges::count_if(world->trace().decisions,
        [](const Decision& decision) { return decision.why.text.startsWith(u"The network is "_s); });
    QCOMPARE(said, 2);
    QCOMPARE(troubles.size(), 2);
}

int main(int argc, char** argv)
{
    const bool hasNetwork = takeOwnNetwork(); // the test framework has threads
    const QCoreApplication program(argc, argv);
    LanLostTest test(hasNetwork);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lan_lost.moc"
