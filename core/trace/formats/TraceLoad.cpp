#include "formats/JsonReader.h"
#include "formats/TraceJson.h"
#include "formats/Zip.h"

#include <QFile>
#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>

namespace siprace {

namespace {

constexpr qint64 latestUs = 1'000'000'000'000'000; ///< thirty years
constexpr qint64 mostMessages = 10'000'000;
constexpr qsizetype packedAtOnce = 32'768; ///< bytes of datagrams in a block

/// Builds a Trace out of parsed JSON, list by list.
class TraceReader
{
public:
    using Json = JsonReader::Json;

    explicit TraceReader(const QString& file)
        : m_read(file)
    {
    }

    Result<Trace> read(const Json& root)
    {
        readHeader(root);
        if (m_read.ok())
            readNodes(root);
        readSettings(root);
        readMessages(root);
        readStates(root);
        readTimers(root);
        readDecisions(root);
        readConnections(root);
        readActions(root);
        if (!m_read.ok())
            return fail(m_read.takeFault());
        m_trace.states.squeeze();
        m_trace.timers.squeeze();
        m_trace.decisions.squeeze();
        return std::move(m_trace);
    }

private:
    template <class Read> void eachOf(const Json& root, const char* name, bool isRequired, Read&& readOne)
    {
        std::size_t index = 0;
        const Json list = m_read.list(root, name, isRequired);
        for (JsonCursor cursor(list); cursor.next();) {
            m_read.enter(name, index++);
            readOne(cursor.value());
            if (!m_read.ok())
                return;
        }
        m_read.leave();
    }

    void readHeader(const Json& root);
    void readNodes(const Json& root);
    void readSettings(const Json& root);
    void readMessages(const Json& root);
    void readMessage(const Json& json);
    void pack();
    void readFieldsOf(const Json& json, TraceMessage& message);
    void readFate(const Json& json, TraceMessage& message);
    void readStates(const Json& root);
    void readTimers(const Json& root);
    void readDecisions(const Json& root);
    void readConnections(const Json& root);
    void readActions(const Json& root);
    Why readWhy(const Json& json, const char* name);
    Instant instant(const Json& json, const char* name)
    {
        return at(Duration{m_read.required(json, name, 0, latestUs)});
    }
    int node(const Json& json, const char* name);
    template <class Value, std::size_t N>
    Value word(const Json& json, const char* name, const std::array<Value, N>& values, QString (*spell)(Value));

    JsonReader m_read;
    Trace m_trace;
    qsizetype m_packed = 0; ///< messages whose datagrams are
    qsizetype m_plainBytes = 0; ///< in those that are not
    QHash<QString, int> m_nodes;
};

void TraceReader::readHeader(const Json& root)
{
    if (!m_read.has(root, "siprace")) {
        m_read.fault(nullptr, QStringLiteral("this JSON is no saved trace: it has no member \"siprace\""));
        return;
    }
    const qint64 version = m_read.required(root, "siprace", 1, 1'000'000);
    if (m_read.ok() && version > traceFormatVersion) {
        m_read.fault(nullptr,
            QStringLiteral("this trace has format %1, newer than the %2 this program reads")
                .arg(version)
                .arg(traceFormatVersion));
        return;
    }
    m_trace.scenario = m_read.string(root, "scenario");
    m_trace.title = m_read.string(root, "title");
    m_trace.policy = m_read.string(root, "policy");
    m_trace.clock = m_read.string(root, "clock");
    if (const auto seed = m_read.find(root, "seed")) {
        if (seed->isInteger() && !seed->text.startsWith('-'))
            m_trace.seed = seed->text.toByteArray().toULongLong();
        else
            m_read.fault("seed", QStringLiteral("should be a whole number from 0"));
    }
    m_trace.ended = m_read.string(root, "ended");
    m_trace.malformed = static_cast<int>(m_read.integerOr(root, "malformed", 0, mostMessages, 0));
    m_trace.scenarioText = m_read.rawBytes(root, "scenario_text");
    if (const auto report = m_read.find(root, "clock_error")) {
        const auto us = [&](const char* name) {
            return Duration{std::llround(std::clamp(m_read.number(*report, name), -1e9, 1e9) * 1000)};
        };
        m_trace.clockReport = ClockReport{us("median_ms"), us("p99_ms"), us("max_ms"),
            static_cast<int>(m_read.integerOr(*report, "samples", 0, mostMessages, 0))};
    }
}

void TraceReader::readNodes(const Json& root)
{
    eachOf(root, "nodes", true, [this](const Json& json) {
        TraceNode node;
        node.id = m_read.string(json, "id", true);
        constexpr std::array roles{Role::Caller, Role::Callee, Role::Proxy, Role::External};
        node.role = word(json, "role", roles, toString);
        if (node.role == Role::External && m_read.find(json, "as"))
            node.as = word(json, "as", roles, toString);
        node.name = m_read.string(json, "name");
        node.address = m_read.string(json, "address");
        if (m_nodes.contains(node.id))
            m_read.fault("id", QStringLiteral("\"%1\" is there twice").arg(node.id));
        m_nodes.insert(node.id, static_cast<int>(m_trace.nodes.size()));
        m_trace.nodes.append(std::move(node));
    });
}

void TraceReader::readSettings(const Json& root)
{
    eachOf(root, "by_design", false, [this](const Json& json) {
        m_trace.byDesign.append({node(json, "node"), m_read.string(json, "id", true)});
    });
    eachOf(root, "timer_values", false, [this](const Json& json) {
        TimerValues values;
        values.T1 = Duration{m_read.required(json, "t1_us", 1, latestUs)};
        values.T2 = Duration{m_read.required(json, "t2_us", 1, latestUs)};
        values.T4 = Duration{m_read.required(json, "t4_us", 1, latestUs)};
        m_trace.timerValues.append({node(json, "node"), values});
    });
}

void TraceReader::readMessages(const Json& root)
{
    const Json list = m_read.list(root, "messages", true);
    qsizetype count = 0;
    for (JsonCursor cursor(list); cursor.next();)
        ++count;
    m_trace.messages.reserve(count);
    eachOf(root, "messages", true, [this](const Json& json) { readMessage(json); });
}

void TraceReader::readMessage(const Json& json)
{
    TraceMessage message;
    message.n = static_cast<int>(m_read.required(json, "n", 1, mostMessages));
    if (message.n != m_trace.messages.size() + 1)
        m_read.fault("n", QStringLiteral("should be %1, is %2").arg(m_trace.messages.size() + 1).arg(message.n));
    message.from = node(json, "from");
    message.to = node(json, "to");
    message.sent = instant(json, "sent_us");
    if (const auto arrived = m_read.integer(json, "arrived_us", toUs(message.sent), latestUs))
        message.arrived = at(Duration{*arrived});
    readFieldsOf(json, message);
    readFate(json, message);
    // A message is a copy of an earlier one, and is caused by an earlier one.
    message.retransmissionOf = static_cast<int>(m_read.integerOr(json, "retransmission_of", 1, message.n - 1, 0));
    message.causedBy = static_cast<int>(m_read.integerOr(json, "caused_by", 1, message.n - 1, 0));
    message.why = readWhy(json, "why");
    message.connection = static_cast<int>(m_read.integerOr(json, "connection", 1, mostMessages, 0));
    message.isStray = m_read.flag(json, "stray");
    m_trace.messages.append(std::move(message));
    m_plainBytes += m_trace.messages.last().raw.size();
    if (m_plainBytes >= packedAtOnce)
        pack();
}

/// Packs the datagrams read since the last time.
void TraceReader::pack()
{
    std::vector<Datagram*> plain;
    for (; m_packed < m_trace.messages.size(); ++m_packed)
        plain.push_back(&m_trace.messages[m_packed].raw);
    Datagram::pack(plain);
    m_plainBytes = 0;
}

void TraceReader::readFieldsOf(const Json& json, TraceMessage& message)
{
    const QByteArray raw = m_read.rawBytes(json, "raw");
    message.raw = raw;
    if (!raw.isEmpty()) {
        // What was read when it was sent can be read again, to the byte; JSON strings may have lost some.
        static_cast<MessageFields&>(message) = readFields(raw, m_read.texts());
        return;
    }
    message.firstLine = m_read.bytes(json, "first_line");
    message.method = m_read.bytes(json, "method");
    message.status = static_cast<int>(m_read.integerOr(json, "status", 100, 999, 0));
    message.cseq = static_cast<quint32>(m_read.integerOr(json, "cseq", 0, 0xffffffffLL, 0));
    message.cseqMethod = m_read.bytes(json, "cseq_method");
    message.callId = m_read.bytes(json, "call_id");
    message.fromTag = m_read.bytes(json, "from_tag");
    message.toTag = m_read.bytes(json, "to_tag");
    message.branch = m_read.bytes(json, "branch");
    const QList<QByteArray> words = message.firstLine.split(' ');
    if (message.isRequest() && words.size() == 3)
        message.requestUri = words.at(1);
    if (message.isRequest() && message.status != 0)
        m_read.fault("status", QStringLiteral("is there beside a method"));
}

void TraceReader::readFate(const Json& json, TraceMessage& message)
{
    message.fate
        = word(json, "fate", std::array{Fate::InFlight, Fate::Delivered, Fate::Lost, Fate::Discarded}, toString);
    message.fateWhy = readWhy(json, "fate_why");
    const bool hasArrived = message.fate == Fate::Delivered || message.fate == Fate::Discarded;
    if (hasArrived != message.arrived.has_value())
        m_read.fault("arrived_us",
            hasArrived ? QStringLiteral("is missing for a message that arrived")
                       : QStringLiteral("is there for a message that never arrived"));
}

void TraceReader::readStates(const Json& root)
{
    constexpr std::array kinds{MachineKind::InviteClient, MachineKind::InviteServer, MachineKind::NonInviteClient,
        MachineKind::NonInviteServer, MachineKind::Dialog, MachineKind::Node};
    eachOf(root, "states", false, [&](const Json& json) {
        StateChange change;
        change.at = instant(json, "at_us");
        change.node = node(json, "node");
        change.kind = word(json, "kind", kinds, toString);
        change.machine = m_read.string(json, "machine");
        change.label = m_read.string(json, "label");
        change.peer = m_read.find(json, "peer") ? node(json, "peer") : -1;
        change.tag = m_read.bytes(json, "tag");
        change.state = m_read.string(json, "state");
        m_trace.states.append(std::move(change));
    });
}

void TraceReader::readTimers(const Json& root)
{
    eachOf(root, "timers", false, [this](const Json& json) {
        TimerChange change;
        change.at = instant(json, "at_us");
        change.node = node(json, "node");
        change.machine = m_read.string(json, "machine");
        change.name = m_read.string(json, "name");
        const QString what = m_read.string(json, "what", true);
        if (what == u"set") {
            change.what = TimerChange::What::Set;
            change.due = instant(json, "due_us");
        } else if (what == u"fired") {
            change.what = TimerChange::What::Fired;
        } else if (what == u"stopped") {
            change.what = TimerChange::What::Stopped;
        } else {
            m_read.fault("what", QStringLiteral("should be set, fired or stopped, is \"%1\"").arg(what));
        }
        m_trace.timers.append(std::move(change));
    });
}

void TraceReader::readConnections(const Json& root)
{
    using enum ConnectionEvent::What;
    static constexpr std::array whats{Connecting, Connected, Refused, TimedOut, SegmentLost, SegmentAgain, Stalled,
        HalfClosed, Closed, Reset, Malformed};
    eachOf(root, "connections", false, [this](const Json& json) {
        ConnectionEvent event;
        event.at = instant(json, "at_us");
        event.connection = static_cast<int>(m_read.required(json, "connection", 1, mostMessages));
        event.from = node(json, "from");
        event.to = node(json, "to");
        event.node = node(json, "node");
        event.what = word(json, "what", whats, toString);
        event.message = static_cast<int>(m_read.integerOr(json, "message", 1, m_trace.messages.size(), 0));
        event.text = m_read.string(json, "text");
        m_trace.connections.append(std::move(event));
    });
}

void TraceReader::readDecisions(const Json& root)
{
    eachOf(root, "decisions", false, [this](const Json& json) {
        Decision decision;
        decision.at = instant(json, "at_us");
        decision.node = node(json, "node");
        decision.message = static_cast<int>(m_read.integerOr(json, "message", 1, m_trace.messages.size(), 0));
        decision.why = readWhy(json, "why");
        m_trace.decisions.append(std::move(decision));
    });
}

void TraceReader::readActions(const Json& root)
{
    eachOf(root, "actions", false, [this](const Json& json) {
        m_trace.actions.append({instant(json, "at_us"), node(json, "node"), m_read.string(json, "what")});
    });
}

Why TraceReader::readWhy(const Json& json, const char* name)
{
    const auto why = m_read.find(json, name);
    return why ? Why{m_read.string(*why, "rule"), m_read.string(*why, "text")} : Why{};
}

int TraceReader::node(const Json& json, const char* name)
{
    const QString id = m_read.string(json, name, true);
    const auto found = m_nodes.constFind(id);
    if (found != m_nodes.cend())
        return *found;
    m_read.fault(name, QStringLiteral("\"%1\" is no node of this trace").arg(id));
    return 0;
}

template <class Value, std::size_t N>
Value TraceReader::word(const Json& json, const char* name, const std::array<Value, N>& values, QString (*spell)(Value))
{
    const QString found = m_read.string(json, name, true);
    QStringList words;
    for (const Value value : values) {
        if (spell(value) == found)
            return value;
        words += spell(value);
    }
    m_read.fault(name, QStringLiteral("should be one of %1, is \"%2\"").arg(words.join(QStringLiteral(", ")), found));
    return values.front();
}

constexpr QLatin1StringView reportSuffix(".zip");

} // namespace

Result<Trace> traceFromJson(QByteArrayView json, const QString& file)
{
    const auto root = checkedJson(json, file);
    if (!root)
        return fail(root.error());
    return TraceReader(file).read(*root);
}

Result<Trace> loadTrace(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail({path}, QStringLiteral("cannot be read: %1").arg(file.errorString()));
    // Not size() alone: a pipe or a device has none.
    const QByteArray bytes = file.size() > largestTraceFile ? QByteArray() : file.read(largestTraceFile + 1);
    if (std::max<qint64>(file.size(), bytes.size()) > largestTraceFile)
        return fail({path},
            QStringLiteral("is larger than %1 MiB, the most a saved trace may have").arg(largestTraceFile >> 20));
    if (!path.endsWith(reportSuffix, Qt::CaseInsensitive))
        return traceFromJson(bytes, path);
    const auto json = entryOfZip(bytes, traceInReport, largestTraceFile, path);
    if (!json)
        return fail(json.error());
    return traceFromJson(*json, path);
}

bool isTracePath(const QString& path)
{
    return path.endsWith(QLatin1StringView(".json"), Qt::CaseInsensitive)
        || path.endsWith(reportSuffix, Qt::CaseInsensitive);
}

} // namespace siprace
