#include "AppProcess.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <unistd.h>
#include <vector>

using namespace siprace::app_test;
using namespace Qt::StringLiterals;

// LAN mode from end to end: two network namespaces with a cable between them, the lab in one and phones (sipp, baresip)
// in the other. Needs root for `ip netns`; everything is on the real clock, side by side for the four policies.

namespace {

const QString labSpace = u"siprace-lab"_s;
const QString phoneSpace = u"siprace-phones"_s;
/// One lab, with two phones.
struct Race
{
    QString policy;
    bool isTcp = false;
};
const QList<Race> races{{u"forward-all"_s}, {u"drop-late-2xx"_s}, {u"ack-bye"_s}, {u"invfix"_s},
    {u"forward-all"_s, true}, {u"invfix"_s, true}};
const int soloLab = static_cast<int>(races.size()); // the lab of the tests that have only one
// What the race is about. Times, and what a phone does about a BYE that is late, are its own affair.
const QStringList compared{u"2xx_to_caller"_s, u"dialogs_at_callees"_s, u"orphan_dialogs"_s, u"surviving_calls"_s,
    u"cancels"_s, u"cancels_too_late"_s, u"misrouted_acks"_s, u"killed_by_stray"_s};
constexpr int longestMs = 60'000;

bool isDone(const QStringList& words)
{
    QProcess process;
    process.start(words.first(), words.mid(1));
    return process.waitForFinished(longestMs) && process.exitCode() == 0;
}

/// Whether a UDP port of the lab is open in its namespace.
bool isOpen(const QString& space, const QString& address, int port)
{
    QProcess process;
    process.start(u"ip"_s, {u"netns"_s, u"exec"_s, space, u"cat"_s, u"/proc/net/udp"_s});
    if (!process.waitForFinished(longestMs))
        return false;
    QStringList parts = address.split(u'.');
    std::ranges::reverse(parts); // as the kernel writes it
    QString name;
    for (const QString& part : std::as_const(parts))
        name += u"%1"_s.arg(part.toInt(), 2, 16, QChar(u'0'));
    name += u":%1"_s.arg(port, 4, 16, QChar(u'0'));
    return process.readAllStandardOutput().toUpper().contains(name.toUpper().toLatin1());
}

QStringList inSpace(const QString& space, const QStringList& words)
{
    return QStringList{u"ip"_s, u"netns"_s, u"exec"_s, space} + words;
}

std::unique_ptr<QProcess> started(const QStringList& words, const QString& folder)
{
    auto process = std::make_unique<QProcess>();
    process->setWorkingDirectory(folder);
    process->setStandardInputFile(QProcess::nullDevice());
    process->start(words.first(), words.mid(1));
    return process;
}

QString labAddress(int number)
{
    return u"10.231.77.%1"_s.arg(11 + number);
}

/// The same race with phones of the LAN, or with ours.
QByteArray scenario(bool isOnLan, int number, bool isTcp = false)
{
    const QByteArray transport = isTcp && !isOnLan ? ", transport: tcp" : "";
    const QByteArray phone = isOnLan ? "{role: external, as: callee}" : "{role: callee, ring: 0ms, answer: 1s}";
    const QByteArray network = isOnLan
        ? "network: {lan: {address: " + labAddress(number).toLatin1() + ", allow: [10.231.77.0/24]}}\n"
        : QByteArray();
    return "siprace: 1\n" + network + R"(
nodes:
  caller: {role: caller}
  proxy: {role: proxy}
  b1: )" + phone
        + "\n  b2: " + phone + R"(
location:
  "sip:bob@lab": [b1, b2]
links:
  caller-proxy: {delay: 10ms}
  proxy-b1: {delay: 100ms)"
        + transport + R"(}
  proxy-b2: {delay: 150ms)"
        + transport + R"(}
script:
  - {at: 8s, node: caller, do: call, to: "sip:bob@lab"}
  - {at: 13s, node: caller, do: hang-up}
end: 15s
)";
}

QJsonObject outcomeOf(const QJsonDocument& run)
{
    const QJsonObject all = run[u"outcome"].toObject();
    QJsonObject some;
    for (const QString& name : compared)
        some.insert(name, all.value(name));
    return some;
}

} // namespace

class AppLanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void phonesOfTheLanGiveTheSameOutcome();
    void aPhoneRegistersAndTakesACall();
    void nothingElseIsOpen();
    void aLanThatCannotBeIsOneLine_data();
    void aLanThatCannotBeIsOneLine();
    void cleanupTestCase();

private:
    QTemporaryDir m_folder;
};

void AppLanTest::initTestCase()
{
    for (const QString& program : {u"ip"_s, u"sipp"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty()
            && QStandardPaths::findExecutable(program, {u"/usr/sbin"_s, u"/sbin"_s}).isEmpty())
            QFAIL(qPrintable(u"%1 is missing; scripts/setup installs it"_s.arg(program)));
    }
    if (::getuid() != 0 || !isDone({u"ip"_s, u"netns"_s, u"add"_s, labSpace}))
        QSKIP("network namespaces need root, or are not allowed here");
    QVERIFY(isDone({u"ip"_s, u"netns"_s, u"add"_s, phoneSpace}));
    QVERIFY(isDone({u"ip"_s, u"link"_s, u"add"_s, u"srl0"_s, u"netns"_s, labSpace, u"type"_s, u"veth"_s, u"peer"_s,
        u"name"_s, u"srp0"_s, u"netns"_s, phoneSpace}));
    for (int i = 0; i <= soloLab; ++i)
        QVERIFY(
            isDone(inSpace(labSpace, {u"ip"_s, u"addr"_s, u"add"_s, labAddress(i) + u"/24"_s, u"dev"_s, u"srl0"_s})));
    QVERIFY(isDone(inSpace(phoneSpace, {u"ip"_s, u"addr"_s, u"add"_s, u"10.231.77.2/24"_s, u"dev"_s, u"srp0"_s})));
    for (const auto& [space, card] : {std::pair{labSpace, u"srl0"_s}, std::pair{phoneSpace, u"srp0"_s}}) {
        QVERIFY(isDone(inSpace(space, {u"ip"_s, u"link"_s, u"set"_s, card, u"up"_s})));
        QVERIFY(isDone(inSpace(space, {u"ip"_s, u"link"_s, u"set"_s, u"lo"_s, u"up"_s})));
    }
}

void AppLanTest::phonesOfTheLanGiveTheSameOutcome()
{
    const QString data = QStringLiteral(SIPRACE_SOURCE_DIR "/tests/data/sipp/");
    std::vector<std::unique_ptr<QProcess>> labs;
    std::vector<std::unique_ptr<QProcess>> phones;
    for (int i = 0; i < races.size(); ++i) {
        const QString file = m_folder.filePath(u"lan%1.yaml"_s.arg(i));
        QVERIFY(writeText(file, scenario(true, i)));
        labs.push_back(started(
            inSpace(labSpace,
                {QStringLiteral(SIPRACE_BINARY), u"run"_s, file, u"--policy"_s, races.at(i).policy, u"--json"_s}),
            m_folder.path()));
        QVERIFY(labs.back()->waitForStarted());
    }
    for (int i = 0; i < races.size(); ++i)
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(labSpace, labAddress(i), 5060), longestMs);
    const auto phone = [&](const QString& file, int lab, int number) {
        const QString port = QString::number(5071 + 10 * lab + number);
        return inSpace(phoneSpace,
            {u"sipp"_s, u"-sf"_s, data + file, u"-s"_s, u"b%1"_s.arg(number), u"-i"_s, u"10.231.77.2"_s, u"-p"_s, port,
                u"-t"_s, races.at(lab).isTcp ? u"t1"_s : u"u1"_s, u"-m"_s, u"1"_s, u"-nostdin"_s, u"-timeout"_s,
                u"30"_s, labAddress(lab) + u":5060"_s});
    };
    for (int lab = 0; lab < races.size(); ++lab) {
        for (const int number : {1, 2})
            phones.push_back(started(phone(u"register.xml"_s, lab, number), m_folder.path()));
    }
    for (const auto& registering : phones) {
        QVERIFY(registering->waitForFinished(longestMs));
        QCOMPARE(registering->exitCode(), 0);
    }
    phones.clear();
    for (int lab = 0; lab < races.size(); ++lab) {
        for (const int number : {1, 2})
            phones.push_back(started(phone(u"phone.xml"_s, lab, number), m_folder.path()));
    }
    for (int i = 0; i < races.size(); ++i) {
        QVERIFY(labs[static_cast<std::size_t>(i)]->waitForFinished(longestMs));
        const QByteArray out = labs[static_cast<std::size_t>(i)]->readAllStandardOutput();
        const QJsonDocument run = QJsonDocument::fromJson(out);
        const QString file = m_folder.filePath(u"ours.yaml"_s);
        QVERIFY(writeText(file, scenario(false, i, races.at(i).isTcp)));
        const Ended ours = runProgram({u"run"_s, file, u"--policy"_s, races.at(i).policy, u"--json"_s});
        QCOMPARE(run[u"clock"].toString(), u"real"_s);
        const QByteArray there = QJsonDocument(outcomeOf(run)).toJson();
        const QByteArray here = QJsonDocument(outcomeOf(ours.json())).toJson();
        QVERIFY2(
            there == here, qPrintable(races.at(i).policy + u'\n' + QString::fromUtf8(there + here + out.left(20000))));
    }
    for (const auto& process : phones) {
        process->kill();
        process->waitForFinished();
    }
}

void AppLanTest::aPhoneRegistersAndTakesACall()
{
    if (QStandardPaths::findExecutable(u"baresip"_s).isEmpty())
        QFAIL("baresip is missing; scripts/setup installs it");
    const QString lab = labAddress(soloLab);
    QVERIFY(writeText(m_folder.filePath(u"config"_s),
        "sip_listen 10.231.77.2:5099\nmodule_path /usr/lib/baresip/modules\nmodule account.so\nmodule g711.so\n"
        "module aubridge.so\nmodule_app menu.so\naudio_player aubridge,nil\naudio_source aubridge,nil\n"));
    QVERIFY(writeText(m_folder.filePath(u"accounts"_s),
        "<sip:b1@" + lab.toLatin1() + ">;auth_pass=none;answermode=auto;regint=60;audio_codecs=pcmu\n"));
    QVERIFY(writeText(m_folder.filePath(u"baresip.yaml"_s), scenario(true, soloLab)));
    const auto run
        = started(inSpace(labSpace,
                      {QStringLiteral(SIPRACE_BINARY), u"run"_s, m_folder.filePath(u"baresip.yaml"_s), u"--json"_s}),
            m_folder.path());
    QVERIFY(run->waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(labSpace, lab, 5060), longestMs);
    const auto phone = started(inSpace(phoneSpace, {u"baresip"_s, u"-f"_s, m_folder.path()}), m_folder.path());
    QVERIFY(run->waitForFinished(longestMs));
    phone->kill(); // asked, it would wait for an answer of the lab
    phone->waitForFinished();
    const QByteArray out = run->readAllStandardOutput();
    const QJsonDocument trace = QJsonDocument::fromJson(out);
    const QString report = QString::fromUtf8(out.left(6000) + phone->readAll().left(3000));
    QVERIFY2(trace[u"outcome"][u"2xx_to_caller"].toInt() == 1, qPrintable(report));
    QVERIFY2(trace[u"outcome"][u"orphan_dialogs"].toInt() == 0, qPrintable(report));
    const QJsonArray nodes = trace[u"nodes"].toArray();
    QVERIFY(std::ranges::any_of(
        nodes, [](const QJsonValue& node) { return node[u"id"] == u"b1"_s && node[u"role"] == u"external"_s; }));
}

void AppLanTest::nothingElseIsOpen()
{
    const QString file = m_folder.filePath(u"open.yaml"_s);
    QVERIFY(writeText(file, scenario(true, soloLab)));
    const auto serving
        = started(inSpace(labSpace, {QStringLiteral(SIPRACE_BINARY), u"serve"_s, file}), m_folder.path());
    QByteArray said;
    const auto isServing = [&] {
        said += serving->readAllStandardOutput();
        return said.contains("serving ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isServing(), longestMs);
    for (const QString& sort : {u"udp"_s, u"tcp"_s}) {
        QProcess sockets;
        sockets.start(u"ip"_s, inSpace(labSpace, {u"cat"_s, u"/proc/net/"_s + sort}).mid(1));
        QVERIFY(sockets.waitForFinished(longestMs));
        QStringList open;
        for (const QByteArray& line : sockets.readAllStandardOutput().split('\n').mid(1)) {
            const QByteArray local = line.simplified().split(' ').value(1);
            const bool isLoopback = local.left(8).endsWith("7F"); // the kernel writes it backwards
            if (!local.isEmpty() && !isLoopback)
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
    const QByteArray text = scenario(false, 0).replace("siprace: 1\n", "siprace: 1\nnetwork: " + network + '\n');
    QVERIFY(writeText(file, text));
    const Ended ended = runProgram({u"run"_s, file});
    QVERIFY2(QRegularExpression(line).match(ended.err).hasMatch(), qPrintable(ended.err));
}

void AppLanTest::cleanupTestCase()
{
    std::ignore = isDone({u"ip"_s, u"netns"_s, u"del"_s, labSpace});
    std::ignore = isDone({u"ip"_s, u"netns"_s, u"del"_s, phoneSpace});
}

QTEST_GUILESS_MAIN(AppLanTest)
#include "tst_app_lan.moc"
