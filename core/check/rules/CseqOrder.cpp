#include "rules/Checks.h"

#include <QHash>

#include <algorithm>

namespace siprace {

namespace {

/// The requests of one side of one dialog: Call-ID, From tag, To tag.
struct Direction
{
    QByteArrayView callId;
    QByteArrayView fromTag;
    QByteArrayView toTag;
    bool operator==(const Direction&) const = default;
    friend size_t qHash(const Direction& key, size_t seed = 0) noexcept
    {
        return qHash(key.callId, seed) ^ qHash(key.fromTag, seed) * 31 ^ qHash(key.toTag, seed) * 17;
    }
};

struct LastRequest
{
    quint32 cseq = 0;
    int n = 0;
};

bool hasOwnCseq(const TraceMessage& message)
{
    return message.isRequest() && message.method != "ACK" && message.method != "CANCEL"
        && message.retransmissionOf == 0;
}

/// n of a 401 or 407 to the request n that had reached its sender by `when`, 0: none.
int challengeOf(const TraceIndex& index, int n, Instant when)
{
    const TransactionView* transaction = n == 0 ? nullptr : index.transactionOf(n);
    if (!transaction)
        return 0;
    for (const int response : transaction->responses) {
        const TraceMessage& message = index.message(response);
        if ((message.status == 401 || message.status == 407) && message.arrived && *message.arrived <= when)
            return response;
    }
    return 0;
}

class CseqCheck
{
public:
    CseqCheck(const TraceIndex& index, FindingSink& findings)
        : m_index(index)
        , m_findings(findings)
    {
    }

    void run()
    {
        for (const TraceMessage& message : m_index.trace().messages) {
            if (!hasOwnCseq(message))
                continue;
            if (m_index.isUserAgent(message.from))
                checkSender(message);
            if (m_index.isUserAgent(message.to) && message.arrived)
                m_arrivals.push_back(message.n);
        }
        std::ranges::stable_sort(m_arrivals, {}, [this](int n) { return *m_index.message(n).arrived; });
        for (const int n : m_arrivals)
            checkReceiver(m_index.message(n));
    }

private:
    static Direction directionOf(const TraceMessage& message)
    {
        return {message.callId, message.fromTag, message.toTag};
    }

    /// The request before this one on its side; for the first in a dialog the INVITE that set it up.
    static LastRequest before(const QHash<Direction, LastRequest>& last, const TraceMessage& message)
    {
        const auto known = last.constFind(directionOf(message));
        if (known != last.cend())
            return *known;
        return last.value({message.callId, message.fromTag, {}});
    }

    void checkSender(const TraceMessage& message)
    {
        const LastRequest previous = before(m_sent, message);
        m_sent[directionOf(message)] = {message.cseq, message.n};
        if (previous.n == 0 || message.cseq == previous.cseq + 1)
            return;
        const int challenge = challengeOf(m_index, previous.n, message.sent);
        if (message.cseq == previous.cseq && challenge != 0)
            tell(u"R-602", message, previous,
                QStringLiteral("repeats CSeq %1 after a %2; it has to be one more")
                    .arg(message.cseq)
                    .arg(m_index.message(challenge).status));
        else if (message.cseq <= previous.cseq)
            tell(u"R-505", message, previous,
                QStringLiteral("has CSeq %1 after %2; it may only rise").arg(message.cseq).arg(previous.cseq));
        else
            tell(u"R-505", message, previous,
                QStringLiteral("has CSeq %1 after %2; it has to rise by one").arg(message.cseq).arg(previous.cseq));
    }

    void checkReceiver(const TraceMessage& message)
    {
        if (message.toTag.isEmpty()) {
            m_received[directionOf(message)] = {message.cseq, message.n};
            return;
        }
        const LastRequest previous = before(m_received, message);
        if (message.cseq > previous.cseq)
            m_received[directionOf(message)] = {message.cseq, message.n};
        const TransactionView* transaction = m_index.transactionOf(message.n);
        const int final = transaction ? m_index.finalOf(*transaction) : 0;
        if (previous.n == 0 || final == 0)
            return;
        const int status = m_index.message(final).status;
        if (message.cseq < previous.cseq && status < 300)
            tellAnswer(u"R-506", message, final, false,
                QStringLiteral("accepted CSeq %1 after %2 with %3; 500 was due")
                    .arg(message.cseq)
                    .arg(previous.cseq)
                    .arg(status));
        else if (message.cseq > previous.cseq + 1)
            tellAnswer(u"R-507", message, final, status != 500,
                QStringLiteral("saw CSeq %1 after %2 and answered %3; a gap is in order")
                    .arg(message.cseq)
                    .arg(previous.cseq)
                    .arg(status));
    }

    void tell(QStringView rule, const TraceMessage& message, const LastRequest& previous, const QString& what)
    {
        m_findings.broken({rule, message.from, QStringLiteral("CSeq of the %1").arg(words::what(message)),
            QStringLiteral("The %1 that %2 sent at %3 %4.")
                .arg(words::what(message), m_index.name(message.from), words::ms(message.sent), what),
            words::messages({previous.n, message.n})});
    }

    void tellAnswer(QStringView rule, const TraceMessage& message, int final, bool isKept, const QString& what)
    {
        FindingDraft draft{rule, message.to,
            isKept ? QStringLiteral("A gap in CSeq is no error")
                   : QStringLiteral("CSeq of the %1").arg(words::what(message)),
            QStringLiteral("%1 %2.").arg(m_index.name(message.to), what), words::messages({message.n, final})};
        if (isKept)
            m_findings.kept(std::move(draft));
        else
            m_findings.broken(std::move(draft));
    }

    const TraceIndex& m_index;
    FindingSink& m_findings;
    QHash<Direction, LastRequest> m_sent;
    QHash<Direction, LastRequest> m_received;
    std::vector<int> m_arrivals;
};

} // namespace

/// CSeq numbers, at the sender and at the receiver. RFC 3261 §12.2.1.1, §12.2.2, §22.2.
void checkCseqOrder(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    CseqCheck(index, findings).run();
}

} // namespace siprace
