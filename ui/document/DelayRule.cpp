#include "DelayRule.h"

#include "RuleKeeper.h"
#include "RuleMatching.h"

namespace siprace::ui {

using namespace Qt::StringLiterals;

LinkRule ruleDelaying(const Trace& trace, int n, Duration extra)
{
    const TraceMessage& message = trace.messages.at(n - 1);
    LinkRule rule;
    rule.link = {trace.nodes.at(message.from).id, trace.nodes.at(message.to).id};
    rule.action = LinkRule::Do::Delay;
    rule.delay = extra;
    if (message.isRequest()) {
        rule.match.method = message.method;
    } else if (message.status != 0) {
        rule.match.status = message.status;
        rule.match.cseqMethod = message.cseqMethod;
        if (!message.toTag.isEmpty())
            rule.match.toTag = message.toTag;
    }
    int before = 0;
    int all = 0;
    for (const TraceMessage& other : trace.messages) {
        if (other.from != message.from || other.to != message.to || !matches(rule.match, other))
            continue;
        ++all;
        before += other.n < n ? 1 : 0;
    }
    if (all > 1)
        rule.match.nth = before + 1;
    return rule;
}

qsizetype actingRule(const QList<LinkRule>& rules, const Trace& trace, int n)
{
    RuleKeeper keeper(rules, [&trace](const QString& id) {
        for (int node = 0; node < trace.nodes.size(); ++node) {
            if (trace.nodes.at(node).id == id)
                return node;
        }
        return -1;
    });
    for (const TraceMessage& message : trace.messages) {
        const LinkRule* acting = keeper.sent(message.from, message.to, message);
        if (message.n == n)
            return acting ? keeper.numberOf(acting) - 1 : -1;
    }
    return -1;
}

QString ruleYaml(const LinkRule& rule)
{
    QStringList match;
    if (rule.match.method)
        match.append(u"method: "_s + QString::fromLatin1(*rule.match.method));
    if (rule.match.status)
        match.append(u"status: %1"_s.arg(*rule.match.status));
    if (rule.match.cseqMethod)
        match.append(u"cseq: "_s + QString::fromLatin1(*rule.match.cseqMethod));
    if (rule.match.toTag)
        match.append(u"tag: \"%1\""_s.arg(QString::fromUtf8(*rule.match.toTag)));
    if (rule.match.nth)
        match.append(u"nth: %1"_s.arg(*rule.match.nth));
    QStringList parts{u"link: "_s + rule.link.text()};
    if (!match.isEmpty())
        parts.append(u"match: {%1}"_s.arg(match.join(u", "_s)));
    parts.append(rule.action == LinkRule::Do::Delay ? u"delay: "_s + formatDuration(rule.delay) : u"do: drop"_s);
    return u'{' + parts.join(u", "_s) + u'}';
}

} // namespace siprace::ui
