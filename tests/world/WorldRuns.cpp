#include "WorldRuns.h"

#include "Loader.h"

namespace siprace {

using namespace Qt::StringLiterals;

const QByteArray twoPhones = R"(
nodes:
  caller: {role: caller, name: Caller A}
  proxy:  {role: proxy, name: Proxy}
  b1:     {role: callee, name: Phone B1, answer: 300ms}
  b2:     {role: callee, name: Phone B2, answer: 300ms}
location:
  "sip:bob@lab": [b1, b2]
links:
  caller-proxy: {delay: 10ms}
  proxy-b1: {delay: 100ms}
  proxy-b2: {delay: 150ms}
)";

Scenario scenarioOf(const QByteArray& yaml)
{
    const auto scenario
        = parseScenario("siprace: 1\ntitle: A test\nsummary: A test.\nreference: RFC 3261\n" + yaml, u"a-test.yaml"_s);
    if (!scenario) {
        for (const Diagnostic& error : scenario.error())
            qCritical("%s", qPrintable(error.text()));
        qFatal("the test's own scenario is not valid");
    }
    return *scenario;
}

Trace runOf(const QByteArray& yaml, const QString& policy, Seed seed)
{
    RunOptions options;
    options.policy = policy;
    options.seed = seed;
    Result<Trace> trace = runScenario(scenarioOf(yaml), options);
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return std::move(*trace);
}

std::unique_ptr<World> worldOf(const Scenario& scenario, const RunOptions& options)
{
    auto world = World::build(scenario, options);
    if (!world)
        qFatal("%s", qPrintable(world.error().text()));
    return std::move(*world);
}

Trace finish(World& world)
{
    auto trace = world.run();
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return std::move(*trace);
}

QStringList linesOf(const Trace& trace)
{
    QStringList lines;
    for (const TraceMessage& message : trace.messages) {
        QString line = u"%1 %2>%3 "_s.arg(toUs(message.sent))
                           .arg(trace.nodes.at(message.from).id, trace.nodes.at(message.to).id);
        line += message.isRequest() ? QString::fromLatin1(message.method)
                                    : QString::number(message.status) + u'/' + QString::fromLatin1(message.cseqMethod);
        if (!message.toTag.isEmpty())
            line += u' ' + QString::fromLatin1(message.toTag);
        line += message.arrived ? u" -> %1"_s.arg(toUs(*message.arrived)) : u" -> "_s + toString(message.fate);
        lines << line;
    }
    return lines;
}

QStringList linesWith(const Trace& trace, const QString& part)
{
    return linesOf(trace).filter(part);
}

} // namespace siprace
