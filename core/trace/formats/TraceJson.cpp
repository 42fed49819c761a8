#include "formats/TraceJson.h"

#include "Secrets.h"

namespace siprace {

namespace {

void writeWhy(JsonWriter& json, const Why& why)
{
    if (why.isEmpty()) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("rule").value(why.rule);
    json.key("text").value(why.text);
    json.endObject();
}

void writeNumberOrNull(JsonWriter& json, int number)
{
    if (number == 0)
        json.null();
    else
        json.value(number);
}

/// SIP may hold any bytes, JSON may not: what is no UTF-8 is written as base64 under another name.
void writeBytes(JsonWriter& json, QByteArrayView name, const QByteArray& bytes)
{
    if (bytes.isValidUtf8())
        json.key(name).text(bytes);
    else
        json.key(QByteArray(name.toByteArray() + "_base64")).text(bytes.toBase64());
}

void writeMessageFields(JsonWriter& json, const TraceMessage& message)
{
    json.key("first_line").text(message.firstLine);
    json.key("method").textOrNull(message.method);
    json.key("status");
    writeNumberOrNull(json, message.status);
    json.key("cseq").value(static_cast<qint64>(message.cseq));
    json.key("cseq_method").textOrNull(message.cseqMethod);
    json.key("call_id").textOrNull(message.callId);
    json.key("from_tag").textOrNull(message.fromTag);
    json.key("to_tag").textOrNull(message.toTag);
    json.key("branch").textOrNull(message.branch);
}

void writeMessage(JsonWriter& json, const Trace& trace, const TraceMessage& message, RawText raw)
{
    json.beginObject();
    json.key("n").value(message.n);
    json.key("from").value(trace.nodes.at(message.from).id);
    json.key("to").value(trace.nodes.at(message.to).id);
    json.key("sent_us").value(toUs(message.sent));
    json.key("arrived_us");
    if (message.arrived)
        json.value(toUs(*message.arrived));
    else
        json.null();
    writeMessageFields(json, message);
    json.key("fate").value(toString(message.fate));
    json.key("retransmission_of");
    writeNumberOrNull(json, message.retransmissionOf);
    json.key("caused_by");
    writeNumberOrNull(json, message.causedBy);
    json.key("why");
    writeWhy(json, message.why);
    json.key("bytes").value(static_cast<qint64>(message.raw.size()));
    if (!message.fateWhy.isEmpty()) {
        json.key("fate_why");
        writeWhy(json, message.fateWhy);
    }
    if (message.connection != 0) {
        json.key("transport").value(QStringLiteral("tcp"));
        json.key("connection").value(message.connection);
    }
    if (message.isStray)
        json.key("stray").value(true);
    if (raw != RawText::None)
        writeBytes(json, "raw", raw == RawText::Whole ? message.raw.bytes() : withoutSecrets(message.raw.bytes()));
    json.endObject();
}

void writeState(JsonWriter& json, const Trace& trace, const StateChange& change)
{
    json.beginObject();
    json.key("at_us").value(toUs(change.at));
    json.key("node").value(trace.nodes.at(change.node).id);
    json.key("kind").value(toString(change.kind));
    json.key("machine").value(change.machine);
    json.key("label").value(change.label);
    json.key("peer");
    if (change.peer < 0)
        json.null();
    else
        json.value(trace.nodes.at(change.peer).id);
    json.key("tag").textOrNull(change.tag);
    json.key("state").value(change.state);
    json.endObject();
}

QStringView timerWord(TimerChange::What what)
{
    switch (what) {
    case TimerChange::What::Set:
        return u"set";
    case TimerChange::What::Fired:
        return u"fired";
    case TimerChange::What::Stopped:
        break;
    }
    return u"stopped";
}

void writeTimer(JsonWriter& json, const Trace& trace, const TimerChange& change)
{
    json.beginObject();
    json.key("at_us").value(toUs(change.at));
    json.key("node").value(trace.nodes.at(change.node).id);
    json.key("machine").value(change.machine);
    json.key("name").value(change.name);
    json.key("what").value(timerWord(change.what));
    if (change.what == TimerChange::What::Set)
        json.key("due_us").value(toUs(change.due));
    json.endObject();
}

void writeDecision(JsonWriter& json, const Trace& trace, const Decision& decision)
{
    json.beginObject();
    json.key("at_us").value(toUs(decision.at));
    json.key("node").value(trace.nodes.at(decision.node).id);
    json.key("message");
    writeNumberOrNull(json, decision.message);
    json.key("why");
    writeWhy(json, decision.why);
    json.endObject();
}

void writeByDesign(JsonWriter& json, const Trace& trace)
{
    if (trace.byDesign.isEmpty())
        return;
    json.key("by_design").beginArray();
    for (const auto& [node, id] : trace.byDesign) {
        json.beginObject();
        json.key("node").value(trace.nodes.at(node).id);
        json.key("id").value(id);
        json.endObject();
    }
    json.endArray();
}

void writeTimerValues(JsonWriter& json, const Trace& trace)
{
    if (trace.timerValues.isEmpty())
        return;
    json.key("timer_values").beginArray();
    for (const auto& [node, values] : trace.timerValues) {
        json.beginObject();
        json.key("node").value(trace.nodes.at(node).id);
        json.key("t1_us").value(static_cast<qint64>(values.T1.count()));
        json.key("t2_us").value(static_cast<qint64>(values.T2.count()));
        json.key("t4_us").value(static_cast<qint64>(values.T4.count()));
        json.endObject();
    }
    json.endArray();
}

void writeClockReport(JsonWriter& json, const Trace& trace)
{
    if (!trace.clockReport)
        return;
    json.key("clock_error").beginObject();
    json.key("median_ms").value(toMs(trace.clockReport->median));
    json.key("p99_ms").value(toMs(trace.clockReport->p99));
    json.key("max_ms").value(toMs(trace.clockReport->maximum));
    json.key("samples").value(trace.clockReport->samples);
    json.endObject();
}

} // namespace

void writeTraceHeader(JsonWriter& json, const Trace& trace)
{
    json.key("siprace").value(traceFormatVersion);
    json.key("scenario").value(trace.scenario);
    json.key("policy").value(trace.policy);
    json.key("clock").value(trace.clock);
    json.key("seed").value(trace.seed);
    json.key("ended").value(trace.ended);
    json.key("nodes").beginArray();
    for (const TraceNode& node : trace.nodes) {
        json.beginObject();
        json.key("id").value(node.id);
        json.key("role").value(toString(node.role));
        if (node.role == Role::External)
            json.key("as").value(toString(node.as));
        json.key("name").value(node.name);
        json.key("address").value(node.address);
        json.endObject();
    }
    json.endArray();
    writeByDesign(json, trace);
    writeTimerValues(json, trace);
    writeClockReport(json, trace);
    if (trace.malformed != 0)
        json.key("malformed").value(trace.malformed);
}

void writeTraceMessages(JsonWriter& json, const Trace& trace, RawText raw)
{
    json.key("messages").beginArray();
    for (const TraceMessage& message : trace.messages)
        writeMessage(json, trace, message, raw);
    json.endArray();
}

void writeTraceConnections(JsonWriter& json, const Trace& trace)
{
    if (trace.connections.isEmpty())
        return;
    json.key("connections").beginArray();
    for (const ConnectionEvent& event : trace.connections) {
        json.beginObject();
        json.key("at_us").value(toUs(event.at));
        json.key("connection").value(event.connection);
        json.key("from").value(trace.nodes.at(event.from).id);
        json.key("to").value(trace.nodes.at(event.to).id);
        json.key("node").value(trace.nodes.at(event.node).id);
        json.key("what").value(toString(event.what));
        json.key("message");
        writeNumberOrNull(json, event.message);
        json.key("text").value(event.text);
        json.endObject();
    }
    json.endArray();
}

void writeTraceHistory(JsonWriter& json, const Trace& trace)
{
    json.key("title").value(trace.title);
    json.key("states").beginArray();
    for (const StateChange& change : trace.states)
        writeState(json, trace, change);
    json.endArray();
    json.key("timers").beginArray();
    for (const TimerChange& change : trace.timers)
        writeTimer(json, trace, change);
    json.endArray();
    json.key("decisions").beginArray();
    for (const Decision& decision : trace.decisions)
        writeDecision(json, trace, decision);
    json.endArray();
    json.key("actions").beginArray();
    for (const Trace::Action& action : trace.actions) {
        json.beginObject();
        json.key("at_us").value(toUs(action.at));
        json.key("node").value(trace.nodes.at(action.node).id);
        json.key("what").value(action.what);
        json.endObject();
    }
    json.endArray();
    if (!trace.scenarioText.isEmpty())
        writeBytes(json, "scenario_text", trace.scenarioText);
}

} // namespace siprace
