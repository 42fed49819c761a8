#include "FuzzTarget.h"
#include "Loader.h"
#include "RaceInvariants.h"
#include "UdpSocket.h"
#include "World.h"

#include <utility>

using namespace siprace;
using namespace Qt::StringLiterals;

// The path of a datagram: face, parser, proxy core or endpoint, effects, trace. The input is datagrams with a line "--"
// between them; the first character of the name of a target may stand in front: "p", "c" or "b" and a line feed.

namespace {
const QByteArray lab = R"(siprace: 1
title: A lab that is shot at
summary: A call is up while datagrams of any kind come.
reference: RFC 4475
nodes:
  caller: {role: caller}
  proxy: {role: proxy, auth: false}
  b1: {role: callee, ring: 0ms, answer: 10ms}
  sender: {role: callee}
location:
  "sip:bob@lab": [b1]
  "sip:user@example.com": [b1]
links: {default: {delay: 1ms}}
end: 1s
)";

const Scenario& labScenario()
{
    static const Scenario scenario = parseScenario(lab, u"lab.yaml"_s).value();
    return scenario;
}

std::uint32_t hostOf(const Trace& trace, const QString& node, int block)
{
    const QByteArray address = trace.nodes.at(trace.nodeIndex(node)).address.toLatin1();
    const QByteArray host = address.mid(address.lastIndexOf('.') + 1);
    return sip::undotted("127." + QByteArray::number(block) + ".0." + host.left(host.indexOf(':')));
}
} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static SiteKeeper keeper;
    constexpr quint16 port = 5060;
    constexpr int hidden = 100;
    FuzzInput input(data, size);
    auto world = World::build(labScenario(), {}, &keeper);
    require(world.has_value(), u"no world"_s);
    const int block = (*world)->addressBlock();
    const sip::Descriptor socket = sip::bindUdp(hostOf((*world)->trace(), u"sender"_s, block + hidden), 0);
    QString target = u"proxy"_s;
    for (int i = 0; i < 8 && !input.isUsedUp(); ++i) {
        QByteArray datagram = input.piece();
        if (datagram.startsWith("c\n"))
            target = u"caller"_s;
        else if (datagram.startsWith("b\n"))
            target = u"b1"_s;
        else if (datagram.startsWith("p\n"))
            target = u"proxy"_s;
        if (datagram.size() > 1 && datagram[1] == '\n')
            datagram.remove(0, 2);
        std::ignore = sip::sendUdp(socket, datagram, {hostOf((*world)->trace(), target, block), port});
        for (int turn = 0; turn < 2; ++turn)
            (*world)->advance(true, std::chrono::seconds(10));
    }
    const auto trace = (*world)->run();
    require(trace.has_value(), trace ? QString() : trace.error().text());
    const Verdict verdict = judge(*trace);
    const QString broken = brokenInvariant(*trace, verdict, trace->nodeIndex(u"sender"));
    require(broken.isEmpty(), broken);
    require(brokenRoundTrip(*trace, verdict).isEmpty(), brokenRoundTrip(*trace, verdict));
    return 0;
}
