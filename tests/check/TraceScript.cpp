#include "TraceScript.h"

#include <QHash>
#include <QStringList>

#include <cmath>

namespace siprace::test {

using namespace Qt::StringLiterals;

namespace {

class TraceScript
{
public:
    Trace read(const QString& script)
    {
        addNode(u"caller"_s, Role::Caller, u"Caller A"_s);
        addNode(u"proxy"_s, Role::Proxy, u"Proxy"_s);
        addNode(u"b1"_s, Role::Callee, u"Phone B1"_s);
        addNode(u"b2"_s, Role::Callee, u"Phone B2"_s);
        m_trace.scenario = u"handmade"_s;
        m_trace.policy = u"forward-all"_s;
        m_trace.ended = u"settled"_s;
        for (const QString& line : script.split(u'\n')) {
            const QStringList words = line.simplified().split(u' ', Qt::SkipEmptyParts);
            if (!words.isEmpty() && !words.first().startsWith(u'#'))
                readLine(words);
        }
        return std::move(m_trace);
    }

private:
    void addNode(const QString& id, Role role, const QString& name)
    {
        const auto host = m_trace.nodes.size() + 11;
        m_trace.nodes.append({id, role, name, u"127.100.0.%1:5060"_s.arg(host)});
    }

    int node(const QString& id) const
    {
        const int index = m_trace.nodeIndex(id);
        if (index < 0)
            qFatal("no node %s", qPrintable(id));
        return index;
    }

    static Instant ms(const QString& text)
    {
        bool ok = false;
        const double value = text.toDouble(&ok);
        if (!ok)
            qFatal("no time: %s", qPrintable(text));
        return at(Duration{std::llround(value * 1000)});
    }

    void readLine(const QStringList& words)
    {
        const QString& key = words.first();
        if (key == u"node")
            readNode(words);
        else if (key == u"policy")
            m_trace.policy = words.value(1);
        else if (key == u"clock")
            m_trace.clock = words.at(1);
        else if (key == u"ended")
            m_trace.ended = words.value(1); // nothing: it goes on
        else if (key == u"design")
            m_trace.byDesign.append({node(words.at(1)), words.sliced(2).join(u' ')});
        else if (key == u"t1")
            m_trace.timerValues.append({node(words.at(1)), {.T1 = ms(words.at(2)).time_since_epoch()}});
        else if (key == u"action")
            m_trace.actions.append({ms(words.at(1)), node(words.at(2)), words.at(3)});
        else if (key == u"state")
            m_trace.states.append({ms(words.at(1)), node(words.at(2)), MachineKind::Dialog, words.at(3),
                u"dialog "_s + words.at(3), -1, words.at(3).toLatin1(), words.at(4)});
        else if (key == u"down")
            m_trace.states.append(
                {ms(words.at(1)), node(words.at(2)), MachineKind::Node, u"node"_s, words.at(2), -1, {}, u"down"_s});
        else
            readMessage(words);
    }

    void readNode(const QStringList& words)
    {
        if (!m_hasOwnNodes)
            m_trace.nodes.clear();
        m_hasOwnNodes = true;
        const QHash<QString, Role> roles{{u"caller"_s, Role::Caller}, {u"callee"_s, Role::Callee},
            {u"proxy"_s, Role::Proxy}, {u"external"_s, Role::External}};
        addNode(words.at(1), roles.value(words.at(2)), words.sliced(3).join(u' '));
    }

    void readMessage(QStringList words)
    {
        if (words.size() < 3)
            qFatal("no message: %s", qPrintable(words.join(u' ')));
        TraceMessage message;
        const QStringList times = words.at(0).split(u'-');
        message.n = static_cast<int>(m_trace.messages.size()) + 1;
        message.sent = ms(times.at(0));
        if (times.at(1) == u"x") {
            message.fate = Fate::Lost;
        } else if (times.at(1) != u"?") {
            message.fate = Fate::Delivered;
            message.arrived = ms(times.at(1));
        }
        const QStringList ends = words.at(1).split(u'>');
        message.from = node(ends.at(0));
        message.to = node(ends.at(1));
        QHash<QString, QString> options;
        QString tag;
        for (const QString& word : words.sliced(3)) {
            if (word.startsWith(u'('))
                tag = word.mid(1).chopped(1);
            else
                options.insert(word.section(u'=', 0, 0), word.section(u'=', 1));
        }
        applyOptions(message, options);
        message.raw = rawOf(message, words.at(2), tag, options);
        static_cast<MessageFields&>(message) = readFields(message.raw.bytes());
        message.retransmissionOf = earliestCopy(message);
        m_trace.messages.append(message);
    }

    static void applyOptions(TraceMessage& message, const QHash<QString, QString>& options)
    {
        message.causedBy = options.value(u"by"_s).toInt();
        message.isStray = options.contains(u"stray"_s);
        message.connection = options.contains(u"tcp"_s) ? 1 : 0;
        if (options.contains(u"why"_s))
            message.why = {options.value(u"why"_s), u"as told"_s};
        if (options.contains(u"discarded"_s)) {
            message.fate = Fate::Discarded;
            message.fateWhy = {options.value(u"discarded"_s), u"as told"_s};
        }
    }

    QByteArray rawOf(
        const TraceMessage& message, QString what, const QString& tag, const QHash<QString, QString>& options) const
    {
        const bool isResponse = what.contains(u'/');
        const bool isFailureAck = what == u"ACKF";
        QString method = isResponse ? what.section(u'/', 1) : isFailureAck ? u"ACK"_s : what;
        const bool isBack = options.contains(u"back"_s);
        const bool isSetUp = method == u"INVITE" || method == u"ACK" || method == u"CANCEL";
        const QString cseq = options.value(u"cseq"_s, isSetUp || isBack ? u"1"_s : u"2"_s);
        const QString client = m_trace.nodes.at(isResponse ? message.to : message.from).id;
        const QString server = m_trace.nodes.at(isResponse ? message.from : message.to).id;
        QString branch = client + u'-' + server;
        if (method == u"ACK" && !isFailureAck)
            branch += u"-ack-"_s + tag + cseq;
        else if (!isSetUp)
            branch += u'-' + method + cseq + tag;
        else if (cseq != u"1" || isBack)
            branch += u'-' + cseq + (isBack ? u"back"_s : QString());
        branch = options.value(u"br"_s, branch);
        const QString caller = u"<sip:alice@lab>;tag=caller"_s;
        const QString callee = u"<sip:bob@lab>"_s + (tag.isEmpty() ? QString() : u";tag="_s + tag);
        const QString uri = options.value(u"uri"_s, u"sip:%1@lab"_s.arg(server));
        const bool isFromProxy = m_trace.nodes.at(message.from).role == Role::Proxy;
        QString raw = isResponse ? u"SIP/2.0 %1 Reason\r\n"_s.arg(what.section(u'/', 0, 0))
                                 : u"%1 %2 SIP/2.0\r\n"_s.arg(method, uri);
        raw += u"Via: SIP/2.0/UDP 127.100.0.1;branch=z9hG4bK-%1\r\n"_s.arg(branch);
        if (!isResponse)
            raw += u"Max-Forwards: %1\r\n"_s.arg(options.value(u"mf"_s, isFromProxy ? u"69"_s : u"70"_s));
        raw += u"From: %1\r\nTo: %2\r\n"_s.arg(isBack ? callee : caller, isBack ? caller : callee);
        raw += u"Call-ID: %1\r\nCSeq: %2 %3\r\nContent-Length: 0\r\n\r\n"_s.arg(
            options.value(u"call"_s, u"call-1@caller"_s), cseq, method);
        return raw.toUtf8();
    }

    int earliestCopy(const TraceMessage& message) const
    {
        for (const TraceMessage& other : m_trace.messages) {
            if (other.from == message.from && other.to == message.to && other.method == message.method
                && other.status == message.status && other.cseq == message.cseq
                && other.cseqMethod == message.cseqMethod && other.branch == message.branch
                && other.toTag == message.toTag)
                return other.n;
        }
        return 0;
    }

    Trace m_trace;
    bool m_hasOwnNodes = false;
};

// Messages 1 to 14: the same under every policy.
const QString twoPhonesBegin = uR"(
    0-10     caller>proxy INVITE
    10-20    proxy>caller 100/INVITE by=1
    10-110   proxy>b1 INVITE by=1
    10-160   proxy>b2 INVITE by=1
    110-210  b1>proxy 180/INVITE (b1) by=3
    160-310  b2>proxy 180/INVITE (b2) by=4
    210-220  proxy>caller 180/INVITE (b1) by=5
    310-320  proxy>caller 180/INVITE (b2) by=6
    410-510  b1>proxy 200/INVITE (b1)
    460-610  b2>proxy 200/INVITE (b2) %1
    510-520  proxy>caller 200/INVITE (b1) by=9
    510-660  proxy>b2 CANCEL by=9
    520-530  caller>proxy ACK (b1) by=11
    530-630  proxy>b1 ACK (b1) by=13
)"_s;

QString droppedCopies()
{
    QString out;
    for (const double sent : {960.0, 1960.0, 3960.0, 7960.0, 11960.0, 15960.0, 19960.0, 23960.0, 27960.0, 31960.0})
        out += u"%1-%2 b2>proxy 200/INVITE (b2) discarded=R-259\n"_s.arg(sent).arg(sent + 150);
    return out;
}

} // namespace

Trace traceOf(const QString& script)
{
    return TraceScript().read(script);
}

QString twoPhonesAnswer(const QString& policy)
{
    const bool isDropped = policy == u"drop-late-2xx";
    const QString begin
        = u"policy %1\n"_s.arg(policy) + twoPhonesBegin.arg(isDropped ? u"discarded=R-259"_s : QString());
    if (isDropped)
        return begin + u"660-810 b2>proxy 200/CANCEL by=12\n"_s + droppedCopies() + uR"(
            32460-32610 b2>proxy BYE (b2) back
            32610-32620 proxy>caller BYE (b2) back by=26
            32620-32630 caller>proxy 481/BYE (b2) back by=27
            32630-32780 proxy>b2 481/BYE (b2) back by=28
        )"_s;
    if (policy == u"ack-bye")
        return begin + uR"(
            610-760  proxy>b2 ACK (b2) by=10
            610-760  proxy>b2 BYE (b2) by=10
            660-810  b2>proxy 200/CANCEL by=12
            760-910  b2>proxy 200/BYE (b2) by=16
        )"_s;
    return begin + uR"(
        610-620  proxy>caller 200/INVITE (b2) by=10
        620-630  caller>proxy ACK (b2) by=15
        620-630  caller>proxy BYE (b2) by=15
        630-780  proxy>b2 ACK (b2) by=16
        630-780  proxy>b2 BYE (b2) by=17
        660-810  b2>proxy 200/CANCEL by=12
        780-930  b2>proxy 200/BYE (b2) by=19
        930-940  proxy>caller 200/BYE (b2) by=21
    )"_s;
}

const QString callUp = QStringLiteral(R"(
    0-10     caller>proxy INVITE
    10-110   proxy>b1 INVITE by=1
    110-210  b1>proxy 180/INVITE (b1) by=2
    210-220  proxy>caller 180/INVITE (b1) by=3
    300-350  b1>proxy 200/INVITE (b1)
    350-360  proxy>caller 200/INVITE (b1) by=5
    360-370  caller>proxy ACK (b1) by=6
    370-400  proxy>b1 ACK (b1) by=7
)");

} // namespace siprace::test
