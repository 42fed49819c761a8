#include "LadderView.h"
#include "RunJson.h"
#include "formats/TraceJson.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QScrollBar>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

// A long run on the ladder: how long it takes to open and to paint, and how much memory it needs. Figures, no test.

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

/// One call after the other, 400 ms apart, with the states of its transactions and dialogs.
class LongRun
{
public:
    explicit LongRun(int messages)
    {
        m_trace.scenario = u"long"_s;
        m_trace.nodes = {{u"caller"_s, Role::Caller, u"Caller"_s, u"127.100.0.11:5060"_s},
            {u"proxy"_s, Role::Proxy, u"Proxy"_s, u"127.100.0.12:5060"_s},
            {u"b1"_s, Role::Callee, u"Phone B1"_s, u"127.100.0.21:5060"_s},
            {u"b2"_s, Role::Callee, u"Phone B2"_s, u"127.100.0.22:5060"_s}};
        for (int call = 0; m_trace.messages.size() < messages; ++call)
            addCall(call);
    }
    [[nodiscard]] const Trace& trace() const { return m_trace; }

private:
    void addCall(int call)
    {
        m_call = call;
        m_start = at(Duration{400ms} * call);
        const int phone = 2 + call % 2;
        state(1, MachineKind::InviteServer, u"Proceeding"_s, 10ms);
        send(0, 1, "INVITE sip:bob@lab SIP/2.0", "1 INVITE", 0ms);
        send(1, 0, "SIP/2.0 100 Trying", "1 INVITE", 10ms);
        send(1, phone, "INVITE sip:bob@lab SIP/2.0", "1 INVITE", 10ms);
        state(phone, MachineKind::Dialog, u"early"_s, 60ms);
        send(phone, 1, "SIP/2.0 180 Ringing", "1 INVITE", 60ms);
        send(1, 0, "SIP/2.0 180 Ringing", "1 INVITE", 110ms);
        state(phone, MachineKind::Dialog, u"confirmed"_s, 200ms);
        send(phone, 1, "SIP/2.0 200 OK", "1 INVITE", 200ms);
        state(1, MachineKind::InviteServer, u"Accepted"_s, 250ms);
        send(1, 0, "SIP/2.0 200 OK", "1 INVITE", 250ms);
        send(0, 1, "ACK sip:bob@lab SIP/2.0", "1 ACK", 260ms);
        send(1, phone, "ACK sip:bob@lab SIP/2.0", "1 ACK", 270ms);
        send(phone, 1, "BYE sip:alice@lab SIP/2.0", "2 BYE", 330ms);
        state(phone, MachineKind::Dialog, u"terminated"_s, 380ms);
        state(1, MachineKind::InviteServer, u"Terminated"_s, 390ms);
    }
    void send(int from, int to, const QByteArray& first, const QByteArray& cseq, Duration offset)
    {
        const QByteArray id = QByteArray::number(m_call);
        TraceMessage message;
        message.raw = first + "\r\nVia: SIP/2.0/UDP 127.100.0.12:5060;branch=z9hG4bK-" + id + '-'
            + QByteArray::number(to) + "\r\nMax-Forwards: 70\r\nFrom: <sip:alice@lab>;tag=a" + id
            + "\r\nTo: <sip:bob@lab>;tag=b" + id + "\r\nCall-ID: call-" + id + "@127.100.0.11\r\nCSeq: " + cseq
            + "\r\nContact: <sip:bob@127.100.0.21:5060>\r\nContent-Length: 0\r\n\r\n";
        static_cast<MessageFields&>(message) = readFields(message.raw);
        message.n = static_cast<int>(m_trace.messages.size()) + 1;
        message.from = from;
        message.to = to;
        message.sent = m_start + offset;
        message.arrived = message.sent + 10ms;
        message.fate = Fate::Delivered;
        message.why = {u"R-259"_s, u"The proxy forwards it, as it should."_s};
        m_trace.messages.append(message);
    }
    void state(int node, MachineKind kind, const QString& word, Duration offset)
    {
        m_trace.states.append({m_start + offset, node, kind, u"machine-%1"_s.arg(m_call), u"call %1"_s.arg(m_call), -1,
            "b" + QByteArray::number(m_call), word});
    }

    Trace m_trace;
    Instant m_start;
    int m_call = 0;
};

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

void report(const char* what, const std::vector<double>& ms)
{
    std::printf("%-10s median %6.2f ms   p95 %6.2f ms   most %6.2f ms\n", what, percentile(ms, 0.5),
        percentile(ms, 0.95), percentile(ms, 1));
}

double residentMb()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmRSS:");
    return status.mid(at + 6, 12).trimmed().split(' ').first().toDouble() / 1024;
}

/// One painting of the view, as the screen would have it.
double paintMs(LadderView& view, QImage& screen)
{
    QElapsedTimer clock;
    clock.start();
    view.viewport()->render(&screen);
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

void measurePainting(LadderView& view)
{
    QImage screen(view.viewport()->size(), QImage::Format_RGB32);
    std::vector<double> scroll;
    for (int frame = 0; frame < 600; ++frame) {
        view.setScrollY(frame * 97);
        scroll.push_back(paintMs(view, screen));
    }
    report("scroll", scroll);
    std::vector<double> zoom;
    const double first = view.zoom();
    for (int frame = 0; frame < 60; ++frame) {
        QElapsedTimer clock;
        clock.start();
        frame < 30 ? view.zoomOut() : view.zoomIn();
        const double layout = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        zoom.push_back(layout + paintMs(view, screen));
    }
    report("zoom", zoom);
    view.setZoom(first);
    view.fit();
    std::vector<double> whole;
    for (int frame = 0; frame < 20; ++frame)
        whole.push_back(paintMs(view, screen));
    report("whole run", whole);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const int count = argc > 1 ? QByteArray(argv[1]).toInt() : 100'000;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"long.trace.json"_s);
    {
        const LongRun run(count);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(savedTrace(run.trace(), {})) <= 0)
            return 1;
    }
    const double before = residentMb();
    QElapsedTimer clock;
    clock.start();
    const auto trace = loadTrace(path);
    if (!trace) {
        std::fputs(qPrintable(trace.error().text() + u'\n'), stderr);
        return 1;
    }
    const double read = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    LadderView view;
    view.resize(1000, 800);
    view.setTrace(*trace);
    view.show();
    QImage screen(view.viewport()->size(), QImage::Format_RGB32);
    paintMs(view, screen);
    std::printf("%d messages of %.0f MB: read in %.2f s, on the screen after %.2f s, %.0f MB resident (%.0f before)\n",
        count, static_cast<double>(QFile(path).size()) / 1e6, read, static_cast<double>(clock.nsecsElapsed()) / 1e9,
        residentMb(), before);
    measurePainting(view);
    std::printf("%.0f MB resident at the end\n", residentMb());
    return 0;
}
