#include "ProxyBench.h"
#include "RefusedMemory.h"

#include <QTest>

#include <malloc.h>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// Thousands of INVITEs that nobody answers, thousands of REGISTERs: what a proxy keeps of them has a bound.
/// docs/safety.md.
class TestFloods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halfOpenInvites();
    void whatIsAnsweredMakesRoom();
    void aCopyOfWhatWasRefusedIsRefused();
    void whatIsRememberedOfTheRefusedHasABound();
    void registrations();
    void contactsOfOneAddress();
};

namespace {
QByteArray numbered(const QByteArray& text, int number)
{
    return QByteArray(text).replace('#', QByteArray::number(number));
}

sip::Message requestOf(const QByteArray& text, int number)
{
    return sip::Message::parse(numbered(text, number)).value();
}

const QByteArray invite = "INVITE sip:bob@lab SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-#\r\n"
                          "Max-Forwards: 70\r\nFrom: <sip:a@lab>;tag=#\r\nTo: <sip:bob@lab>\r\nCall-ID: #@a\r\n"
                          "CSeq: 1 INVITE\r\nContact: <sip:a@127.100.0.11>\r\nContent-Length: 0\r\n\r\n";
const QByteArray registration
    = "REGISTER sip:lab SIP/2.0\r\nVia: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-#\r\n"
      "Max-Forwards: 70\r\nFrom: <sip:u#@lab>;tag=#\r\nTo: <sip:u#@lab>\r\nCall-ID: #@a\r\n"
      "CSeq: 1 REGISTER\r\nContact: <sip:u#@127.100.0.11>\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n";

/// The status of the only response among the effects, and whether it says when to come again.
std::pair<int, bool> answered(const Effects& effects)
{
    std::pair<int, bool> answer{0, false};
    for (const Effect& effect : effects) {
        if (const auto* send = std::get_if<Send>(&effect); send && send->message.status() >= 200)
            answer = {send->message.status(), !send->message.headers("Retry-After").isEmpty()};
    }
    return answer;
}
} // namespace

void TestFloods::halfOpenInvites()
{
    constexpr int most = 10'000;
    constexpr int more = 2000;
    constexpr std::size_t mostBytesEach = 48 * 1024; // two branches, three transactions, their timers
    MemoryLocation location;
    location.addFixed("sip:bob@lab", ProxyBench::phone("b1"));
    location.addFixed("sip:bob@lab", ProxyBench::phone("b2"));
    ProxyCore core(
        ProxyBench::withPolicy(u"invfix"), {u"proxy"_s, ProxyBench::address(u"proxy"_s), 1, {}}, &location, nullptr);
    const std::size_t before = mallinfo2().uordblks;
    for (int i = 0; i < most; ++i)
        std::ignore
            = core.handle(MessageReceived{requestOf(invite, i), ProxyBench::address(u"caller"_s), i}, Instant{});
    QCOMPARE(core.liveContexts(), most);
    const std::size_t full = mallinfo2().uordblks;
    QVERIFY2(full - before < most * mostBytesEach, qPrintable(QString::number((full - before) / most)));
    for (int i = most; i < most + more; ++i) {
        const Effects effects
            = core.handle(MessageReceived{requestOf(invite, i), ProxyBench::address(u"caller"_s), i}, Instant{});
        QCOMPARE(answered(effects), std::pair(503, true));
        QCOMPARE(effects.size(), 1U);
    }
    QCOMPARE(core.liveContexts(), most);
    const std::size_t after = mallinfo2().uordblks;
    QVERIFY2(after < full + std::size_t(1024 * 1024), "what is refused costs memory");
}

void TestFloods::whatIsAnsweredMakesRoom()
{
    ProxySettings settings = ProxyBench::withPolicy(u"forward-all");
    settings.maxPending = 2;
    ProxyBench bench(settings, {ProxyBench::phone("b1")});
    std::ignore = bench.receive(u"caller"_s, requestOf(invite, 1));
    std::ignore = bench.receive(u"caller"_s, bench.request("INVITE"));
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 3)), QStringList{u"proxy>caller 503/INVITE (proxy-3)"_s});
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 1)), QStringList{u"proxy>caller 100/INVITE"_s}); // a copy
    std::ignore = bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486));
    QVERIFY(bench.receive(u"caller"_s, requestOf(invite, 4)).contains(u"proxy>b1 INVITE"_s));
    std::ignore = bench.pass(20min);
    QVERIFY(bench.receive(u"caller"_s, requestOf(invite, 5)).contains(u"proxy>b1 INVITE"_s));
    QVERIFY(bench.receive(u"caller"_s, requestOf(invite, 6)).contains(u"proxy>b1 INVITE"_s));
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 7)), QStringList{u"proxy>caller 503/INVITE (proxy-7)"_s});
}

/// A caller whose call has failed must not have phones ring for it because a copy of its INVITE came when there was
/// room.
void TestFloods::aCopyOfWhatWasRefusedIsRefused()
{
    ProxySettings settings = ProxyBench::withPolicy(u"invfix");
    settings.maxPending = 1;
    ProxyBench bench(settings, {ProxyBench::phone("b1")});
    std::ignore = bench.receive(u"caller"_s, bench.request("INVITE"));
    const QStringList refused{u"proxy>caller 503/INVITE (proxy-2)"_s};
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 2)), refused);
    std::ignore = bench.receive(u"b1"_s, bench.answer(u"b1"_s, 200)); // room
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 2)), refused);
    QVERIFY(bench.reasons().at(0).contains(u"A copy of what was refused"_s));
    std::ignore = bench.pass(31s);
    QCOMPARE(bench.receive(u"caller"_s, requestOf(invite, 2)), refused); // as long as it comes again
    QVERIFY(bench.receive(u"caller"_s, requestOf(invite, 3)).contains(u"proxy>b1 INVITE"_s)); // another one
    std::ignore = bench.receive(u"b1"_s, bench.answer(u"b1"_s, 486));
    std::ignore = bench.pass(32s);
    QVERIFY(bench.receive(u"caller"_s, requestOf(invite, 2)).contains(u"proxy>b1 INVITE"_s)); // long forgotten
}

void TestFloods::whatIsRememberedOfTheRefusedHasABound()
{
    RefusedMemory memory;
    QVERIFY(memory.isEmpty({}));
    for (int i = 0; i < 10 * RefusedMemory::mostRefused; ++i) {
        memory.remember(QByteArray::number(i), Instant{} + i * 1us, Instant{} + i * 1us + 32s);
        if (i >= 100)
            QVERIFY(memory.knows(QByteArray::number(i - 100), Instant{} + i * 1us)); // the latest are
    }
    QVERIFY(!memory.knows("7", Instant{} + 1s));
    memory.remember("late", Instant{} + 1h, Instant{} + 1h + 32s);
    QVERIFY(!memory.knows(QByteArray::number(10 * RefusedMemory::mostRefused - 1), Instant{} + 1h));
    QVERIFY(!memory.isEmpty(Instant{} + 1h + 31s));
    QVERIFY(memory.isEmpty(Instant{} + 1h + 32s));
}

void TestFloods::registrations()
{
    MemoryLocation location;
    ProxyCore core({}, {u"proxy"_s, ProxyBench::address(u"proxy"_s), 1, {}}, &location, nullptr);
    int host = 0;
    const auto statusAt = [&core, &host](int number, Instant now, const QByteArray& cseq = "1 REGISTER") {
        const sip::Message request = sip::Message::parse(
            numbered(registration, number)
                .replace("1 REGISTER", cseq)
                .replace("-" + QByteArray::number(number), "-" + cseq.left(1) + "-" + QByteArray::number(number)))
                                         .value();
        sip::Hop source = ProxyBench::address(u"caller"_s);
        source.host = "127.100.1." + QByteArray::number(host);
        Effects effects = core.handle(MessageReceived{request, source, number}, now);
        for (const Effect& effect : effects) { // the transaction of each is forgotten at once
            if (const auto* timer = std::get_if<StartTimer>(&effect))
                std::ignore = core.handle(TimerFired{timer->timer}, now);
        }
        return answered(effects);
    };
    for (int i = 0; i < MemoryLocation::mostRegistrations; ++i) {
        if (i > 0 && i % MemoryLocation::mostOfHost == 0) {
            QCOMPARE(statusAt(i, Instant{}), std::pair(503, true)); // one host alone does not lock the others out
            ++host;
        }
        QCOMPARE(statusAt(i, Instant{}, "2 REGISTER").first, 200);
    }
    host = 9;
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(statusAt(MemoryLocation::mostRegistrations + i, Instant{}), std::pair(503, true));
    QCOMPARE(statusAt(7, Instant{} + 1s, "3 REGISTER").first, 200); // who is in may stay
    QCOMPARE(
        statusAt(MemoryLocation::mostRegistrations + 1, Instant{} + 2min, "2 REGISTER").first, 200); // some have gone
    QCOMPARE(core.liveTransactions(), 0);
}

void TestFloods::contactsOfOneAddress()
{
    MemoryLocation location;
    const auto registrationOf = [](int number) {
        return Registration{{numbered("sip:u#@host", number), 1.0}, Instant{} + 1h, "id", 1};
    };
    for (int i = 0; i < MemoryLocation::mostContacts; ++i)
        QVERIFY(location.store("sip:bob@lab", registrationOf(i)));
    QVERIFY(!location.hasRoom("sip:bob@lab", 1, {}, Instant{}));
    QVERIFY(!location.store("sip:bob@lab", registrationOf(500)));
    QVERIFY(location.store("sip:bob@lab", registrationOf(5))); // again
    QVERIFY(location.hasRoom("sip:carol@lab", 1, {}, Instant{}));
    QCOMPARE(location.registrations("sip:bob@lab", Instant{}).size(), MemoryLocation::mostContacts);
    location.remove("sip:bob@lab", "sip:u5@host");
    QVERIFY(location.hasRoom("sip:bob@lab", 1, {}, Instant{}));
}

QTEST_GUILESS_MAIN(TestFloods)
#include "tst_floods.moc"
