#include "FirewallText.h"

#include <QRegularExpression>

#include <tuple>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

using Verdict = PacketRules::Verdict;

/// Takes a rule of nftables apart from left to right.
class NftRule
{
public:
    NftRule(const QString& line, const QString& table)
        : m_line(line)
        , m_table(table)
    {
    }

    [[nodiscard]] PacketRules::Rule read()
    {
        while (m_at < m_line.size()) {
            if (!takeSpace() && !takeCondition() && !takeEffectless() && !takeVerdict())
                takeUnknown();
        }
        return m_rule;
    }

private:
    bool take(const QRegularExpression& what)
    {
        m_match
            = what.match(m_line, m_at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (m_match.hasMatch())
            m_at = m_match.capturedEnd();
        return m_match.hasMatch();
    }
    bool takeSpace()
    {
        static const QRegularExpression space(u"\\s+"_s);
        return take(space);
    }
    bool takeCondition()
    {
        static const QRegularExpression ports(u"(udp|tcp|th) dport (\\{[\\d\\s,-]*\\}|\\d+(?:-\\d+)?)(?=\\s|$)"_s);
        static const QRegularExpression protocol(
            u"(?:meta l4proto|ip protocol) (\\{[\\w\\s,-]*\\}|(?!vmap\\b)[\\w-]+)(?=\\s|$)"_s);
        static const QRegularExpression state(u"ct state (\\{[\\w\\s,]*\\}|(?!vmap\\b)\\w+(?:,\\w+)*)(?=\\s|$)"_s);
        static const QRegularExpression never(
            u"(?:iif|iifname) \"?lo\"?(?=\\s|$)|meta nfproto ipv6\\b|"
            u"(?:icmp|icmpv6|ip6) [\\w-]+ (?:\\{[^}]*\\}|(?!vmap\\b)[^\\s!=]+)(?=\\s|$)"_s);
        static const QRegularExpression always(u"meta nfproto ipv4\\b"_s);
        static const QRegularExpression ofProtocol(u"(udp|tcp) (?=\\w)"_s);
        if (take(ports)) {
            if (m_match.captured(1) != u"th")
                m_rule.conditions += u"l4proto "_s + m_match.captured(1);
            m_rule.conditions += u"dport "_s + m_match.captured(2);
        } else if (take(protocol)) {
            m_rule.conditions += u"l4proto "_s + m_match.captured(1);
        } else if (take(state)) {
            m_rule.conditions += u"ct "_s + m_match.captured(1);
        } else if (take(never)) {
            m_rule.conditions += u"never"_s;
        } else if (take(ofProtocol)) {
            m_rule.conditions += u"l4proto "_s + m_match.captured(1);
        } else {
            return take(always);
        }
        return true;
    }
    bool takeEffectless()
    {
        static const QRegularExpression nothing(
            u"counter(?: packets \\d+ bytes \\d+)?(?=\\s|$)|comment \"[^\"]*\"|"
            u"log(?: prefix \"[^\"]*\"| level \\w+| flags \\w+| group \\d+)*(?=\\s|$)"_s);
        return take(nothing);
    }
    bool takeVerdict()
    {
        static const QRegularExpression verdict(
            u"(accept|drop|reject(?: with .*)?|return|continue)(?=\\s|$)|(jump|goto) (\\S+)"_s);
        if (!take(verdict))
            return false;
        const QString word = m_match.captured(1).section(u' ', 0, 0);
        if (word == u"accept")
            decide(Verdict::Accept);
        else if (word == u"drop" || word == u"reject")
            decide(Verdict::Drop);
        else if (word == u"return")
            decide(Verdict::Return);
        else if (word.isEmpty())
            decide(m_match.captured(2) == u"jump" ? Verdict::Jump : Verdict::Goto);
        m_rule.target = m_table + m_match.captured(3);
        return true;
    }
    void takeUnknown()
    {
        static const QRegularExpression word(u"\"[^\"]*\"?|\\{[^}]*\\}?|\\S+"_s);
        static const QStringList powerful{
            u"vmap"_s, u"dnat"_s, u"redirect"_s, u"queue"_s, u"tproxy"_s, u"synproxy"_s, u"xt"_s, u"fwd"_s, u"#"_s};
        std::ignore = take(word);
        m_rule.conditions += u"?"_s;
        if (powerful.contains(m_match.captured()))
            decide(Verdict::Anything);
    }
    void decide(Verdict verdict)
    {
        if (m_rule.verdict != Verdict::Anything)
            m_rule.verdict = verdict;
    }

    const QString& m_line;
    const QString& m_table;
    qsizetype m_at = 0;
    QRegularExpressionMatch m_match;
    PacketRules::Rule m_rule;
};

/// "type filter hook input priority 0; policy drop;"
void readHook(const QString& line, const QString& family, bool isDormant, PacketRules::Chain& chain)
{
    static const QRegularExpression hook(u"\\bhook (ingress|prerouting|input)\\b"_s);
    const bool isOfHost = family == u"ip" || family == u"inet";
    if ((!isOfHost && family != u"netdev" && family != u"bridge") || !hook.match(line).hasMatch())
        return;
    chain.isHook = true;
    chain.isElsewhere
        = !isOfHost || isDormant || line.contains(u"hook ingress"); // of one card, which may be another one
    chain.isDropping = line.contains(u"policy drop");
}

/// The words of a line; what is between quotation marks is one.
QStringList wordsOf(const QString& line)
{
    static const QRegularExpression word(u"\"(?:\\\\.|[^\"])*\"|\\S+"_s);
    QStringList words;
    for (auto found = word.globalMatch(line); found.hasNext();)
        words += found.next().captured();
    return words;
}

Verdict verdictOfTarget(const QString& target)
{
    static const QStringList harmless{u"LOG"_s, u"NFLOG"_s, u"MARK"_s, u"CONNMARK"_s, u"TRACE"_s};
    if (target == u"ACCEPT")
        return Verdict::Accept;
    if (target == u"DROP" || target == u"REJECT")
        return Verdict::Drop;
    if (target == u"RETURN")
        return Verdict::Return;
    return harmless.contains(target) ? Verdict::None : Verdict::Jump; // to a chain, or to what is not known
}

/// What an option of iptables asks for; empty for nothing.
QString conditionOf(const QString& option, const QString& value)
{
    static const QStringList nothing{u"-m"_s, u"--comment"_s, u"--reject-with"_s, u"-A"_s};
    if (nothing.contains(option) || (option == u"-p" && value == u"all"))
        return {};
    if (option == u"-p")
        return u"l4proto "_s + value;
    if (option == u"--dport" || option == u"--dports")
        return u"dport "_s + value;
    if (option == u"--ctstate" || option == u"--state")
        return u"ct "_s + value;
    return option == u"-i" && value == u"lo" ? u"never"_s : u"?"_s;
}

PacketRules::Rule iptablesRule(const QString& line, const QString& table)
{
    PacketRules::Rule rule;
    bool isNegated = false;
    const QStringList words = wordsOf(line);
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& option = words.at(i);
        if (option == u"!") {
            isNegated = true;
        } else if (option.startsWith(u'-')) {
            const QString value = words.value(i + 1);
            if (option == u"-j" || option == u"-g") {
                rule.verdict = verdictOfTarget(value);
                if (option == u"-g")
                    rule.verdict = Verdict::Goto;
                rule.target = table + value;
            } else if (const QString condition = conditionOf(option, value); !condition.isEmpty()) {
                rule.conditions += isNegated ? u"?"_s : condition;
            }
            isNegated = false;
        }
    }
    return rule;
}

} // namespace

PacketRules nftRules(const QStringList& lines)
{
    static const QRegularExpression tableStart(u"^table (\\w+) (\\S+) \\{$"_s);
    static const QRegularExpression chainStart(u"^chain (\\S+) \\{$"_s);
    PacketRules rules;
    QString family;
    QString table;
    QString chain; // its key, empty outside of one
    bool isDormant = false;
    for (const QString& line : lines) {
        if (const auto start = tableStart.match(line); start.hasMatch()) {
            family = start.captured(1);
            table = family + u'/' + start.captured(2) + u'/';
            chain.clear();
            isDormant = false;
        } else if (const auto inner = chainStart.match(line); inner.hasMatch()) {
            chain = table + inner.captured(1);
            rules.chains.insert(chain, {});
        } else if (line == u"}" || line.endsWith(u" {")) {
            chain.clear(); // the end of one, or a set
        } else if (chain.isEmpty()) {
            isDormant = isDormant || (line.startsWith(u"flags ") && line.contains(u"dormant"));
        } else if (line.startsWith(u"type ") && line.contains(u" hook ")) {
            readHook(line, family, isDormant, rules.chains[chain]);
        } else {
            rules.chains[chain].rules += NftRule(line, table).read();
        }
    }
    return rules;
}

PacketRules iptablesRules(const QStringList& lines)
{
    PacketRules rules;
    QString table = u"filter/"_s;
    for (const QString& line : lines) {
        if (line.startsWith(u'*')) {
            table = line.mid(1) + u'/';
        } else if (line.startsWith(u':')) {
            const QString name = line.section(u' ', 0, 0).mid(1);
            PacketRules::Chain& chain = rules.chains[table + name];
            chain.isHook = name == u"INPUT" || name == u"PREROUTING";
            chain.isDropping = line.section(u' ', 1, 1) == u"DROP";
        } else if (line.startsWith(u"-A ")) {
            rules.chains[table + line.section(u' ', 1, 1)].rules += iptablesRule(line, table);
        }
    }
    return rules;
}

} // namespace siprace
