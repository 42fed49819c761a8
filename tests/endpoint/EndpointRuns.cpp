#include "EndpointRuns.h"

#include "Loader.h"

#include <QMap>
#include <QTest>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
QString ladderLine(const Trace& trace, const TraceMessage& message)
{
    const bool isRequest = message.isRequest();
    QString line = QString::number(toMs(message.sent), 'f', 3);
    while (line.endsWith(u'0') || line.endsWith(u'.')) {
        const bool wasDot = line.endsWith(u'.');
        line.chop(1);
        if (wasDot)
            break;
    }
    line += u' ' + trace.nodes.at(message.from).id + u'>' + trace.nodes.at(message.to).id + u' ';
    line += isRequest ? QString::fromLatin1(message.method)
                      : QString::number(message.status) + u'/' + QString::fromLatin1(message.cseqMethod);
    if (!message.toTag.isEmpty())
        line += u" ("_s + QString::fromLatin1(message.toTag) + u')';
    if (message.fate == Fate::Lost || message.fate == Fate::Discarded)
        line += u' ' + toString(message.fate);
    return line;
}
} // namespace

std::unique_ptr<World> worldOf(const QByteArray& yaml, const QString& policy)
{
    const auto scenario = parseScenario("siprace: 1\ntitle: test\nsummary: s\nreference: r\n" + yaml, u"test.yaml"_s);
    if (!scenario)
        throw std::runtime_error(scenario.error().front().text().toStdString());
    RunOptions options;
    options.policy = policy;
    auto world = World::build(*scenario, options);
    if (!world)
        throw std::runtime_error(world.error().text().toStdString());
    return std::move(*world);
}

Trace runText(const QByteArray& yaml, const QString& policy)
{
    auto trace = worldOf(yaml, policy)->run();
    if (!trace)
        throw std::runtime_error(trace.error().text().toStdString());
    return std::move(*trace);
}

QStringList ladder(const Trace& trace)
{
    QStringList lines;
    for (const TraceMessage& message : trace.messages)
        lines.append(ladderLine(trace, message));
    return lines;
}

QStringList ladderAt(const Trace& trace, const QString& node)
{
    const int index = trace.nodeIndex(node);
    QStringList lines;
    for (const TraceMessage& message : trace.messages) {
        if (message.from == index || message.to == index)
            lines.append(ladderLine(trace, message));
    }
    return lines;
}

QStringList dialogsAt(const Trace& trace, const QString& node)
{
    const int index = trace.nodeIndex(node);
    QStringList order;
    QMap<QString, QString> lines;
    for (const StateChange& change : trace.states) {
        if (change.node != index || change.kind != MachineKind::Dialog)
            continue;
        if (!lines.contains(change.machine)) {
            order.append(change.machine);
            lines[change.machine] = QString::fromLatin1(change.tag) + u':';
        }
        lines[change.machine] += u' ' + change.state + u' ' + QString::number(toUs(change.at) / 1000);
    }
    QStringList result;
    for (const QString& machine : std::as_const(order))
        result.append(lines[machine]);
    return result;
}

QByteArray direct(const QByteArray& caller, const QByteArray& callee, const QByteArray& script, const QByteArray& rest)
{
    return "nodes:\n"
           "  caller: {role: caller, name: Alice, outbound: b1"
        + (caller.isEmpty() ? "" : ", " + caller) + "}\n  b1: {role: callee, name: Bob"
        + (callee.isEmpty() ? "" : ", " + callee)
        + "}\nlinks: {default: {delay: 10ms}}\nscript:\n  - {at: 0s, node: caller, do: call, to: b1}\n" + script + '\n'
        + rest + '\n';
}

QByteArray forked(const QByteArray& caller, const QByteArray& callee, const QByteArray& script, const QByteArray& rest,
    const QByteArray& other)
{
    const QByteArray second = other.isEmpty() ? callee : other;
    return "nodes:\n  caller: {role: caller, name: Alice" + (caller.isEmpty() ? "" : ", " + caller)
        + "}\n  proxy: {role: proxy, name: Proxy}\n  b1: {role: callee, name: Bob"
        + (callee.isEmpty() ? "" : ", " + callee) + "}\n  b2: {role: callee, name: Bill"
        + (second.isEmpty() ? "" : ", " + second)
        + "}\nlocation: {\"sip:bob@lab\": [b1, b2]}\n"
          "links: {proxy-b1: {delay: 100ms}, proxy-b2: {delay: 150ms}}\n"
          "script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n"
        + script + '\n' + rest + '\n';
}

QByteArray challenged(const QByteArray& caller, const QByteArray& callee, const QByteArray& script)
{
    return "nodes:\n  caller: {role: caller, name: Alice" + (caller.isEmpty() ? "" : ", " + caller)
        + "}\n  proxy: {role: proxy, name: Proxy, auth: true}\n  b1: {role: callee, name: Bob"
        + (callee.isEmpty() ? "" : ", " + callee)
        + "}\nlocation: {\"sip:bob@lab\": [b1]}\nusers: {alice: secret, bob: hidden}\n"
          "links: {default: {delay: 10ms}}\nscript:\n"
        + script + '\n';
}

void addLadderColumns()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("expected");
}

void compareLadder()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QString, at);
    QFETCH(const QString, expected);
    const Trace trace = runText(yaml);
    const QString actual = (at.isEmpty() ? ladder(trace) : ladderAt(trace, at)).join(u'\n');
    QVERIFY2(actual == expected.trimmed(),
        qPrintable(u"the ladder is\n%1\ninstead of\n%2"_s.arg(actual, expected.trimmed())));
}

} // namespace siprace
