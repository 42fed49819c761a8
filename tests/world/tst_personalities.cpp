#include "WorldRuns.h"
#include "formats/TextForm.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <thread>

using namespace siprace;
using namespace Qt::StringLiterals;

// Our proxy with a personality beside the product itself, in one test run: the same scenario twice, the real program on
// the real clock and ours on the virtual one. The same messages at the proxy, each within 70 ms. Within the same few
// milliseconds the order means nothing. All real runs go side by side: the longest takes 43 s.

namespace {

constexpr double toleranceMs = 70;

struct Line
{
    double ms = 0;
    QString what;
};

QList<Line> linesIn(const QByteArray& text)
{
    QList<Line> lines;
    for (const QByteArray& row : text.split('\n')) {
        // A tag that a proxy has made itself; ours are readable.
        static const QRegularExpression ownTag(u"\\((?:proxy-[^)]*|[0-9a-f]{32}[.-][0-9a-f]+)\\)"_s);
        const auto blank = row.indexOf(' ');
        if (blank > 0)
            lines.append({row.mid(1, blank - 1).toDouble() * 1000,
                QString::fromLatin1(row.mid(blank + 1)).replace(ownTag, u"(the proxy's)"_s)});
    }
    return lines;
}

QString written(const Line& line)
{
    return u"+%1 %2"_s.arg(line.ms / 1000, 0, 'f', 3).arg(line.what);
}

struct Likeness
{
    qsizetype there = 0;
    qsizetype here = 0;
    QStringList missing;
    QStringList surplus;
};

Likeness compare(const QByteArray& theirs, const QByteArray& ours)
{
    const QList<Line> there = linesIn(theirs);
    QList<Line> here = linesIn(ours);
    Likeness likeness{there.size(), here.size(), {}, {}};
    for (const Line& line : there) {
        auto nearest = here.end();
        for (auto own = here.begin(); own != here.end(); ++own) {
            const double apart = std::abs(own->ms - line.ms);
            if (own->what == line.what && apart <= toleranceMs
                && (nearest == here.end() || apart < std::abs(nearest->ms - line.ms)))
                nearest = own;
        }
        if (nearest == here.end()) {
            likeness.missing << written(line);
            continue;
        }
        here.erase(nearest);
    }
    for (const Line& line : std::as_const(here))
        likeness.surplus << written(line);
    return likeness;
}

struct Sequence
{
    const char* name; ///< for people
    const char* policy; ///< of ours
    const char* define; ///< of the product's configuration
    const char* standIn; ///< more about ours
    const char* phones; ///< the nodes but caller and proxy
    const char* caller; ///< more about the caller
    const char* rest; ///< links, rules, script, end
    const char* recorded; ///< file of tests/data/reference, empty: none
};

constexpr const char* atOnce = "  b1: {role: callee, answer: 0ms, behaviours: [no-provisional]}\n"
                               "  b2: {role: callee, answer: 0ms, behaviours: [no-provisional]}\n";
constexpr const char* afterASecond = "  b1: {role: callee, ring: 0ms, answer: 1s}\n"
                                     "  b2: {role: callee, ring: 0ms, answer: 1s}\n";
constexpr const char* oneAnswers = "  b1: {role: callee, ring: 0ms, answer: 1s}\n"
                                   "  b2: {role: callee, ring: 0ms}\n";

// clang-format off
constexpr Sequence sequences[] = {
    {"both answer at once", "forward-all", "", "", atOnce, "", "hang-up: 7s\nend: 8s\n", "question-no-provisional"},
    {"both ring a second", "forward-all", "", "", afterASecond, "", "hang-up: 7s\nend: 8s\n", "both-ring-one-second"},
    {"the loser is cancelled in time", "forward-all", "", "", oneAnswers, "", "hang-up: 7s\nend: 8s\n", "loser-cancelled"},
    {"the caller acknowledges the wrong leg", "forward-all", "", "", atOnce, ", behaviours: [ack-first-leg]", "hang-up: 38s\nend: 39s\n", "caller-acks-first-leg"},
    {"the recipe drops the second answer", "drop-late-2xx", "DROP_BY_CALL_ID", "", atOnce, "", "hang-up: 42s\nend: 43s\n", "recipe-no-provisional"},
    {"the recipe drops the winner's copies too", "drop-late-2xx", "DROP_BY_CALL_ID", "", afterASecond, "",
        "end: 35s\nrules:\n  - {link: proxy>b1, match: {method: ACK, nth: 1}, do: drop}\n", "recipe-drops-the-winner"},
    {"one after the other, the first deaf to ACK", "forward-all", "SERIAL", ", fork: serial, serial-timeout: 10s",
        "  b1: {role: callee, provisional: [100], answer: never, behaviours: [deaf-to-ack]}\n  b2: {role: callee, answer: 1s}\n",
        ", behaviours: [hang-up-on-stray]", "end: 40s\n", ""},
    {"cancelled after a restart", "forward-all", "", "", "  b1: {role: callee, answer: never}\n  b2: {role: callee, answer: never}\n", "",
        "end: 37s\nscript:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n"
        "  - {at: 1s, node: proxy, do: restart}\n  - {at: 3s, node: caller, do: cancel}\n", ""},
    {"the ACKs to a 200 are lost", "forward-all", "", "", oneAnswers, "",
        "hang-up: 9s\nend: 10s\nrules:\n  - {link: caller>proxy, match: {method: ACK, nth: 1}, do: drop}\n"
        "  - {link: proxy>b1, match: {method: ACK, nth: 1}, do: drop}\n", ""},
    {"the ACKs to a 487 are lost", "forward-all", "", "", oneAnswers, "",
        "hang-up: 20s\nend: 20700ms\nrules:\n  - {link: proxy>b2, match: {method: ACK}, do: drop}\n", ""},
    {"cancelled while both ring", "forward-all", "", "", "  b1: {role: callee, answer: never}\n  b2: {role: callee, answer: never}\n", "",
        "end: 8s\nscript:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n  - {at: 2s, node: caller, do: cancel}\n", ""},
    {"nobody says anything", "forward-all", "", "", "  b1: {role: callee, answer: never}\n  b2: {role: callee, answer: never}\n", "",
        "end: 34s\nrules:\n  - {link: proxy>b1, match: {method: INVITE}, do: drop}\n"
        "  - {link: proxy>b2, match: {method: INVITE}, do: drop}\n"
        "script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n", ""},
    {"both are busy", "forward-all", "", "", "  b1: {role: callee, reject: {status: 486, after: 1s}}\n  b2: {role: callee, reject: {status: 603, after: 500ms}}\n", "",
        "end: 8s\n", ""},
};
// clang-format on

/// `hang-up: 7s` stands for a script with the call and that hang-up.
QByteArray restOf(const Sequence& sequence)
{
    static const QRegularExpression hangUp(u"hang-up: (\\w+)\\n"_s);
    return QString::fromLatin1(sequence.rest)
        .replace(hangUp,
            u"script:\n  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}\n"
            "  - {at: \\1, node: caller, do: hang-up}\n"_s)
        .toLatin1();
}

Scenario scenarioFor(const Sequence& sequence, int number)
{
    const QByteArray define = *sequence.define ? QByteArray("-A ") + sequence.define : QByteArray();
    const QByteArray yaml = "nodes:\n  caller: {role: caller" + QByteArray(sequence.caller)
        + "}\n  proxy: {role: external, address: \"127.0.0." + QByteArray::number(81 + number)
        + ":5060\", command: {needs: kamailio, start: \"exec kamailio -DD -E -m 16 -M 4 " + define
        + " -f " SIPRACE_SOURCE_DIR "/scenarios/external/kamailio.cfg -l udp:$SIPRACE_ADDRESS\"}, "
        + "stand-in: {personality: kamailio-5.6" + sequence.standIn + "}}\n" + sequence.phones
        + "location:\n  \"sip:bob@lab\": [b1, b2]\n"
          "links:\n  caller-proxy: {delay: 0ms}\n  proxy-b1: {delay: 100ms}\n  proxy-b2: {delay: 150ms}\n"
        + restOf(sequence);
    return scenarioOf(yaml);
}

QByteArray textOf(const Scenario& scenario, const QString& policy)
{
    RunOptions options;
    options.policy = policy;
    options.mayStartCommands = true;
    const Result<Trace> trace = runScenario(scenario, options);
    return trace ? toText(*trace) : trace.error().text().toUtf8();
}

} // namespace

class PersonalitiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theRealOneAndOursAgree_data();
    void theRealOneAndOursAgree();
    void theRealOneDoesWhatWasRecorded_data();
    void theRealOneDoesWhatWasRecorded();
    void cleanupTestCase();

private:
    QList<QByteArray> m_real;
    QStringList m_rows;
};

void PersonalitiesTest::initTestCase()
{
    if (const QString missing = missingProgram(scenarioFor(sequences[0], 0)); !missing.isEmpty())
        QFAIL(qPrintable(u"%1 is missing; scripts/setup installs it"_s.arg(missing)));
    m_real.resize(std::size(sequences));
    std::vector<std::jthread> threads;
    for (int i = 0; i < static_cast<int>(std::size(sequences)); ++i) {
        const Scenario scenario = scenarioFor(sequences[i], i);
        QByteArray* into = &m_real[i];
        threads.emplace_back([scenario, into] { *into = textOf(scenario, outsidePolicy()); });
    }
}

void PersonalitiesTest::theRealOneAndOursAgree_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < static_cast<int>(std::size(sequences)); ++i)
        QTest::newRow(sequences[i].name) << i;
}

void PersonalitiesTest::theRealOneAndOursAgree()
{
    QFETCH(const int, number);
    const Sequence& sequence = sequences[number];
    const QByteArray ours = textOf(scenarioFor(sequence, number), QString::fromLatin1(sequence.policy));
    const Likeness likeness = compare(m_real.at(number), ours);
    m_rows << u"| %1 | %2 | %3 | %4 |"_s.arg(QString::fromLatin1(sequence.name))
                  .arg(likeness.there)
                  .arg(likeness.here)
                  .arg(likeness.missing.size() + likeness.surplus.size());
    const QString report = u"only there:\n%1\nonly ours:\n%2\nthere:\n%3\nours:\n%4"_s.arg(likeness.missing.join(u'\n'),
        likeness.surplus.join(u'\n'), QString::fromUtf8(m_real.at(number)), QString::fromUtf8(ours));
    QVERIFY2(likeness.missing.isEmpty() && likeness.surplus.isEmpty() && likeness.there > 0, qPrintable(report));
}

void PersonalitiesTest::theRealOneDoesWhatWasRecorded_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < static_cast<int>(std::size(sequences)); ++i) {
        if (*sequences[i].recorded)
            QTest::newRow(sequences[i].recorded) << i;
    }
}

void PersonalitiesTest::theRealOneDoesWhatWasRecorded()
{
    QFETCH(const int, number);
    QFile recorded(QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/reference/%1.txt")
                       .arg(QLatin1StringView(sequences[number].recorded)));
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    const Likeness likeness = compare(recorded.readAll(), m_real.at(number));
    const QString report = u"only then:\n%1\nonly now:\n%2\nnow:\n%3"_s.arg(
        likeness.missing.join(u'\n'), likeness.surplus.join(u'\n'), QString::fromUtf8(m_real.at(number)));
    QVERIFY2(likeness.missing.isEmpty() && likeness.surplus.isEmpty(), qPrintable(report));
}

/// scripts/personalities asks for the table of docs/personalities.md.
void PersonalitiesTest::cleanupTestCase()
{
    QFile document(qEnvironmentVariable("SIPRACE_PERSONALITIES_PAGE"));
    if (document.fileName().isEmpty() || m_rows.size() != std::ssize(sequences))
        return;
    QVERIFY(document.open(QIODevice::ReadOnly));
    QString text = QString::fromUtf8(document.readAll());
    document.close();
    static const QRegularExpression table(u"(\\| sequence [^\\n]*\\n\\|[-|]*\\n)(?:\\|[^\\n]*\\n)*"_s);
    text.replace(table, u"\\1"_s + m_rows.join(u'\n') + u'\n');
    QVERIFY(document.open(QIODevice::WriteOnly));
    document.write(text.toUtf8());
}

QTEST_APPLESS_MAIN(PersonalitiesTest)
#include "tst_personalities.moc"
