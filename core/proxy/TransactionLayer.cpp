#include "TransactionLayer.h"

#include "MessageBuilder.h"

#include <QStringBuilder>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr Duration timerDLength = 32s; // not 64*T1: RFC 3261 §17.1.1.2

struct TimerBit
{
    quint32 action;
    TimerKind kind;
};
constexpr std::array timerBits
    = {TimerBit{StartA, TimerKind::A}, TimerBit{StartB, TimerKind::B}, TimerBit{StartD, TimerKind::D},
        TimerBit{StartE, TimerKind::E}, TimerBit{StartF, TimerKind::F}, TimerBit{StartG, TimerKind::G},
        TimerBit{StartH, TimerKind::H}, TimerBit{StartI, TimerKind::I}, TimerBit{StartJ, TimerKind::J},
        TimerBit{StartK, TimerKind::K}, TimerBit{StartL, TimerKind::L}, TimerBit{StartM, TimerKind::M}};

Why whyOf(const TxRow& row)
{
    // The table is static, so nothing is copied.
    return {
        QString::fromRawData(row.rule.data(), row.rule.size()), QString::fromRawData(row.why.data(), row.why.size())};
}

QByteArray clientKey(const QByteArray& viaBranch, const QByteArray& method)
{
    return viaBranch + '|' + method;
}

/// RFC 3261 §17.2.3; `method` is the one to match as.
QByteArray serverKey(const sip::Message& request, const QByteArray& method)
{
    const auto via = request.topVia();
    if (!via)
        return {};
    constexpr QByteArrayView cookie = "z9hG4bK";
    if (via->branch.size() > cookie.size() && via->branch.startsWith(cookie)) // alone it names nothing
        return via->branch % '|' % via->host % ':' % QByteArray::number(via->port) % '|' % method;
    // Without the cookie: what a client of RFC 2543 repeats. The To tag is left out, since its ACK carries ours.
    return "2543|" + request.requestUri() + '|' + request.fromTag() + '|' + request.callId() + '|'
        + QByteArray::number(request.cseq()) + '|' + via->host + ':' + QByteArray::number(via->port) + via->branch + '|'
        + method;
}

QString machineName(const QByteArray& viaBranch, const QByteArray& method)
{
    const QString branch = QString::fromUtf8(viaBranch);
    return method == "INVITE" ? branch : branch + u'/' + QString::fromUtf8(method);
}

TxInput inputOf(TimerKind kind)
{
    switch (kind) {
    case TimerKind::A:
        return TxInput::TimerA;
    case TimerKind::B:
        return TxInput::TimerB;
    case TimerKind::D:
        return TxInput::TimerD;
    case TimerKind::E:
        return TxInput::TimerE;
    case TimerKind::F:
        return TxInput::TimerF;
    case TimerKind::G:
        return TxInput::TimerG;
    case TimerKind::H:
        return TxInput::TimerH;
    case TimerKind::I:
        return TxInput::TimerI;
    case TimerKind::J:
        return TxInput::TimerJ;
    case TimerKind::K:
        return TxInput::TimerK;
    case TimerKind::L:
        return TxInput::TimerL;
    default:
        return TxInput::TimerM;
    }
}

/// Timers that only forget something; B and F report to the core, which may answer.
bool couldSend(const Transaction& transaction, TimerKind kind)
{
    switch (kind) {
    case TimerKind::A:
    case TimerKind::E:
    case TimerKind::G:
    case TimerKind::B:
        return true;
    case TimerKind::F:
        return transaction.role == TxRole::Forwarded;
    default:
        return false;
    }
}

bool isForgetting(TimerKind kind)
{
    return kind == TimerKind::D || kind == TimerKind::I || kind == TimerKind::K || kind == TimerKind::L
        || kind == TimerKind::M;
}
} // namespace

TxInput arrival(int status)
{
    return status < 200 ? TxInput::Provisional : status < 300 ? TxInput::Success : TxInput::Failure;
}

TransactionLayer::TransactionLayer(
    TransactionForm form, const TimerValues& timers, const ClientWaits& waits, Outbox& out)
    : m_form(form)
    , m_timers(timers)
    , m_waits(waits)
    , m_out(out)
{
}

Transaction& TransactionLayer::insert(Transaction transaction)
{
    transaction.id = ++m_last;
    const quint64 id = transaction.id;
    auto owned = std::make_unique<Transaction>(std::move(transaction));
    (owned->isClient() ? m_clients : m_servers).insert(owned->key, id);
    return *m_transactions.emplace(id, std::move(owned)).first->second;
}

Transaction& TransactionLayer::beginServer(const sip::Message& request, TxRole role, quint64 context)
{
    const QByteArray method = request.method();
    const auto via = request.topVia();
    Q_ASSERT(via);
    Transaction prepared;
    prepared.kind = method == "INVITE" ? MachineKind::InviteServer : MachineKind::NonInviteServer;
    prepared.role = role;
    prepared.key = serverKey(request, method);
    prepared.machine = machineName(via->branch, method);
    prepared.label = u"server ← %1"_s.arg(QString::fromUtf8(request.fromTag()));
    prepared.peer = via->responseHop();
    prepared.request = request;
    prepared.context = context;
    Transaction& transaction = insert(std::move(prepared));
    drive(transaction, TxInput::Start);
    return transaction;
}

Transaction& TransactionLayer::beginClient(Transaction prepared)
{
    const QByteArray method = prepared.request.method();
    const QByteArray viaBranch = prepared.request.topVia()->branch;
    prepared.kind = method == "INVITE" ? MachineKind::InviteClient : MachineKind::NonInviteClient;
    prepared.key = clientKey(viaBranch, method);
    prepared.machine = machineName(viaBranch, method);
    Transaction& transaction = insert(std::move(prepared));
    drive(transaction, TxInput::Start);
    return transaction;
}

Transaction& TransactionLayer::restore(Transaction prepared, const Why& why)
{
    Transaction& transaction = insert(std::move(prepared));
    transaction.state = TxState::Proceeding;
    m_out.state(
        transaction.kind, transaction.machine, transaction.label, transaction.peer, toString(transaction.state), why);
    return transaction;
}

Transaction* TransactionLayer::find(quint64 id)
{
    const auto found = m_transactions.find(id);
    return found == m_transactions.end() ? nullptr : found->second.get();
}

Transaction* TransactionLayer::matchResponse(const QByteArray& viaBranch, const QByteArray& cseqMethod)
{
    return find(m_clients.value(clientKey(viaBranch, cseqMethod)));
}

Transaction* TransactionLayer::matchRequest(const sip::Message& request)
{
    const QByteArray method = request.method();
    return find(m_servers.value(serverKey(request, method == "ACK" ? "INVITE" : method)));
}

QByteArray TransactionLayer::requestKey(const sip::Message& request)
{
    return serverKey(request, request.method());
}

QByteArray TransactionLayer::inviteKey(const sip::Message& request)
{
    return serverKey(request, "INVITE");
}

TxEvent TransactionLayer::drive(Transaction& transaction, TxInput input)
{
    const TxRow* row = findTransition(transaction.kind, m_form, transaction.state, input);
    if (!row)
        return TxEvent::Nothing;
    const bool isNewState = row->next != transaction.state;
    perform(transaction, *row);
    transaction.state = row->next;
    if (isNewState)
        m_out.state(transaction.kind, transaction.machine, transaction.label, transaction.peer, toString(row->next),
            whyOf(*row));
    if (transaction.state == TxState::Terminated)
        erase(transaction.id);
    if ((row->actions & ToCore) != 0)
        return TxEvent::Message;
    if ((row->actions & TimeoutToCore) != 0)
        return TxEvent::Timeout;
    return (row->actions & ErrorToCore) != 0 ? TxEvent::Error : TxEvent::Nothing;
}

void TransactionLayer::perform(Transaction& transaction, const TxRow& row)
{
    if ((row.actions & StopTimers) != 0) {
        for (quint64& timer : transaction.timers)
            m_out.stop(timer, whyOf(row));
    }
    if ((row.actions & SendRequest) != 0)
        m_out.send(transaction.request, transaction.peer,
            transaction.state == TxState::None ? transaction.sendWhy : whyOf(row), transaction.id);
    if ((row.actions & SendAck) != 0)
        m_out.send(transaction.ack, transaction.peer, whyOf(row), transaction.id);
    if ((row.actions & SendResponse) != 0)
        m_out.send(transaction.response, transaction.peer, transaction.sendWhy, transaction.id);
    if ((row.actions & RepeatResponse) != 0 && !transaction.response.isNull())
        m_out.send(transaction.response, transaction.peer, whyOf(row), transaction.id);
    startTimers(transaction, row);
}

void TransactionLayer::startTimers(Transaction& transaction, const TxRow& row)
{
    const bool isReliable = transaction.isReliable();
    for (const TimerBit& bit : timerBits) {
        if ((row.actions & bit.action) == 0)
            continue;
        switch (bit.kind) {
        case TimerKind::A:
        case TimerKind::E:
        case TimerKind::G:
            if (!isReliable)
                startAgain(transaction, bit.kind, row);
            break;
        case TimerKind::D:
            start(transaction, bit.kind, isReliable ? Duration{0} : timerDLength, row);
            break;
        case TimerKind::I:
        case TimerKind::K:
            start(transaction, bit.kind, isReliable ? Duration{0} : m_timers.T4, row);
            break;
        case TimerKind::J:
            start(transaction, bit.kind, isReliable ? Duration{0} : m_timers.T1x64(), row);
            break;
        case TimerKind::B:
        case TimerKind::F:
            start(transaction, bit.kind, m_waits.answer, row);
            break;
        default:
            start(transaction, bit.kind, m_timers.T1x64(), row);
        }
    }
}

/// Timers A, E, G: T1 first, then doubling; A without a cap by RFC 3261, E and G up to T2, E in Proceeding T2 at once.
void TransactionLayer::startAgain(Transaction& transaction, TimerKind kind, const TxRow& row)
{
    if ((row.actions & Longer) == 0)
        transaction.interval = m_timers.T1;
    else if (kind == TimerKind::A)
        transaction.interval = qMin(transaction.interval * 2, m_waits.invite);
    else if (kind == TimerKind::E && row.state == TxState::Proceeding)
        transaction.interval = m_timers.T2;
    else
        transaction.interval = qMin(transaction.interval * 2, m_timers.T2);
    start(transaction, kind, transaction.interval, row);
}

void TransactionLayer::start(Transaction& transaction, TimerKind kind, Duration after, const TxRow& row)
{
    if (transaction.lingers && isForgetting(kind))
        return;
    transaction.timers[std::size_t(kind)] = m_out.start(
        {true, transaction.id, -1, kind}, after, transaction.machine, couldSend(transaction, kind), whyOf(row));
}

void TransactionLayer::respond(Transaction& transaction, const sip::Message& response, Why why)
{
    const int status = response.status();
    const TxInput input = status < 200 ? TxInput::SendProvisional
        : status < 300                 ? TxInput::SendSuccess
                                       : TxInput::SendFailure;
    if (!findTransition(transaction.kind, m_form, transaction.state, input))
        return; // a second final to a non-INVITE, or a 2xx behind a failure
    if (transaction.request.isNull()) // restored: only the response knows the way
        transaction.peer = response.topVia().value_or(sip::Via{}).responseHop();
    transaction.response = response;
    transaction.sendWhy = std::move(why);
    drive(transaction, input);
}

TxEvent TransactionLayer::receive(Transaction& transaction, const sip::Message& response)
{
    const TxInput input = arrival(response.status());
    if (input == TxInput::Failure && transaction.kind == MachineKind::InviteClient && transaction.ack.isNull())
        transaction.ack = ackToFailure(transaction.request, response);
    return drive(transaction, input);
}

TxEvent TransactionLayer::fire(Transaction& transaction, TimerKind kind)
{
    transaction.timers[std::size_t(kind)] = 0;
    return drive(transaction, inputOf(kind));
}

void TransactionLayer::destroy(Transaction& transaction, const Why& why)
{
    for (quint64& timer : transaction.timers)
        m_out.stop(timer, why);
    m_out.state(
        transaction.kind, transaction.machine, transaction.label, transaction.peer, toString(TxState::Terminated), why);
    erase(transaction.id);
}

void TransactionLayer::abandon(Transaction& transaction, const Why& why)
{
    m_out.stop(transaction.timers[std::size_t(TimerKind::A)], why);
}

void TransactionLayer::hush(Transaction& transaction, const Why& why)
{
    m_out.stop(transaction.timers[std::size_t(TimerKind::A)], why);
    m_out.stop(transaction.timers[std::size_t(TimerKind::B)], why);
}

void TransactionLayer::erase(quint64 id)
{
    const auto found = m_transactions.find(id);
    if (found == m_transactions.end())
        return;
    QHash<QByteArray, quint64>& index = found->second->isClient() ? m_clients : m_servers;
    if (index.value(found->second->key) == id)
        index.remove(found->second->key);
    if (found->second->context != 0)
        m_ended.push_back(found->second->context);
    m_transactions.erase(found);
}

} // namespace siprace::proxy
