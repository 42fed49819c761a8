#include "RuleBook.h"
#include "rules/Checks.h"

#include <algorithm>
#include <array>

namespace siprace {

namespace {

/// The dropped 2xx of one dialog at one proxy, for one reason.
struct DroppedAnswers
{
    int proxy = -1;
    QByteArrayView tag;
    quint32 cseq = 0;
    QString given; ///< the rule that the proxy named, if it did
    std::vector<int> copies;
};

/// Reasons that are the breach itself; any other is a rule that asks for the drop.
bool isBreach(QStringView rule)
{
    constexpr std::array breaches{u"R-258", u"R-259", u"R-909", u"R-911"};
    return rule.isEmpty() || std::ranges::any_of(breaches, [rule](const char16_t* id) { return rule == id; });
}

std::vector<DroppedAnswers> collectDropped(const TraceIndex& index)
{
    std::vector<DroppedAnswers> groups;
    for (const TraceMessage& message : index.trace().messages) {
        if (!isDropped2xx(index, message.n))
            continue;
        const auto known = std::ranges::find_if(groups, [&](const DroppedAnswers& group) {
            return group.proxy == message.to && group.tag == message.toTag && group.cseq == message.cseq
                && group.given == message.fateWhy.rule;
        });
        if (known != groups.end())
            known->copies.push_back(message.n);
        else
            groups.push_back({message.to, message.toTag, message.cseq, message.fateWhy.rule, {message.n}});
    }
    return groups;
}

/// The answer to a re-INVITE: what is kept back is no second answer to the call at all.
bool isInsideCall(const TraceIndex& index, const DroppedAnswers& group)
{
    const TransactionView* transaction = index.transactionOf(group.copies.front());
    return transaction && transaction->isInDialog;
}

bool isOfWinner(const TraceIndex& index, const DroppedAnswers& group)
{
    const DialogView* dialog = index.dialogOf(group.copies.front());
    return dialog && !dialog->deliveries.empty() && dialog->deliveries.front() < group.copies.back();
}

} // namespace

/// A 2xx to an INVITE that ended at a proxy. RFC 3261 §16.7 step 5: forward it, late ones too.
void checkDropped2xx(const TraceIndex& index, const Outcome& outcome, FindingSink& findings)
{
    if (outcome.dropped2xx == 0)
        return;
    for (const DroppedAnswers& group : collectDropped(index)) {
        const TraceMessage& first = index.message(group.copies.front());
        const QString callee = index.name(first.from);
        FindingDraft draft{u"R-259", group.proxy,
            QStringLiteral("%1 dropped the %2 of %3").arg(index.name(group.proxy)).arg(first.status).arg(callee),
            QStringLiteral("%1 did not forward the %2 of %3, %4, first at %5")
                .arg(index.name(group.proxy))
                .arg(first.status)
                .arg(callee, words::times(static_cast<qsizetype>(group.copies.size())), words::ms(*first.arrived)),
            QList<int>(group.copies.begin(), group.copies.end())};
        const Rule* given = findRule(group.given);
        if (!isBreach(group.given) && given) {
            draft.rule = given->id;
            draft.text += QStringLiteral(": %1").arg(first.fateWhy.text);
            if (!draft.text.endsWith(u'.'))
                draft.text += u'.';
            findings.observed(std::move(draft), Severity::Note);
        } else if (isInsideCall(index, group) && !index.trace().policy.isEmpty()) {
            draft.text += QStringLiteral("; it answered a re-INVITE, and its sender waits for an ACK in vain.");
            findings.broken(std::move(draft));
        } else if (isOfWinner(index, group)) {
            draft.rule = u"R-909";
            draft.text += QStringLiteral("; it had been forwarded before, so these are copies that wait for an ACK.");
            findings.broken(std::move(draft));
        } else if (index.trace().policy.isEmpty()) {
            draft.text += QStringLiteral("; the trace does not say why.");
            findings.observed(std::move(draft), Severity::Unknown);
        } else {
            draft.text += QStringLiteral("; the caller never learns of this answer.");
            findings.broken(std::move(draft));
        }
    }
}

} // namespace siprace
