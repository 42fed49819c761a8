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
    void unknown_data();
    void unknown();
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
const QByteArray accepting
    = "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n";
const QStringList all{u"udp 5060"_s, u"udp 5061"_s, u"tcp 5060"_s, u"tcp 5061"_s};
} // namespace

void FirewallTest::rules_data()
{
    QTest::addColumn<bool>("isNft");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QStringList>("blocked");
    using Bytes = QByteArray;
    const Bytes& open = accepting;
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
    QTest::newRow("iptables: a chain of its own")
        << false
        << Bytes(
               "*filter\n:INPUT DROP [0:0]\n:voice - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate "
               "RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p udp -j voice\n-A voice -m comment --comment \"a b\" -j "
               "ACCEPT\n")
        << QStringList{u"tcp 5060"_s, u"tcp 5061"_s};
    QTest::newRow("iptables: rejects a port")
        << false << Bytes(":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 5061 -j REJECT\n")
        << QStringList{u"tcp 5061"_s};
}

void FirewallTest::unknown_data()
{
    QTest::addColumn<QByteArray>("rules"); // of nft
    QTest::addColumn<bool>("isKnown");
    QTest::addColumn<QStringList>("blocked");
    using Bytes = QByteArray;
    const QStringList udp{u"udp 5060"_s, u"udp 5061"_s};
    const QStringList none;
    const auto with = [](const char* rule) { return Bytes(accepting + "\t\t" + rule + "\n"); };
    QTest::newRow("accepts from elsewhere alone")
        << Bytes(closed + "\t\tip saddr 10.0.0.0/8 udp dport 5060-5061 accept\n\t\ttcp dport 5060-5061 accept\n")
        << false << none;
    QTest::newRow("drops a network") << with("ip saddr 192.168.77.0/24 drop") << false << none;
    QTest::newRow("drops a protocol") << with("meta l4proto udp drop") << true << udp;
    QTest::newRow("drops a protocol by its IP header") << with("ip protocol 17 drop") << true << udp;
    QTest::newRow("drops another one") << with("meta l4proto icmp drop") << true << none;
    QTest::newRow("drops a set of ports") << with("udp dport @voice drop") << false << none;
    QTest::newRow("a map") << with("udp dport vmap { 5060 : drop }") << false << none;
    QTest::newRow("leads elsewhere") << with("udp dport 5060 redirect to :6000") << false << none;
    QTest::newRow("prerouting drops") << Bytes(
        "table inet raw {\n\tchain pre {\n\t\ttype filter hook prerouting priority raw; policy drop;\n\t}\n}\n")
                                      << true << all;
    QTest::newRow("a card drops") << Bytes(
        "table netdev t {\n\tchain in {\n\t\ttype filter hook ingress device \"eth0\" priority 0; policy "
        "drop;\n\t}\n}\n") << false
                                  << none;
    QTest::newRow("one card is trusted") << Bytes(closed + "\t\tiifname \"br0\" accept\n") << false << none;
    QTest::newRow("loopback is trusted") << Bytes(closed + "\t\tiifname \"lo\" accept\n") << true << all;
    QTest::newRow("what goes out is not asked for") << Bytes(
        "table inet f {\n\tchain out {\n\t\ttype filter hook output priority 0; policy accept;\n\t\tudp dport "
        "5060 drop\n\t}\n}\n") << true << none;
    QTest::newRow("of IPv6") << Bytes(
        "table ip6 f {\n\tchain i {\n\t\ttype filter hook input priority 0; policy drop;\n")
                             << true << none;
    QTest::newRow("so many a second") << with("udp dport 5060 limit rate over 10/second drop") << false << none;
    QTest::newRow("another port of a protocol") << with("udp sport 53 drop") << false << none;
    QTest::newRow("nothing after the rule that accepts all") << with("accept\n\t\tudp dport 5060 drop") << true << none;
    QTest::newRow("the first rule counts")
        << with("udp dport 5060 accept\n\t\tudp dport 5060-5061 drop") << true << QStringList{u"udp 5061"_s};
    const Bytes jumping = "table inet f {\n\tchain voice {\n\t\tudp dport 5060 drop\n\t}\n\tchain input {\n\t\ttype "
                          "filter hook input priority 0; policy accept;\n\t\tjump voice\n\t}\n}\n";
    QTest::newRow("a jump") << jumping << true << QStringList{u"udp 5060"_s};
    QTest::newRow("a set in the table") << Bytes(
        "table inet f {\n\tset s {\n\t\ttype inet_service\n\t\telements = { 5060 }\n\t}\n}\n")
                                        << true << none;
}

void FirewallTest::unknown()
{
    QFETCH(const QByteArray, rules);
    QFETCH(const bool, isKnown);
    QFETCH(const QStringList, blocked);
    using Kind = FirewallVerdict::Kind;
    const FirewallVerdict verdict = readNftables(rules, {5060, 5061});
    QCOMPARE(verdict.blocked, blocked);
    QCOMPARE(verdict.kind, !blocked.isEmpty() ? Kind::Blocked : isKnown ? Kind::Open : Kind::Unknown);
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
