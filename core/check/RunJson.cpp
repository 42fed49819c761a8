#include "RunJson.h"

#include "WholeFile.h"

#include <cmath>

namespace siprace {

namespace {

void writeFinding(JsonWriter& json, const Trace& trace, const Finding& finding)
{
    json.beginObject();
    json.key("rule").value(finding.rule);
    json.key("severity").value(toString(finding.severity));
    json.key("by");
    if (finding.by.isEmpty())
        json.null();
    else
        json.value(finding.by);
    json.key("text").value(finding.text);
    json.key("messages").beginArray();
    for (const int n : finding.messages)
        json.value(n);
    json.endArray();
    json.key("reference").value(finding.reference);
    json.key("title").value(finding.title);
    json.key("node");
    if (finding.node < 0 || finding.node >= trace.nodes.size())
        json.null();
    else
        json.value(trace.nodes.at(finding.node).id);
    json.endObject();
}

} // namespace

void writeOutcome(JsonWriter& json, const Outcome& outcome)
{
    json.beginObject();
    for (const auto& [name, value] : outcomeValues(outcome))
        json.key(name.toLatin1()).value(value);
    json.endObject();
}

void writeRun(JsonWriter& json, const Trace& trace, const Verdict& verdict, const RunJsonOptions& options)
{
    json.beginObject();
    writeTraceHeader(json, trace);
    json.key("outcome");
    writeOutcome(json, verdict.outcome);
    json.key("class").value(verdict.runClass);
    json.key("findings").beginArray();
    for (const Finding& finding : verdict.findings)
        writeFinding(json, trace, finding);
    json.endArray();
    writeTraceMessages(json, trace, options.raw);
    writeTraceConnections(json, trace);
    if (options.history)
        writeTraceHistory(json, trace);
    json.endObject();
}

QByteArray runJson(const Trace& trace, const Verdict& verdict, const RunJsonOptions& options)
{
    JsonWriter json(2); // a member, a message, a finding a line
    writeRun(json, trace, verdict, options);
    return json.take() + '\n';
}

QByteArray savedTrace(const Trace& trace, const Verdict& verdict, RawText raw)
{
    return runJson(trace, verdict, {.raw = raw, .history = true});
}

Result<void> saveTrace(const Trace& trace, const Verdict& verdict, const QString& path)
{
    // A directory may forbid the new file that replaces the old one.
    return writeWholeFile(path, savedTrace(trace, verdict), InPlace::Allowed).map_error([&path](const QString& why) {
        return Diagnostic{{path}, QStringLiteral("cannot be written: %1").arg(why), {}};
    });
}

Annotations annotationsOf(const Verdict& verdict)
{
    Annotations annotations;
    for (const Finding& finding : verdict.findings) {
        QString text = finding.severity == Severity::Ok ? finding.title : finding.text;
        if (!finding.by.isEmpty())
            text += QStringLiteral(" (by design: %1)").arg(finding.by);
        const QString line = QStringLiteral("%1 %2: %3").arg(toString(finding.severity), finding.rule, text);
        for (const int n : finding.messages)
            annotations.comments[n].append(line);
    }
    return annotations;
}

} // namespace siprace
