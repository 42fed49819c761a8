#include "Firewall.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// What the rules of a firewall say of the ports of a LAN. The texts are of the kind that nft and iptables-save write.
class FirewallTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void lines_data();
    void lines();
    void nobodyAsksOnLoopback();
};

namespace {
const QByteArray closed = R"(table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		tcp dport 22 accept
)";
const QStringList all{u"udp 5060"_s, u"udp 5061"_s, u"tcp 5060"_s, u"tcp 5061"_s};
} // namespace

void FirewallTest::rules_data()
{
    QTest::addColumn<bool>("isNft");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QStringList>("blocked");
    using Bytes = QByteArray;
    const Bytes open = "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n";
    QTest::newRow("no rules at all") << true << Bytes() << QStringList();
    QTest::newRow("a chain that accepts") << true << open << QStringList();
    QTest::newRow("a chain that drops") << true << closed << all;
    QTest::newRow("and accepts one port of udp") << true << Bytes(closed + "\t\tudp dport 5060 accept\n")
                                                 << QStringList{u"udp 5061"_s, u"tcp 5060"_s, u"tcp 5061"_s};
    QTest::newRow("and accepts a range, counted")
        << true
        << Bytes(closed
               + "\t\tudp dport 5060-5079 counter packets 1 bytes 2 accept\n\t\ttcp dport { 80, 5060-5061 } accept\n")
        << QStringList();
    QTest::newRow("and accepts both at once")
        << true << Bytes(closed + "\t\tmeta l4proto { tcp, udp } th dport 5060-5061 accept\n") << QStringList();
    QTest::newRow("a rule at the end that rejects the rest")
        << true << Bytes(open + "\t\tcounter reject with icmpx\n") << all;
    QTest::newRow("a rule that rejects a port")
        << true << Bytes(open + "\t\ttcp dport 5060 reject with tcp reset\n") << QStringList{u"tcp 5060"_s};
    QTest::newRow("a forward chain that drops is not about us")
        << true
        << Bytes("table ip filter {\n\tchain FORWARD {\n\t\ttype filter hook forward priority 0; policy "
                 "drop;\n\t\tdrop\n")
        << QStringList();
    QTest::newRow("iptables: nothing") << false << Bytes("*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n") << QStringList();
    QTest::newRow("iptables: a policy that drops") << false << Bytes("*filter\n:INPUT DROP [0:0]\nCOMMIT\n") << all;
    QTest::newRow("iptables: and accepts udp")
        << false << Bytes(":INPUT DROP [0:0]\n-A INPUT -p udp -m udp --dport 5060:5079 -j ACCEPT\n")
        << QStringList{u"tcp 5060"_s, u"tcp 5061"_s};
    QTest::newRow("iptables: several ports")
        << false
        << Bytes(":INPUT DROP [0:0]\n-A INPUT -p udp -m multiport --dports 22,5060,5061 -j ACCEPT\n"
                 "-A INPUT -p tcp -m multiport --dports 5060:5061 -j ACCEPT\n")
        << QStringList();
    QTest::newRow("iptables: rejects the rest")
        << false << Bytes(":INPUT ACCEPT [0:0]\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\n") << all;
    QTest::newRow("iptables: rejects a port")
        << false << Bytes(":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 5061 -j REJECT\n")
        << QStringList{u"tcp 5061"_s};
}

void FirewallTest::rules()
{
    QFETCH(const bool, isNft);
    QFETCH(const QByteArray, rules);
    QFETCH(const QStringList, blocked);
    const QList<quint16> ports{5060, 5061};
    const FirewallVerdict verdict = isNft ? readNftables(rules, ports) : readIptables(rules, ports);
    QCOMPARE(verdict.blocked, blocked);
    QVERIFY(verdict.kind == (blocked.isEmpty() ? FirewallVerdict::Kind::Open : FirewallVerdict::Kind::Blocked));
}

void FirewallTest::lines_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QString>("line");
    QTest::newRow("open") << QByteArray() << u"the firewall lets udp and tcp 5060-5061 in"_s;
    QTest::newRow("blocked")
        << QByteArray(closed + "udp dport 5060-5061 accept\ntcp dport 5060 accept\n")
        << u"a firewall (nftables) keeps tcp 5061 from being reached: allow udp and tcp 5060-5061 in it"_s;
}

void FirewallTest::lines()
{
    QFETCH(const QByteArray, rules);
    const QList<quint16> ports{5060, 5061};
    QTEST(firewallLine(readNftables(rules, ports), ports), "line");
    const FirewallVerdict unknown{FirewallVerdict::Kind::Unknown, {}, u"nobody may ask"_s};
    QCOMPARE(
        firewallLine(unknown, {5060}), u"whether a firewall lets udp and tcp 5060 in is not known: nobody may ask"_s);
}

void FirewallTest::nobodyAsksOnLoopback()
{
    Scenario scenario;
    QCOMPARE(firewallHint(scenario), QString());
    scenario.lan.emplace();
    scenario.lan->address = 0x7f000001U;
    QCOMPARE(firewallHint(scenario), QString());
}

QTEST_GUILESS_MAIN(FirewallTest)
#include "tst_firewall.moc"
