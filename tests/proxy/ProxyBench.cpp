#include "ProxyBench.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
const QMap<QString, QByteArray>& hosts()
{
    static const QMap<QString, QByteArray> table
        = {{u"caller"_s, "127.100.0.11"}, {u"proxy"_s, "127.100.0.12"}, {u"q"_s, "127.100.0.13"},
            {u"b1"_s, "127.100.0.21"}, {u"b2"_s, "127.100.0.22"}, {u"b3"_s, "127.100.0.23"}, {u"b4"_s, "127.100.0.24"}};
    return table;
}

QString nodeAt(const sip::Hop& hop)
{
    return hosts().key(hop.host, QString::fromUtf8(hop.text()));
}
} // namespace

ProxyBench::ProxyBench(ProxySettings settings)
    : ProxyBench(std::move(settings), {phone("b1"), phone("b2")})
{
}

ProxyBench::ProxyBench(ProxySettings settings, const QList<Contact>& contacts)
    : m_settings(std::move(settings))
{
    m_location.addAddress("sip:bob@lab");
    for (const Contact& contact : contacts)
        m_location.addFixed("sip:bob@lab", contact);
    begin();
}

Contact ProxyBench::phone(const QByteArray& id, double q)
{
    return {"sip:" + id + '@' + address(QString::fromUtf8(id)).text(), q};
}

sip::Hop ProxyBench::address(const QString& id)
{
    return {hosts().value(id), 5060, "udp"};
}

ProxySettings ProxyBench::withPolicy(QStringView id)
{
    ProxySettings settings;
    settings.policy = knobsOf(id);
    return settings;
}

void ProxyBench::begin()
{
    m_core = std::make_unique<ProxyCore>(
        m_settings, Identity{u"proxy"_s, address(u"proxy"_s), m_nextBranch}, &m_location, &m_ledger);
}

void ProxyBench::restart()
{
    m_nextBranch = m_core->nextBranch();
    m_timers.clear();
    begin();
}

QStringList ProxyBench::receive(const QString& from, const sip::Message& message)
{
    // Through the wire form, so that the core sees what it would see.
    const auto parsed = sip::Message::parse(message.toBytes());
    if (!parsed) {
        m_mistakes.append(u"the bench sends nonsense: "_s + parsed.error().what);
        return {};
    }
    m_log.append(stamp() + line(from, u"proxy"_s, *parsed));
    return perform(m_core->handle(MessageReceived{*parsed, address(from), int(m_log.size())}, m_now));
}

void ProxyBench::sendFails(quint64 key)
{
    perform(m_core->handle(SendFailed{key}, m_now));
}

QStringList ProxyBench::pass(Duration time)
{
    QStringList sent;
    const Instant end = m_now + time;
    while (!m_timers.empty() && m_timers.begin()->first <= end) {
        m_now = m_timers.begin()->first;
        const quint64 id = m_timers.begin()->second.id;
        m_timers.erase(m_timers.begin());
        for (const QString& text : perform(m_core->handle(TimerFired{id}, m_now)))
            sent.append(stamp() + text);
    }
    m_now = end;
    return sent;
}

QStringList ProxyBench::perform(const Effects& effects)
{
    QStringList lines;
    m_effects = effects;
    for (const Effect& effect : effects) {
        const Why why = std::visit([](const auto& what) { return what.why; }, effect);
        if (why.rule.isEmpty() || why.text.isEmpty())
            m_mistakes.append(u"an effect without a reason"_s);
        if (const auto* send = std::get_if<Send>(&effect)) {
            const QString text = line(u"proxy"_s, nodeAt(send->to), send->message);
            lines.append(text);
            m_log.append(stamp() + text);
            m_sent.push_back(*send);
        } else if (const auto* start = std::get_if<StartTimer>(&effect)) {
            m_timers.insert({m_now + start->after, {start->timer, start->name}});
        } else if (const auto* stop = std::get_if<StopTimer>(&effect)) {
            const auto running = std::find_if(
                m_timers.begin(), m_timers.end(), [&](const auto& entry) { return entry.second.id == stop->timer; });
            if (running == m_timers.end())
                m_mistakes.append(u"a timer is stopped that does not run"_s);
            else
                m_timers.erase(running);
        } else if (const auto* state = std::get_if<EnterState>(&effect)) {
            m_states.append(state->machine + u' ' + state->state);
        }
    }
    return lines;
}

QString ProxyBench::stamp() const
{
    return u'+' + QString::number(toMs(m_now) / 1000.0, 'f', 3) + u' ';
}

QString ProxyBench::line(const QString& from, const QString& to, const sip::Message& message) const
{
    QString text = from + u'>' + to + u' ';
    text += message.isRequest() ? QString::fromUtf8(message.method())
                                : QString::number(message.status()) + u'/' + QString::fromUtf8(message.cseqMethod());
    if (message.cseqMethod() != "CANCEL" && !message.toTag().isEmpty())
        text += u" ("_s + QString::fromUtf8(message.toTag()) + u')';
    return text;
}

sip::Message ProxyBench::request(const QByteArray& method, const QByteArray& uri, int cseq)
{
    const QByteArray text = method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.11:5060;branch=z9hG4bK-caller-"
        + QByteArray::number(++m_branches) + "\r\nMax-Forwards: 70\r\nFrom: Caller <sip:caller@lab>;tag=caller\r\nTo: <"
        + uri + ">\r\nCall-ID: call-1@caller\r\nCSeq: " + QByteArray::number(cseq) + ' ' + method
        + "\r\nContact: <sip:caller@127.100.0.11:5060>\r\nContent-Length: 0\r\n\r\n";
    return *sip::Message::parse(text);
}

sip::Message ProxyBench::inDialog(const QByteArray& method, const QByteArray& phoneId, int cseq)
{
    sip::Message message = request(method, phone(phoneId).uri, cseq);
    message.setHeader("To", "<sip:bob@lab>;tag=" + phoneId);
    message.setRoutes({"sip:127.100.0.12:5060;lr"});
    return message;
}

sip::Message ProxyBench::answer(const QString& id, int status, const QByteArray& method, const QByteArray& tag)
{
    const auto asked = lastSent(id, method);
    if (!asked)
        return {};
    sip::Message answer = sip::Message::response(asked->message, status, "Answer",
        status == 100       ? QByteArray()
            : tag.isEmpty() ? id.toUtf8()
                            : tag);
    for (const QByteArray& route : asked->message.headers("Record-Route"))
        answer.addHeader("Record-Route", route);
    answer.addHeader("Contact", '<' + phone(id.toUtf8()).uri + '>');
    return answer;
}

sip::Message ProxyBench::cancelOf(const sip::Message& invite)
{
    sip::Message cancel = sip::Message::request("CANCEL", invite.requestUri());
    for (const QByteArray name : {"Via", "Max-Forwards", "From", "To", "Call-ID"})
        cancel.addHeader(name, invite.headers(name).value(0));
    cancel.addHeader("CSeq", QByteArray::number(invite.cseq()) + " CANCEL");
    return cancel;
}

sip::Message ProxyBench::ackOf(const sip::Message& invite)
{
    sip::Message ack = sip::Message::request("ACK", invite.requestUri());
    for (const QByteArray name : {"Via", "Max-Forwards", "From", "To", "Call-ID"})
        ack.addHeader(name, invite.headers(name).value(0));
    ack.addHeader("CSeq", QByteArray::number(invite.cseq()) + " ACK");
    return ack;
}

std::optional<Send> ProxyBench::lastSent(const QString& to, const QByteArray& method) const
{
    const auto found = std::find_if(m_sent.rbegin(), m_sent.rend(), [&](const Send& send) {
        return nodeAt(send.to) == to
            && (send.message.isRequest() ? send.message.method() : send.message.cseqMethod()) == method
            && send.message.isRequest() == (to != u"caller");
    });
    return found == m_sent.rend() ? std::nullopt : std::optional(*found);
}

QStringList ProxyBench::reasons() const
{
    QStringList reasons;
    for (const Effect& effect : m_effects) {
        const Why why = std::visit([](const auto& what) { return what.why; }, effect);
        reasons.append(why.rule + u' ' + why.text);
    }
    return reasons;
}

QStringList ProxyBench::runningTimerNames() const
{
    QStringList names;
    for (const auto& [due, running] : m_timers)
        names.append(running.name);
    names.sort();
    return names;
}

} // namespace siprace::proxy
