#include "Loader.h"
#include "RaceInvariants.h"
#include "RandomScenario.h"
#include "RunJson.h"
#include "World.h"

#include <QDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Thousands of races that nobody has thought of, each held against what must always be so. SIPRACE_RACES and
/// SIPRACE_RACES_FROM say how many and from which seed: scripts/soak; SIPRACE_RACES_THREADS, on how many threads. A
/// seed that fails prints its scenario, and the rest of the seeds is run all the same, up to ten faults.
class RandomRacesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedsThatFoundAFault_data();
    void seedsThatFoundAFault();
    void invariants();
};

namespace {
#if defined(__SANITIZE_THREAD__)
constexpr int racesByDefault = 500;
#elif defined(__SANITIZE_ADDRESS__) || defined(NDEBUG)
constexpr int racesByDefault = 10'000; // those of CI
#else
constexpr int racesByDefault = 1500;
#endif
constexpr int mostMessages = 20'000; ///< of one race; none needs as many unless something goes round in circles
constexpr int repeatEvery = 16; ///< so often a race is run twice, and its trace written and read

QString difference(const Trace& one, const Trace& other)
{
    const qsizetype both = std::min(one.messages.size(), other.messages.size());
    for (qsizetype i = 0; i < both; ++i) {
        const TraceMessage& a = one.messages.at(i);
        const TraceMessage& b = other.messages.at(i);
        if (a == b)
            continue;
        if (a.raw != b.raw)
            return u"message %1 is %2, then %3"_s.arg(a.n).arg(
                QString::fromLatin1(a.raw.bytes()), QString::fromLatin1(b.raw.bytes()));
        return u"message %1 (%2), %3 µs, \"%4\" \"%5\", then %6 µs, \"%7\" \"%8\""_s.arg(a.n)
            .arg(QString::fromLatin1(a.firstLine))
            .arg(toUs(a.sent))
            .arg(a.why.text, a.fateWhy.text)
            .arg(toUs(b.sent))
            .arg(b.why.text, b.fateWhy.text);
    }
    if (one.messages.size() != other.messages.size())
        return u"%1 messages, then %2"_s.arg(one.messages.size()).arg(other.messages.size());
    if (one.states != other.states)
        return u"in the states"_s;
    if (one.timers != other.timers)
        return u"in the timers"_s;
    return one.decisions != other.decisions ? u"in the decisions"_s : u"in its header"_s;
}

/// Runs one race. Empty when everything held.
QString broken(quint64 seed, const RandomScenario& random, SiteKeeper& keeper)
{
    const auto scenario = parseScenario(random.yaml, u"race-%1.yaml"_s.arg(seed));
    if (!scenario)
        return u"the generator has written what cannot be read: %1"_s.arg(scenario.error().front().text());
    RunOptions options;
    options.policy = random.policy;
    options.seed = Seed{seed};
    options.messageLimit = mostMessages;
    const auto trace = runScenario(*scenario, options, &keeper);
    if (!trace)
        return trace.error().text();
    const Verdict verdict = judge(*trace);
    if (const QString wrong = brokenInvariant(*trace, verdict); !wrong.isEmpty())
        return wrong;
    if (random.isPlain && random.policy == u"invfix") {
        if (const QString wrong = brokenPlainInvariant(*trace); !wrong.isEmpty())
            return wrong;
    }
    if (seed % repeatEvery != 0)
        return {};
    if (const QString wrong = brokenRoundTrip(*trace, verdict); !wrong.isEmpty())
        return wrong;
    const auto again = runScenario(*scenario, options); // on ground of its own
    if (!again)
        return again.error().text();
    // A digest over a URI with an address is another one in another block; in what is saved it is covered.
    const bool isSame = savedTrace(*again, judge(*again)) == savedTrace(*trace, verdict);
    return isSame ? QString() : u"the same seed gives another run: "_s + difference(*trace, *again);
}

qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
}

quint64 numberFrom(const char* variable, quint64 otherwise)
{
    bool isNumber = false;
    const quint64 number = qEnvironmentVariable(variable).toULongLong(&isNumber);
    return isNumber ? number : otherwise;
}
} // namespace

void RandomRacesTest::seedsThatFoundAFault_data()
{
    QTest::addColumn<quint64>("seed");
    const auto row = [](quint64 seed, const char* name) { QTest::newRow(name) << seed; };
    row(1'122'684, "1122684: a copy of a handled 2xx is lost with its caller");
    row(1'466'283, "1466283: a copy of a handled 404 is lost with its caller");
    row(1'570'306, "1570306: a copy of a handled ACK is lost with its proxy");
    row(1'192'108, "1192108: a copy of an INVITE refused by max-pending comes when there is room");
    row(1'574'401, "1574401: the same, of a call to nobody");
    row(1'876'453, "1876453: a copy of a BYE comes after timer J, and is a new one: 481");
}

void RandomRacesTest::seedsThatFoundAFault()
{
    QFETCH(const quint64, seed);
    SiteKeeper keeper;
    QCOMPARE(broken(seed, randomScenario(seed), keeper), QString());
}

void RandomRacesTest::invariants()
{
    SiteKeeper none;
    QCOMPARE(broken(0, randomScenario(0), none), QString()); // what is opened once is open now
    const qsizetype open = openDescriptors();
    const quint64 first = numberFrom("SIPRACE_RACES_FROM", 1);
    const quint64 behind = first + numberFrom("SIPRACE_RACES", racesByDefault);
    std::atomic<quint64> next = first;
    std::mutex mutex;
    QStringList failures;
    const auto work = [&] {
        SiteKeeper keeper;
        for (quint64 seed = next++; seed < behind; seed = next++) {
            const RandomScenario random = randomScenario(seed);
            const QString wrong = broken(seed, random, keeper);
            if (wrong.isEmpty())
                continue;
            const std::lock_guard lock(mutex);
            const QString failure = u"seed %1, policy %2: %3"_s.arg(seed).arg(random.policy, wrong);
            std::fprintf(stderr, "%s\n%s\n", qPrintable(failure), random.yaml.constData());
            failures << failure;
            if (failures.size() >= 10)
                next = behind;
        }
    };
    {
        std::vector<std::jthread> threads;
        const quint64 many = numberFrom("SIPRACE_RACES_THREADS", std::min(4U, std::thread::hardware_concurrency()));
        for (quint64 i = std::max<quint64>(1, many); i > 0; --i)
            threads.emplace_back(work);
    }
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u"\n"_s)));
    QCOMPARE(openDescriptors(), open);
}

QTEST_GUILESS_MAIN(RandomRacesTest)
#include "tst_random_races.moc"
