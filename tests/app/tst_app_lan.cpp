#include "AppProcess.h"
#include "LanSpaces.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

using namespace siprace::app_test;
using namespace Qt::StringLiterals;

// LAN mode from end to end: the lab in one network namespace and phones (sipp, baresip) in another, with cables between
// them. Needs root for `ip netns`; everything is on the real clock. The races are all started first, side by side, and
// judged last: the other tests go on meanwhile.

namespace {

constexpr int raceNetwork = 77;
constexpr int pulledNetwork = 78; // of a cable that is pulled
constexpr int longestMs = 60'000;
constexpr double toleranceMs = 400; // of times, on a busy machine: less than T1, a copy more would show

enum class Phones
{
    Baresips, // two, which register with digest and answer at once
    Mixed, // a baresip and a sipp, alike
    Sipps // two that ring for a second, over TCP
};

/// One lab, with two phones that answer both.
struct Race
{
    const char* name;
    QString policy;
    Phones phones = Phones::Baresips;
};
const QList<Race> races{
    {"two baresips, forward-all", u"forward-all"_s},
    {"two baresips, drop-late-2xx", u"drop-late-2xx"_s},
    {"two baresips, ack-bye", u"ack-bye"_s},
    {"two baresips, invfix", u"invfix"_s},
    {"baresip and sipp, forward-all", u"forward-all"_s, Phones::Mixed},
    {"baresip and sipp, drop-late-2xx", u"drop-late-2xx"_s, Phones::Mixed},
    {"baresip and sipp, ack-bye", u"ack-bye"_s, Phones::Mixed},
    {"baresip and sipp, invfix", u"invfix"_s, Phones::Mixed},
    {"two sipps over TCP, forward-all", u"forward-all"_s, Phones::Sipps},
    {"two sipps over TCP, drop-late-2xx", u"drop-late-2xx"_s, Phones::Sipps},
    {"two sipps over TCP, invfix", u"invfix"_s, Phones::Sipps},
};
const int soloLab = static_cast<int>(races.size()); // of what is no race

/// The same race with phones of the LAN, or with ours. Delays: whatever comes too late or too early for the outcome is
/// at least 150 ms away from it. Over TCP the way to a phone is made three times, as its connection is opened first.
QByteArray scenario(Phones phones, const std::optional<QString>& lanAddress)
{
    const bool isTcp = phones == Phones::Sipps;
    const bool isAsked = phones == Phones::Baresips;
    const QByteArray ours = isTcp ? "{role: callee, ring: 0ms, answer: 1s}" : "{role: callee, ring: 0ms, answer: 0ms}";
    const QByteArray phone = lanAddress ? QByteArray("{role: external, as: callee}") : ours;
    const QByteArray network = lanAddress
        ? "network: {lan: {address: " + lanAddress->toLatin1() + ", allow: [10.231.77.0/24]}}\n"
        : QByteArray();
    const QByteArray transport = isTcp && !lanAddress ? ", transport: tcp}" : "}";
    return "siprace: 1\n" + network + "users: {caller: none, b1: first, b2: second}\n" + R"(
nodes:
  caller: {role: caller}
  proxy: {role: proxy, auth: )"
        + (isAsked ? "true" : "false") + "}\n  b1: " + phone + "\n  b2: " + phone + R"(
location:
  "sip:bob@lab": [b1, b2]
links:
  caller-proxy: {delay: 10ms}
  proxy-b1: {delay: )"
        + (isTcp ? "120ms" : "80ms") + transport + "\n  proxy-b2: {delay: 160ms" + transport + R"(
script:
  - {at: 8s, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 11s, node: caller, do: hang-up}
end: 14s
)";
}

/// The numbers of a run. How often a phone registers is its own affair, so those messages count for none of them.
QJsonObject outcomeOf(const QJsonObject& run)
{
    QJsonObject outcome = run[u"outcome"].toObject();
    int registering = 0;
    int copies = 0;
    for (const QJsonValue& message : run[u"messages"].toArray()) {
        if (message[u"cseq_method"].toString() != u"REGISTER")
            continue;
        ++registering;
        copies += message[u"retransmission_of"].isNull() ? 0 : 1;
    }
    outcome[u"messages"] = outcome[u"messages"].toInt() - registering;
    outcome[u"retransmissions"] = outcome[u"retransmissions"].toInt() - copies;
    return outcome;
}

/// A line for each number that is another one; times may differ a little.
QStringList differences(const QJsonObject& there, const QJsonObject& here)
{
    QStringList all;
    for (auto number = here.begin(); number != here.end(); ++number) {
        const double one = there[number.key()].toDouble(-1);
        const double other = number->toDouble();
        const double allowed = number.key().endsWith(u"_ms") ? toleranceMs : 0;
        if (std::abs(one - other) > allowed)
            all += u"%1: %2 on the LAN, %3 in the virtual run"_s.arg(number.key()).arg(one).arg(other);
    }
    return all;
}

/// Every message, for a report.
QString messagesOf(const QJsonObject& run)
{
    QString lines;
    for (const QJsonValue& message : run[u"messages"].toArray())
        lines += u"%1 %2>%3 %4 %5\n"_s.arg(message[u"sent_us"].toDouble() / 1e6, 0, 'f', 3)
                     .arg(message[u"from"].toString(), message[u"to"].toString(), message[u"first_line"].toString(),
                         message[u"fate"].toString());
    return lines;
}

QString textOf(QProcess& process)
{
    return QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
}

} // namespace

class AppLanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingElseIsOpen();
    void aLanThatCannotBeIsOneLine_data();
    void aLanThatCannotBeIsOneLine();
    void theCableOfAPhoneIsPulled();
    void theOutcomeIsThatOfTheVirtualRun_data();
    void theOutcomeIsThatOfTheVirtualRun();
    void cleanupTestCase();

private:
    [[nodiscard]] std::unique_ptr<QProcess> startLab(const QStringList& words) const;
    [[nodiscard]] std::unique_ptr<QProcess> startBaresip(int race, int number) const;
    [[nodiscard]] std::unique_ptr<QProcess> startSipp(int race, int number) const;
    [[nodiscard]] QJsonObject virtualRun(Phones phones, const QString& policy);
    void startRaces();

    QTemporaryDir m_folder;
    std::unique_ptr<LanSpaces> m_spaces;
    std::vector<std::unique_ptr<QProcess>> m_labs; ///< of the races
    std::vector<std::unique_ptr<QProcess>> m_phones;
    QHash<int, QJsonDocument> m_virtualRuns; ///< of all policies, by Phones
};

void AppLanTest::initTestCase()
{
    for (const QString& program : {u"ip"_s, u"sipp"_s, u"baresip"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty()
            && QStandardPaths::findExecutable(program, {u"/usr/sbin"_s, u"/sbin"_s}).isEmpty())
            QFAIL(qPrintable(u"%1 is missing; scripts/setup installs it"_s.arg(program)));
    }
    m_spaces = std::make_unique<LanSpaces>();
    if (!m_spaces->areThere())
        QSKIP("network namespaces need root, or are not allowed here");
    QVERIFY(m_spaces->lay(raceNetwork, soloLab + 1));
    QVERIFY(m_spaces->lay(pulledNetwork, 1));
    startRaces();
}

std::unique_ptr<QProcess> AppLanTest::startLab(const QStringList& words) const
{
    return started(m_spaces->inLab(QStringList{QStringLiteral(SIPRACE_BINARY)} + words), m_folder.path());
}

void AppLanTest::startRaces()
{
    for (int i = 0; i < races.size(); ++i) {
        const QString file = m_folder.filePath(u"race%1.yaml"_s.arg(i));
        QVERIFY(writeText(file, scenario(races.at(i).phones, LanSpaces::labAddress(raceNetwork, i))));
        m_labs.push_back(startLab({u"run"_s, file, u"--policy"_s, races.at(i).policy, u"--json"_s}));
    }
    for (int i = 0; i < races.size(); ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(m_spaces->isOpen(LanSpaces::labAddress(raceNetwork, i)), longestMs);
        const Phones phones = races.at(i).phones;
        m_phones.push_back(phones == Phones::Sipps ? startSipp(i, 1) : startBaresip(i, 1));
        m_phones.push_back(phones == Phones::Baresips ? startBaresip(i, 2) : startSipp(i, 2));
    }
}

/// The phone b1 or b2 of a race. A baresip has two ports, its own and the next.
std::unique_ptr<QProcess> AppLanTest::startBaresip(int race, int number) const
{
    const QByteArray lab = LanSpaces::labAddress(raceNetwork, race).toLatin1();
    const QByteArray user = "b" + QByteArray::number(number);
    const QString folder = m_folder.filePath(u"baresip%1-%2"_s.arg(race).arg(number));
    const QByteArray port = QByteArray::number(5070 + 10 * race + 4 * number);
    const bool isWritten = QDir().mkpath(folder)
        && writeText(folder + u"/config"_s,
            "sip_listen " + LanSpaces::phoneAddress(raceNetwork).toLatin1() + ':' + port
                + "\nmodule_path /usr/lib/baresip/modules\nmodule account.so\nmodule g711.so\nmodule aubridge.so\n"
                  "module_app menu.so\naudio_player aubridge,nil\naudio_source aubridge,nil\n")
        && writeText(folder + u"/accounts"_s,
            "<sip:" + user + '@' + lab + ">;auth_user=" + user + ";auth_pass=" + (number == 1 ? "first" : "second")
                + ";answermode=auto;regint=60;audio_codecs=pcmu\n");
    if (!isWritten)
        qFatal("cannot write into %s", qPrintable(folder));
    return started(m_spaces->atPhones({u"baresip"_s, u"-f"_s, folder}), folder);
}

std::unique_ptr<QProcess> AppLanTest::startSipp(int race, int number) const
{
    const QString data = QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/sipp/");
    QByteArray phone = readBytes(data + u"phone.xml"_s);
    const bool isTcp = races.at(race).phones == Phones::Sipps;
    if (!isTcp)
        phone.replace("timeout=\"1000\" ontimeout=\"answer\"", "timeout=\"1\" ontimeout=\"answer\""); // at once
    const QString file = m_folder.filePath(u"phone%1-%2.xml"_s.arg(race).arg(number));
    if (!writeText(file, phone))
        qFatal("cannot write %s", qPrintable(file));
    const QString sipp = u"sipp -s b%1 -i %2 -p %3 -t %4 -m 1 -nostdin %5:5060 -sf "_s.arg(number)
                             .arg(LanSpaces::phoneAddress(raceNetwork))
                             .arg(5070 + 10 * race + 4 * number)
                             .arg(isTcp ? u"t1"_s : u"u1"_s, LanSpaces::labAddress(raceNetwork, race));
    return started(m_spaces->atPhones({u"sh"_s, u"-c"_s, sipp + data + u"register.xml && exec "_s + sipp + file}),
        m_folder.path());
}

QJsonObject AppLanTest::virtualRun(Phones phones, const QString& policy)
{
    QJsonDocument& all = m_virtualRuns[static_cast<int>(phones)];
    if (all.isNull()) {
        const QString file = m_folder.filePath(u"ours.yaml"_s);
        if (writeText(file, scenario(phones, {})))
            all = runProgram({u"compare"_s, file, u"--json"_s}).json();
    }
    for (const QJsonValue& run : all[u"runs"].toArray()) {
        if (run[u"policy"].toString() == policy)
            return run.toObject();
    }
    return {};
}

void AppLanTest::theOutcomeIsThatOfTheVirtualRun_data()
{
    QTest::addColumn<int>("race");
    for (int i = 0; i < races.size(); ++i)
        QTest::newRow(races.at(i).name) << i;
}

void AppLanTest::theOutcomeIsThatOfTheVirtualRun()
{
    QFETCH(const int, race);
    QProcess& lab = *m_labs.at(static_cast<std::size_t>(race));
    QVERIFY(lab.state() == QProcess::NotRunning || lab.waitForFinished(longestMs));
    const QJsonObject run = QJsonDocument::fromJson(lab.readAllStandardOutput()).object();
    const QJsonObject ours = virtualRun(races.at(race).phones, races.at(race).policy);
    QCOMPARE(run[u"clock"].toString(), u"real"_s);
    QCOMPARE(ours[u"clock"].toString(), u"virtual"_s);
    const QJsonObject expected = outcomeOf(ours);
    QCOMPARE(expected.size(), 17); // all that there are, contract "Outcome"
    QCOMPARE(expected[u"dialogs_at_callees"].toInt(), 2); // a race it is
    const QStringList other = differences(outcomeOf(run), expected);
    QVERIFY2(other.isEmpty(),
        qPrintable(other.join(u'\n') + u"\non the LAN:\n"_s + messagesOf(run) + u"virtual:\n"_s + messagesOf(ours)
            + QString::fromUtf8(lab.readAllStandardError())));
    QCOMPARE(run[u"class"].toString(), ours[u"class"].toString());
}

/// In the middle of a call: the lab says so, what it sends meanwhile is lost, and when the cable is back the call ends
/// as it should and the next one works.
void AppLanTest::theCableOfAPhoneIsPulled()
{
    const QByteArray address = LanSpaces::labAddress(pulledNetwork, 0).toLatin1();
    const QString file = m_folder.filePath(u"pulled.yaml"_s);
    QVERIFY(writeText(file, "siprace: 1\nnetwork: {lan: {address: " + address + R"(, allow: [10.231.78.0/24]}}
nodes:
  proxy: {role: proxy}
  b1: {role: callee, ring: 0ms, answer: 0ms}
location:
  "sip:bob@lab": [b1]
script:
  - {at: 9s, node: b1, do: hang-up}
)"));
    const auto lab = startLab({u"run"_s, file, u"--capture"_s, m_folder.filePath(u"pulled.pcapng"_s), u"--save"_s,
        m_folder.filePath(u"pulled.trace.json"_s)});
    QString shown;
    const auto isShown = [&](const QString& line) {
        shown += QString::fromUtf8(lab->readAllStandardError());
        return QRegularExpression(line, QRegularExpression::MultilineOption).match(shown).hasMatch();
    };
    const auto captured
        = [&](const QByteArray& text) { return readBytes(m_folder.filePath(u"pulled.pcapng"_s)).count(text); };
    QTRY_VERIFY_WITH_TIMEOUT(m_spaces->isOpen(QString::fromLatin1(address)), longestMs);
    const QStringList sipp
        = m_spaces->atPhones({u"sipp"_s, u"-sf"_s, QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/sipp/pulled.xml"),
            u"-s"_s, u"carol"_s, u"-i"_s, LanSpaces::phoneAddress(pulledNetwork), u"-p"_s, u"5070"_s, u"-m"_s, u"1"_s,
            u"-nostdin"_s, QString::fromLatin1(address) + u":5060"_s});
    const auto phone = started(sipp, m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder.filePath(u"up"_s)), longestMs);

    QVERIFY(m_spaces->pull(pulledNetwork));
    QTRY_VERIFY2_WITH_TIMEOUT(
        isShown(u"^siprace: The network is lost: the card srl78 has no link\\. Phones of the LAN get nothing until it "
                "is back\\.$"_s),
        qPrintable(shown), longestMs);
    // It hangs up: what goes to the phone has the Via of the proxy.
    const QByteArray bye = "BYE sip:carol@10.231.78.2:5070 SIP/2.0\r\nVia: SIP/2.0/UDP " + address + ":5060;";
    QTRY_VERIFY_WITH_TIMEOUT(captured(bye) > 0, longestMs);
    QVERIFY(m_spaces->putBack(pulledNetwork));
    QTRY_VERIFY2_WITH_TIMEOUT(
        isShown(u"^siprace: The network is back after [0-9.]+ m?s: 10\\.231\\.78\\.11 is reached again\\.$"_s),
        qPrintable(shown), longestMs);
    QVERIFY(phone->waitForFinished(longestMs));
    QVERIFY2(phone->exitCode() == 0, qPrintable(textOf(*phone)));

    QVERIFY(QFile::remove(m_folder.filePath(u"up"_s)));
    const auto again = started(sipp, m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder.filePath(u"up"_s)), longestMs);
    again->kill();
    QVERIFY(again->waitForFinished(longestMs));
    lab->terminate();
    QVERIFY(lab->waitForFinished(longestMs));
    QCOMPARE(lab->exitCode(), 130);

    const QJsonDocument trace = QJsonDocument::fromJson(readBytes(m_folder.filePath(u"pulled.trace.json"_s)));
    QStringList byes;
    for (const QJsonValue& message : trace[u"messages"].toArray()) {
        if (message[u"method"].toString() == u"BYE" && message[u"to"].toString() == u"carol")
            byes += message[u"fate"].toString();
    }
    QVERIFY2(byes.size() >= 2, qPrintable(byes.join(u' ')));
    QCOMPARE(byes.count(u"delivered"_s), 1);
    QCOMPARE(byes.last(), u"delivered"_s); // a copy; those before it were lost, and the report counts them
    const QString report = QString::fromUtf8(lab->readAllStandardOutput());
    const QString lost = u"lost +%1  on the way\n"_s.arg(byes.count(u"lost"_s));
    QVERIFY2(QRegularExpression(lost).match(report).hasMatch(), qPrintable(report));
}

void AppLanTest::nothingElseIsOpen()
{
    const QString file = m_folder.filePath(u"open.yaml"_s);
    QVERIFY(writeText(file, scenario(Phones::Mixed, LanSpaces::labAddress(raceNetwork, soloLab))));
    const auto serving = startLab({u"serve"_s, file});
    QByteArray said;
    const auto isServing = [&] {
        said += serving->readAllStandardOutput();
        return said.contains("serving ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isServing(), longestMs);
    for (const QString& sort : {u"udp"_s, u"tcp"_s}) {
        QProcess sockets;
        const QStringList words = m_spaces->inLab({u"cat"_s, u"/proc/net/"_s + sort});
        sockets.start(words.first(), words.mid(1));
        QVERIFY(sockets.waitForFinished(longestMs));
        QStringList open;
        for (const QByteArray& line : sockets.readAllStandardOutput().split('\n').mid(1)) {
            const QByteArray local = line.simplified().split(' ').value(1);
            // The address as the kernel writes it, backwards; the races are open at others.
            const int last = local.left(2).toInt(nullptr, 16);
            if (!local.isEmpty() && !local.left(8).endsWith("7F") && (last < 11 || last >= 11 + soloLab))
                open << QString::number(local.mid(local.indexOf(':') + 1).toInt(nullptr, 16));
        }
        open.sort();
        QCOMPARE(open, QStringList({u"5060"_s, u"5061"_s})); // the proxy and the caller
    }
    serving->terminate();
    QVERIFY(serving->waitForFinished(longestMs));
    QCOMPARE(serving->exitCode(), 130);
}

void AppLanTest::aLanThatCannotBeIsOneLine_data()
{
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QString>("line");
    QTest::newRow("an address of somebody else")
        << QByteArray("{lan: {address: 192.0.2.77}}")
        << u"^siprace: network.lan.address 192.0.2.77 is none of this host's; it has .*127.0.0.1 \\(lo\\)\n$"_s;
    QTest::newRow("fewer ports than nodes") << QByteArray("{lan: {address: 127.0.0.1, ports: 5060-5062}}")
                                            << u"^siprace: .*: b2 has no port left on the LAN; give network.lan.ports "
                                               "one for each node\n$"_s;
    QTest::newRow("no network at all") << QByteArray("{lan: {address: 127.0.0.1, allow: [next door]}}")
                                       << u"^siprace: .*: allow \"next door\" is no network; write 192.168.1.0/24, or "
                                          "one address\n$"_s;
}

void AppLanTest::aLanThatCannotBeIsOneLine()
{
    QFETCH(const QByteArray, network);
    QFETCH(const QString, line);
    const QString file = m_folder.filePath(u"bad.yaml"_s);
    const QByteArray text
        = scenario(Phones::Mixed, {}).replace("siprace: 1\n", "siprace: 1\nnetwork: " + network + '\n');
    QVERIFY(writeText(file, text));
    const Ended ended = runProgram({u"run"_s, file});
    QVERIFY2(QRegularExpression(line).match(ended.err).hasMatch(), qPrintable(ended.err));
}

void AppLanTest::cleanupTestCase()
{
    for (const auto* processes : {&m_labs, &m_phones}) {
        for (const auto& process : *processes) {
            process->kill(); // asked, a phone would wait for an answer of the lab
            process->waitForFinished();
        }
    }
    m_spaces.reset();
}

QTEST_GUILESS_MAIN(AppLanTest)
#include "tst_app_lan.moc"
