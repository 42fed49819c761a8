#include "UdpSocket.h"
#include "WindowFixture.h"

#include <atomic>
#include <poll.h>
#include <thread>

using namespace siprace;
using namespace siprace::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr sip::SocketName labName{0x7f00006e, 5060}; // 127.0.0.110
constexpr int aMillisecond = 20; // datagrams: 20,000 a second

const QByteArray openLab = R"(siprace: 1
title: A call beside a flood
network: {lan: {address: 127.0.0.110, ports: 5060-5069, allow: [127.0.0.0/24]}}
nodes:
  caller: {role: caller}
  proxy: {role: proxy}
  b1: {role: callee, ring: 100ms, answer: 300ms}
location:
  "sip:bob@lab": [b1]
links: {default: {delay: 10ms}}
script:
  - {at: 500ms, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 1500ms, node: caller, do: hang-up}
end: 2500ms
)";

/// A host of the LAN that sends what begins like a request, as fast as agreed, until it is told to stop.
class Flood
{
public:
    Flood()
        : m_thread([this] { work(); })
    {
    }
    ~Flood()
    {
        m_isEnding = true;
        m_thread.join();
    }
    Flood(const Flood&) = delete;
    Flood& operator=(const Flood&) = delete;

private:
    void work()
    {
        const sip::Descriptor socket = sip::bindUdp(labName.address + 1, 5071);
        const QByteArray datagram
            = "INVITE sip:bob@lab SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.111:5071;branch=z9hG4bKq\r\n"
              "From: <\r\n\r\n";
        while (!m_isEnding) {
            for (int i = 0; i < aMillisecond; ++i)
                std::ignore = sip::sendUdp(socket, datagram, labName);
            ::poll(nullptr, 0, 1); // a rate is what this is about
        }
    }

    std::atomic<bool> m_isEnding = false;
    std::thread m_thread;
};

} // namespace

/// On the real clock: a window whose lab is open to a network, and a host there that means it no good.
class WindowFloodTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallIsUpAndTheWindowDoesNotNotice();
};

void WindowFloodTest::aCallIsUpAndTheWindowDoesNotNotice()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"flood.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(openLab) == openLab.size());
    file.close();
    const WindowFixture fixture(path);
    const Flood flood;
    fixture.press(u"Run"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 60'000);
    const Trace& trace = fixture.trace();
    QCOMPARE(trace.ended, u"time"_s);
    QVERIFY2(trace.malformed > 1000, qPrintable(QString::number(trace.malformed)));
    QVERIFY2(trace.messages.size() < 2000, qPrintable(QString::number(trace.messages.size())));
    const Outcome& outcome = fixture.window->record().verdict().outcome;
    QCOMPARE(outcome.twoXxToCaller, 1);
    QCOMPARE(outcome.orphanDialogs, 0);
    QCOMPARE(outcome.dialogsAtCallees, 1);
}

QTEST_MAIN(WindowFloodTest)
#include "tst_window_flood.moc"
