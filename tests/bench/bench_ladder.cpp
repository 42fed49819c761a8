#include "../ui/WindowFixture.h"
#include "RunJson.h"

#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

// A long run in the window: how long it takes to open and to paint, and how much memory it needs. Figures, no test.
//   bench_ladder [messages]        what is asked for, by default 100,000
//   bench_ladder write FILE N      only writes such a run; what that needs must not count as the window's

using namespace siprace;
using namespace siprace::ui;
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
        static_cast<MessageFields&>(message) = readFields(message.raw.bytes());
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

struct Cost
{
    double wallMs = 0; ///< what a person waits; on a busy machine others are in it
    double ownMs = 0; ///< of the processor
};

double nowOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class Work> Cost costOf(const Work& work)
{
    const Cost before{nowOf(CLOCK_MONOTONIC), nowOf(CLOCK_THREAD_CPUTIME_ID)};
    work();
    return {nowOf(CLOCK_MONOTONIC) - before.wallMs, nowOf(CLOCK_THREAD_CPUTIME_ID) - before.ownMs};
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

void report(const QString& what, const std::vector<Cost>& costs)
{
    std::vector<double> wall;
    std::vector<double> own;
    for (const Cost& cost : costs) {
        wall.push_back(cost.wallMs);
        own.push_back(cost.ownMs);
    }
    std::printf("  %-26s p50 %6.2f  p95 %6.2f  most %6.2f ms   (of the processor: p50 %6.2f  p95 %6.2f  most %6.2f)\n",
        qPrintable(what), percentile(wall, 0.5), percentile(wall, 0.95), percentile(wall, 1), percentile(own, 0.5),
        percentile(own, 0.95), percentile(own, 1));
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

bool writeLongRun(const QString& path, int count)
{
    const LongRun run(count);
    return saveTrace(run.trace(), {}, path).has_value();
}

/// Paints the ladder as the screen would have it, after something was done to it.
class Painting
{
public:
    explicit Painting(LadderView& view)
        : m_view(view)
        , m_screen(view.viewport()->size(), QImage::Format_RGB32)
    {
    }
    template <class Change> void after(const QString& what, int times, const Change& change)
    {
        std::vector<Cost> costs;
        for (int frame = 0; frame < times; ++frame)
            costs.push_back(costOf([&] {
                change(frame);
                m_view.viewport()->render(&m_screen);
            }));
        report(what, costs);
    }

private:
    LadderView& m_view;
    QImage m_screen;
};

QSet<int> everyOther(const Trace& trace)
{
    QSet<int> others;
    for (const TraceMessage& message : trace.messages) {
        if (message.n % 2 == 0)
            others.insert(message.n);
    }
    return others;
}

void measurePainting(LadderView& view)
{
    Painting painting(view);
    const auto scroll = [&view](int frame) { view.setScrollY(frame * 97); };
    const auto zoomOutAndIn = [&view](int frame) { frame < 50 ? view.zoomOut() : view.zoomIn(); };
    const QString modes[] = {u"true time"_s, u"even spacing"_s};
    for (const Spacing spacing : {Spacing::TrueTime, Spacing::Even}) {
        const QString& mode = modes[spacing == Spacing::Even ? 1 : 0];
        view.setSpacing(spacing);
        view.setZoom(1);
        painting.after(mode + u", scrolling"_s, 600, scroll);
        view.select(static_cast<int>(view.trace().messages.size()) / 2);
        painting.after(mode + u", zooming"_s, 100, zoomOutAndIn);
        view.setDimmed(everyOther(view.trace()));
        painting.after(mode + u", zooming, searched"_s, 100, zoomOutAndIn);
        view.setDimmed({});
        view.fit();
        painting.after(mode + u", the whole run"_s, 20, [](int) {});
        painting.after(
            mode + u", fitting it"_s, 5, [&view](int frame) { frame % 2 == 0 ? view.setZoom(1) : view.fit(); });
    }
    view.setSpacing(Spacing::TrueTime);
    view.setZoom(1);
    const QSet<int> others = everyOther(view.trace());
    painting.after(u"hiding others, showing"_s, 10,
        [&](int frame) { view.setHiddenMessages(frame % 2 == 0 ? others : QSet<int>()); });
    painting.after(u"moving a lifeline"_s, 10, [&view](int frame) { view.moveNode(1, frame % 4); });
    painting.after(u"hiding a lifeline, showing"_s, 10,
        [&view](int frame) { frame % 2 == 0 ? view.hideNode(2) : view.showAllNodes(); });
}

/// The trace in the window as a person opens it.
void measureWindow(const QString& path, int count)
{
    const double bare = residentMb();
    const WindowFixture fixture;
    auto* ladder = fixture.part<LadderView>();
    const double empty = residentMb();
    QElapsedTimer clock;
    clock.start();
    fixture.window->openFile(path);
    while (ladder->trace().messages.isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    fixture.window->repaint();
    const double shown = static_cast<double>(clock.elapsed()) / 1e3;
    while (!fixture.isJudged())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double judged = static_cast<double>(clock.elapsed()) / 1e3;
    std::printf("%d messages, %lld findings, a file of %.0f MB: on the screen after %.2f s, judged after %.2f s\n"
                "resident: %.0f MB; %.0f of it the window without a run, %.0f of that before the window\n",
        count, static_cast<long long>(fixture.window->record().verdict().findings.size()),
        static_cast<double>(QFile(path).size()) / 1e6, shown, judged, residentMb(), empty, bare);
    std::fflush(stdout);
    measurePainting(*ladder);
    std::printf("resident at the end: %.0f MB\n", residentMb());
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"write")
        return writeLongRun(arguments.value(2), arguments.value(3).toInt()) ? 0 : 1;
    const int count = argc > 1 ? arguments.at(1).toInt() : 100'000;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"long.trace.json"_s);
    const int written
        = QProcess::execute(QCoreApplication::applicationFilePath(), {u"write"_s, path, QString::number(count)});
    if (written != 0)
        return 1;
    measureWindow(path, count);
    return 0;
}
