#include "RaceInvariants.h"

#include "RunJson.h"
#include "formats/Exporters.h"
#include "formats/TraceJson.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
/// 64*T1 of a phone, less the second that a copy which others overtake comes later.
constexpr Duration forgottenAfter = 31s;

QString at(const TraceMessage& message, const QString& what)
{
    return u"message %1 (%2): %3"_s.arg(message.n).arg(QString::fromLatin1(message.firstLine), what);
}

/// Where it was handled: at its receiver, or nowhere.
bool hasArrived(const TraceMessage& message)
{
    return message.arrived.has_value();
}

/// One hop's transaction: the branch and the method.
QByteArray hopKey(const TraceMessage& message)
{
    const QByteArray method = message.cseqMethod == "ACK" ? QByteArray("INVITE") : message.cseqMethod;
    return message.branch + '|' + method;
}

using Broken = QString (*)(const Trace&, int outsider);

/// Every message has a number, two ends, and one fate that fits its times.
QString everyMessageIsConserved(const Trace& trace, int /*outsider*/)
{
    Instant last{};
    for (qsizetype i = 0; i < trace.messages.size(); ++i) {
        const TraceMessage& message = trace.messages.at(i);
        if (message.n != i + 1)
            return at(message, u"is numbered out of order"_s);
        if (message.sent < last)
            return at(message, u"was sent before the one in front of it"_s);
        last = message.sent;
        const bool isNode = message.from >= 0 && message.from < trace.nodes.size() && message.to >= 0
            && message.to < trace.nodes.size();
        if (!isNode)
            return at(message, u"has no two ends"_s);
        const bool shouldHave = message.fate == Fate::Delivered || message.fate == Fate::Discarded;
        if (shouldHave != hasArrived(message))
            return at(message, u"is %1, and its arrival does not fit that"_s.arg(toString(message.fate)));
        if (message.arrived && *message.arrived < message.sent)
            return at(message, u"arrived before it was sent"_s);
        if (message.retransmissionOf < 0 || message.retransmissionOf >= message.n)
            return at(message, u"repeats a later one"_s);
    }
    return {};
}

QString causesComeFirst(const Trace& trace, int /*outsider*/)
{
    for (const TraceMessage& message : trace.messages) {
        if (message.causedBy == 0)
            continue;
        if (message.causedBy >= message.n)
            return at(message, u"has a later cause, %1"_s.arg(message.causedBy));
        const TraceMessage& cause = trace.messages.at(message.causedBy - 1);
        if (cause.to != message.from || !hasArrived(cause) || *cause.arrived > message.sent)
            return at(message, u"is caused by %1, which was not there"_s.arg(cause.n));
    }
    return {};
}

/// A node answers only what has come to it.
QString noResponseWithoutRequest(const Trace& trace, int outsider)
{
    QSet<QPair<int, QByteArray>> known;
    std::vector<const TraceMessage*> byArrival;
    for (const TraceMessage& message : trace.messages) {
        if (message.isRequest() && hasArrived(message))
            byArrival.push_back(&message);
    }
    std::ranges::stable_sort(byArrival, {}, [](const TraceMessage* message) { return *message->arrived; });
    auto next = byArrival.begin();
    for (const TraceMessage& message : trace.messages) {
        for (; next != byArrival.end() && *(*next)->arrived <= message.sent; ++next)
            known.insert({(*next)->to, hopKey(**next)});
        // What an outsider sends may be too broken to tell what it asks.
        const bool isRefusal = outsider >= 0 && (message.status == 400 || message.status == 505);
        if (message.status != 0 && message.from != outsider && !isRefusal
            && !known.contains({message.from, hopKey(message)}))
            return at(message, u"answers a request that never came to %1"_s.arg(trace.nodes.at(message.from).id));
    }
    return {};
}

/// An ACK follows a final response to an INVITE of its call, or passes one on.
QString noAckWithoutCause(const Trace& trace, int outsider)
{
    for (const TraceMessage& ack : trace.messages) {
        if (ack.method != "ACK" || ack.from == outsider)
            continue;
        const bool hasCause = std::ranges::any_of(trace.messages, [&ack](const TraceMessage& other) {
            const bool came = other.n < ack.n && other.to == ack.from && hasArrived(other) && *other.arrived <= ack.sent
                && other.callId == ack.callId;
            return came && (other.method == "ACK" || (other.isFinal() && other.cseqMethod == "INVITE"));
        });
        if (!hasCause)
            return at(ack, u"acknowledges nothing"_s);
    }
    return {};
}

/// The branch and the method of a request are its sender's alone.
QString noBranchHasTwoOwners(const Trace& trace, int outsider)
{
    QHash<QByteArray, int> owners;
    for (const TraceMessage& message : trace.messages) {
        if (!message.isRequest() || message.branch.isEmpty() || message.from == outsider)
            continue;
        const auto owner = owners.constFind(message.branch);
        if (owner != owners.constEnd() && *owner != message.from)
            return at(message, u"has a branch of %1"_s.arg(trace.nodes.at(*owner).id));
        owners.insert(message.branch, message.from);
    }
    return {};
}

QString historyIsInOrder(const Trace& trace, int /*outsider*/)
{
    const auto isSorted
        = [](const auto& list) { return std::ranges::is_sorted(list, {}, [](const auto& one) { return one.at; }); };
    if (!isSorted(trace.states))
        return u"states are not in the order of time"_s;
    if (!isSorted(trace.timers))
        return u"timers are not in the order of time"_s;
    if (!isSorted(trace.decisions))
        return u"decisions are not in the order of time"_s;
    return {};
}

QString timersFireOnce(const Trace& trace, int /*outsider*/)
{
    QHash<QString, int> running;
    for (const TimerChange& timer : trace.timers) {
        const QString key = u"%1 %2 %3"_s.arg(timer.node).arg(timer.machine, timer.name);
        int& count = running[key];
        count += timer.what == TimerChange::What::Set ? 1 : -1;
        if (count < 0)
            return u"timer %1 ended without having been set"_s.arg(key);
    }
    return {};
}

QString endedAsItMay(const Trace& trace, int /*outsider*/)
{
    static const QStringList ways = {u"settled"_s, u"time"_s, u"limit"_s};
    return ways.contains(trace.ended) ? QString() : u"the run ended \"%1\""_s.arg(trace.ended);
}

QString numbersFit(const Trace& trace, const Verdict& verdict)
{
    const Outcome& is = verdict.outcome;
    const auto count = [&trace](auto what) { return int(std::ranges::count_if(trace.messages, what)); };
    if (is.messages != trace.messages.size())
        return u"messages: %1, not %2"_s.arg(is.messages).arg(trace.messages.size());
    if (is.lost != count([](const TraceMessage& message) { return message.fate == Fate::Lost; }))
        return u"lost: %1"_s.arg(is.lost);
    if (is.retransmissions != count([](const TraceMessage& message) { return message.retransmissionOf != 0; }))
        return u"retransmissions: %1"_s.arg(is.retransmissions);
    for (const auto& [name, value] : outcomeValues(is)) {
        if (value < 0)
            return u"%1: %2"_s.arg(name).arg(value);
    }
    if (is.twoXxToCaller > is.twoXxDeliveries)
        return u"more 2xx than deliveries of them"_s;
    if (is.orphanDialogs > is.dialogsAtCallees || is.ghostCalls > is.dialogsAtCallees)
        return u"more orphans or ghosts than dialogs"_s;
    if (is.cancelsTooLate > is.cancels)
        return u"more late CANCELs than CANCELs"_s;
    if (verdict.runClass.isEmpty())
        return u"the run has no class"_s;
    for (const Finding& finding : verdict.findings) {
        for (const int n : finding.messages) {
            if (n < 1 || n > trace.messages.size())
                return u"a finding of %1 speaks of message %2"_s.arg(finding.rule).arg(n);
        }
    }
    return {};
}
} // namespace

QString brokenInvariant(const Trace& trace, const Verdict& verdict, int outsider)
{
    for (const Broken check : {&endedAsItMay, &everyMessageIsConserved, &causesComeFirst, &noResponseWithoutRequest,
             &noAckWithoutCause, &noBranchHasTwoOwners, &historyIsInOrder, &timersFireOnce}) {
        if (const QString broken = check(trace, outsider); !broken.isEmpty())
            return broken;
    }
    return numbersFit(trace, verdict);
}

QString brokenPlainInvariant(const Trace& trace)
{
    QHash<QPair<int, QByteArray>, const TraceMessage*> finals; // of a node, by the request it answers
    for (const TraceMessage& message : trace.messages) {
        if (!message.isFinal() || message.isStray)
            continue;
        const QPair<int, QByteArray> key{message.from, hopKey(message)};
        const TraceMessage* first = finals.value(key);
        // A request that was overtaken for so long that timer J or H of its first copy has run out is a new one. R-183.
        if (!first || message.sent - first->sent >= forgottenAfter) {
            finals.insert(key, &message);
            continue;
        }
        const bool areSuccesses = first->isSuccess() && message.isSuccess() && message.cseqMethod == "INVITE";
        const bool isProxy = trace.nodes.at(message.from).role == Role::Proxy;
        const bool isSame = first->status == message.status && first->toTag == message.toTag;
        if (!isSame && !(areSuccesses && isProxy))
            return at(message, u"is a second final beside message %1"_s.arg(first->n));
    }
    return {};
}

QString brokenRoundTrip(const Trace& trace, const Verdict& verdict)
{
    const QByteArray saved = savedTrace(trace, verdict, RawText::Whole);
    const auto loaded = traceFromJson(saved, u"race.json"_s);
    if (!loaded)
        return u"a saved trace cannot be read: %1"_s.arg(loaded.error().text());
    if (*loaded != trace)
        return u"a saved trace reads differently"_s;
    if (judge(*loaded) != verdict)
        return u"a saved trace is judged differently"_s;
    if (toPcapng(trace).isEmpty())
        return u"no capture"_s;
    return {};
}

} // namespace siprace
