#include "FindingsModel.h"
#include "Guests.h"
#include "HandPanel.h"
#include "LibraryPanel.h"
#include "LinkModel.h"
#include "Loader.h"
#include "MachinesModel.h"
#include "MessageMarkup.h"
#include "Moment.h"
#include "OutcomeCells.h"
#include "RunRecord.h"
#include "Shades.h"
#include "WhyPanel.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace siprace::ui {

namespace {

constexpr auto failOnError = QAbstractItemModelTester::FailureReportingMode::QtTest;

Scenario firstRace()
{
    return loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml")).value();
}

QList<LibraryEntry> someEntries()
{
    return {{u"two-phones-answer"_s, u"forking"_s, u"Two phones answer at once"_s, u"/a/two-phones-answer.yaml"_s},
        {u"auto-answer"_s, u"forking"_s, u"Both answer by themselves"_s, u"/a/auto-answer.yaml"_s},
        {u"cancel-crosses"_s, u"cancel"_s, u"CANCEL crosses the 200"_s, u"/a/cancel-crosses.yaml"_s}};
}

double contrast(const QColor& one, const QColor& other)
{
    const auto luminance = [](const QColor& colour) {
        const auto part
            = [](double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
    };
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

/// What the window's lists and tables are made of, without a window.
class WindowModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void libraryIsATree();
    void searchFindsEveryWord_data();
    void searchFindsEveryWord();
    void linksChangeBothWaysUntilApart();
    void whoComesHasALinkOfTheRunAlone();
    void aLinkChangeIsUndone();
    void theChangedScenarioReadsBack();
    void wrongLinkValuesAreRefused_data();
    void wrongLinkValuesAreRefused();
    void findingsAreAList();
    void machinesAtAnInstant_data();
    void machinesAtAnInstant();
    void theFieldsThatMatterAreMarked();
    void outcomeTones_data();
    void outcomeTones();
    void aRuleIsDescribed();
    void textIsReadableInBothThemes_data();
    void textIsReadableInBothThemes();
};

void WindowModelsTest::libraryIsATree()
{
    LibraryModel model;
    QAbstractItemModelTester tester(&model, failOnError);
    model.setEntries(someEntries());
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex forking = model.index(0, 0);
    QCOMPARE(forking.data().toString(), u"Forking"_s);
    QCOMPARE(model.rowCount(forking), 2);
    QCOMPARE(model.index(1, 0, forking).data(LibraryModel::PathRole).toString(), u"/a/auto-answer.yaml"_s);
    QVERIFY(!forking.flags().testFlag(Qt::ItemIsSelectable));
    model.setEntries({});
    QCOMPARE(model.rowCount(), 0);
}

void WindowModelsTest::searchFindsEveryWord_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<int>("groups");
    QTest::newRow("nothing typed shows all groups") << QString() << 2;
    QTest::newRow("a word of a title") << u"crosses"_s << 1;
    QTest::newRow("two words in any order") << u"once phones"_s << 1;
    QTest::newRow("an id") << u"auto-answer"_s << 1;
    QTest::newRow("the name of a group") << u"forking"_s << 1;
    QTest::newRow("upper case") << u"CANCEL"_s << 1;
    QTest::newRow("what is not there") << u"zebra"_s << 0;
}

void WindowModelsTest::searchFindsEveryWord()
{
    QFETCH(const QString, search);
    LibraryModel model;
    model.setEntries(someEntries());
    LibraryFilter filter;
    QAbstractItemModelTester tester(&filter, failOnError);
    filter.setSourceModel(&model);
    filter.setSearch(search);
    QTEST(filter.rowCount(), "groups");
}

void WindowModelsTest::linksChangeBothWaysUntilApart()
{
    ScenarioDocument document;
    LinkModel model(document);
    QAbstractItemModelTester tester(&model, failOnError);
    document.open(firstRace());
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!document.isModified());

    QVERIFY(model.setData(model.index(1, LinkModel::Delay), 40.0));
    QCOMPARE(document.scenario().impairment(u"proxy"_s, u"b1"_s).delay, Duration{40ms});
    QCOMPARE(document.scenario().impairment(u"b1"_s, u"proxy"_s).delay, Duration{40ms});
    QVERIFY(document.isModified());

    QVERIFY(model.setData(model.index(1, LinkModel::Split), true));
    QCOMPARE(model.rowCount(), 4);
    QVERIFY(model.setData(model.index(2, LinkModel::Loss), 25.0));
    QCOMPARE(document.scenario().impairment(u"b1"_s, u"proxy"_s).loss, 25.0);
    QCOMPARE(document.scenario().impairment(u"proxy"_s, u"b1"_s).loss, 0.0);

    QVERIFY(model.setData(model.index(1, LinkModel::Split), false));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(document.scenario().impairment(u"b1"_s, u"proxy"_s).loss, 0.0);
}

void WindowModelsTest::whoComesHasALinkOfTheRunAlone()
{
    ScenarioDocument document;
    LinkModel model(document);
    QAbstractItemModelTester tester(&model, failOnError);
    document.open(firstRace());
    HandPanel hands;
    hands.setScenario(document.scenario());
    hands.setRunning(true);
    const auto holds = [&hands] {
        QList<QPushButton*> buttons = hands.findChildren<QPushButton*>();
        buttons.removeIf([](const QPushButton* button) { return !button->isCheckable(); });
        return buttons;
    };
    const qsizetype before = holds().size();
    holds().constFirst()->setChecked(true);
    Trace trace;
    trace.nodes.append({u"anna"_s, Role::External, u"Anna"_s, u"192.168.1.50:5060"_s, Role::Callee});

    model.follow(trace);
    hands.setGuests(guestsOf(trace, document.scenario()));
    QCOMPARE(model.rowCount(), 4);
    QVERIFY(model.index(3, LinkModel::Name).data().toString().contains(u"Anna"_s));
    QCOMPARE(holds().size(), before + 2);
    QVERIFY(holds().constFirst()->isChecked()); // what is held stays held

    QSignalSpy turned(&model, &LinkModel::guestTurned);
    QVERIFY(model.setData(model.index(3, LinkModel::Split), true));
    QVERIFY(model.setData(model.index(4, LinkModel::Delay), 40.0));
    QCOMPARE(turned.size(), 1);
    QCOMPARE(turned.at(0).at(0).toString(), u"anna"_s);
    QCOMPARE(turned.at(0).at(1).toString(), u"proxy"_s);
    QCOMPARE(model.index(4, LinkModel::Delay).data(Qt::EditRole).toDouble(), 40.0);
    QVERIFY(!document.isModified());
    QVERIFY(model.setData(model.index(1, LinkModel::Delay), 30.0)); // one of the file
    QVERIFY(document.isModified());
    QCOMPARE(model.index(4, LinkModel::Delay).data(Qt::EditRole).toDouble(), 40.0);

    model.follow(Trace{}); // another run
    hands.setGuests({});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(holds().size(), before);
}

void WindowModelsTest::aLinkChangeIsUndone()
{
    ScenarioDocument document;
    LinkModel model(document);
    document.open(firstRace());
    const Scenario before = document.scenario();
    QSignalSpy changed(&document, &ScenarioDocument::impairmentChanged);
    QVERIFY(model.setData(model.index(0, LinkModel::Delay), 77.5));
    QCOMPARE(changed.size(), 2); // both directions of a link
    document.undoStack()->undo();
    QVERIFY(document.scenario().impairment(u"caller"_s, u"proxy"_s) == before.impairment(u"caller"_s, u"proxy"_s));
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    QCOMPARE(toMs(document.scenario().impairment(u"proxy"_s, u"caller"_s).delay), 77.5);
    QVERIFY(document.isModified());
}

void WindowModelsTest::theChangedScenarioReadsBack()
{
    ScenarioDocument document;
    document.open(firstRace());
    Impairment lossy = document.scenario().impairment(u"b2"_s, u"proxy"_s);
    lossy.delay = 123456us;
    lossy.loss = 12.5;
    document.setImpairments({{{u"b2"_s, u"proxy"_s}, lossy}});

    QTemporaryDir folder;
    const QString path = folder.filePath(u"changed.yaml"_s);
    QVERIFY(document.saveAs(path).has_value());
    QVERIFY(!document.isModified());
    const auto again = loadScenario(path);
    QVERIFY(again.has_value());
    QVERIFY(again->impairment(u"b2"_s, u"proxy"_s) == lossy);
    QVERIFY(again->impairment(u"proxy"_s, u"b2"_s) == firstRace().impairment(u"proxy"_s, u"b2"_s));
    QVERIFY(!document.saveAs(folder.filePath(u"no/such/folder.yaml"_s)).has_value());
}

void WindowModelsTest::wrongLinkValuesAreRefused_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("a delay below nothing") << int(LinkModel::Delay) << QVariant(-1.0);
    QTest::newRow("a delay of hours") << int(LinkModel::Delay) << QVariant(1e9);
    QTest::newRow("more than everything lost") << int(LinkModel::Loss) << QVariant(101.0);
    QTest::newRow("a word for a number") << int(LinkModel::Loss) << QVariant(u"much"_s);
    QTest::newRow("another name of the link") << int(LinkModel::Name) << QVariant(3.0);
}

void WindowModelsTest::wrongLinkValuesAreRefused()
{
    QFETCH(const int, column);
    QFETCH(const QVariant, value);
    ScenarioDocument document;
    LinkModel model(document);
    document.open(firstRace());
    QVERIFY(!model.setData(model.index(0, column), value));
    QVERIFY(!document.isModified());
}

void WindowModelsTest::findingsAreAList()
{
    FindingsModel model;
    QAbstractItemModelTester tester(&model, failOnError);
    Finding two{u"R-405"_s, Severity::Warning, {}, u"Caller received two 2xx"_s, u"A sentence."_s, {10, 15}, {}, 0};
    Finding design{u"R-259"_s, Severity::ByDesign, u"drop-late-2xx"_s, u"2xx dropped"_s, u"Another."_s, {15}, {}, 1};
    model.setFindings({two, design});
    QCOMPARE(model.rowCount(), 2);
    const QString reference = model.index(0).data(FindingsModel::ReferenceRole).toString();
    QVERIFY2(reference.startsWith(u"R-405 · RFC 3261 §"_s), qPrintable(reference));
    QVERIFY2(reference.endsWith(u"10, 15"_s), qPrintable(reference));
    QVERIFY(model.index(1).data(FindingsModel::ReferenceRole).toString().contains(u"drop-late-2xx"_s));
    model.setExpanded(1);
    QVERIFY(model.index(1).data(FindingsModel::IsExpandedRole).toBool());
    QVERIFY(!model.index(0).data(FindingsModel::IsExpandedRole).toBool());
    model.setFindings(QList<Finding>(20'000, two)); // of a run of a hundred thousand messages: the list stays quick
    QCOMPARE(model.rowCount(), 500);
    model.setExpanded(600); // one that only the ladder shows
    QVERIFY(!model.index(499).data(FindingsModel::IsExpandedRole).toBool());
    model.setFindings({});
    QCOMPARE(model.rowCount(), 0);
}

void WindowModelsTest::machinesAtAnInstant_data()
{
    QTest::addColumn<int>("ms");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("before anything began") << 0 << QStringList{};
    QTest::newRow("the transaction is new, its first timer runs")
        << 10 << QStringList{u"Proxy client INVITE → B1: Calling A 500 ms"_s};
    QTest::newRow("half a second on, the timer has gone down")
        << 400 << QStringList{u"Proxy client INVITE → B1: Calling A 110 ms"_s};
    QTest::newRow("it fired, the next one is longer")
        << 600 << QStringList{u"Proxy client INVITE → B1: Calling A 910 ms"_s};
    QTest::newRow("a stopped timer is gone, a dialog is there")
        << 700 << QStringList{u"Proxy client INVITE → B1: Proceeding"_s, u"Phone B1 dialog b1: early"_s};
    QTest::newRow("what is terminated is left out") << 900 << QStringList{u"Phone B1 dialog b1: confirmed"_s};
}

void WindowModelsTest::machinesAtAnInstant()
{
    QFETCH(const int, ms);
    Trace trace;
    trace.nodes = {{u"proxy"_s, Role::Proxy, u"Proxy"_s, {}}, {u"b1"_s, Role::Callee, u"Phone B1"_s, {}}};
    const auto state
        = [&](int at, int node, MachineKind kind, const QString& machine, const QString& label, const QString& name) {
              trace.states.append(
                  {Instant{std::chrono::milliseconds{at}}, node, kind, machine, label, -1, QByteArray(), name});
          };
    using What = TimerChange::What;
    const auto timer = [&](int at, What what, int due) {
        trace.timers.append(
            {Instant{std::chrono::milliseconds{at}}, 0, u"x"_s, u"A"_s, what, Instant{std::chrono::milliseconds{due}}});
    };
    state(10, 0, MachineKind::InviteClient, u"x"_s, u"client → B1"_s, u"Calling"_s);
    timer(10, What::Set, 510);
    timer(510, What::Fired, 0);
    timer(510, What::Set, 1510);
    timer(650, What::Stopped, 0);
    state(650, 0, MachineKind::InviteClient, u"x"_s, u"client → B1"_s, u"Proceeding"_s);
    state(660, 1, MachineKind::Dialog, u"d"_s, u"dialog b1"_s, u"early"_s);
    state(800, 0, MachineKind::InviteClient, u"x"_s, u"client → B1"_s, u"Terminated"_s);
    state(810, 1, MachineKind::Dialog, u"d"_s, u"dialog b1"_s, u"confirmed"_s);

    MachinesModel model;
    QAbstractItemModelTester tester(&model, failOnError);
    model.setMachines(machinesAt(trace, Instant{std::chrono::milliseconds{ms}}, NodeNames(trace, {})));
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        const QString timers = index.data(MachinesModel::TimersRole).toString();
        lines.append(index.data().toString() + u": "_s + index.data(MachinesModel::StateRole).toString()
            + (timers.isEmpty() ? QString() : u' ' + timers));
    }
    QTEST(lines, "lines");
}

void WindowModelsTest::theFieldsThatMatterAreMarked()
{
    TraceMessage message;
    message.raw = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.100.0.12;branch=z9hG4bK-proxy-3\r\n"
                  "Via: SIP/2.0/UDP 127.100.0.11;branch=z9hG4bK-caller-1\r\nTo: <sip:bob@lab>;tag=b2\r\n"
                  "CSeq: 1 INVITE\r\nContent-Length: 5\r\n\r\nv=0\r\n";
    static_cast<MessageFields&>(message) = readFields(message.raw.bytes());
    const MarkedMessage marked = markMessage(message);
    QCOMPARE(marked.head.size(), 6);
    QCOMPARE(marked.body, QStringList{u"v=0"_s});
    QStringList keyFields;
    for (const MarkedLine& line : marked.head) {
        for (const MarkedSpan& span : line.spans) {
            if (span.kind == SpanKind::KeyField)
                keyFields.append(line.text.mid(span.start, span.length));
        }
        QCOMPARE(line.isMarked, line.text.startsWith(u"To:"_s));
    }
    const QStringList expected{u"branch=z9hG4bK-proxy-3"_s, u"tag=b2"_s, u"1 INVITE"_s};
    QCOMPARE(keyFields, expected);

    TraceMessage noise;
    noise.raw = QByteArray("\x01\xff not SIP", 10);
    QCOMPARE(markMessage(noise).head.size(), 1);
    QVERIFY(markMessage(TraceMessage{}).body.isEmpty());
}

void WindowModelsTest::outcomeTones_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("twoXx");
    QTest::addColumn<int>("orphans");
    QTest::addColumn<double>("ghostMs");
    QTest::addColumn<int>("tone");
    QTest::newRow("one answer is good") << u"2xx_to_caller"_s << 1 << 0 << 0.0 << int(Tone::Good);
    QTest::newRow("two answers are a warning") << u"2xx_to_caller"_s << 2 << 0 << 0.0 << int(Tone::Warn);
    QTest::newRow("no answer says nothing") << u"2xx_to_caller"_s << 0 << 0 << 0.0 << int(Tone::Plain);
    QTest::newRow("an orphan is bad") << u"orphan_dialogs"_s << 1 << 1 << 0.0 << int(Tone::Bad);
    QTest::newRow("a short ghost is a warning") << u"ghost_call_ms"_s << 2 << 0 << 320.0 << int(Tone::Warn);
    QTest::newRow("a long ghost is bad") << u"ghost_call_ms"_s << 1 << 1 << 32000.0 << int(Tone::Bad);
    QTest::newRow("no ghost is good") << u"ghost_call_ms"_s << 1 << 0 << 0.0 << int(Tone::Good);
}

void WindowModelsTest::outcomeTones()
{
    QFETCH(const QString, id);
    QFETCH(const int, twoXx);
    QFETCH(const int, orphans);
    QFETCH(const double, ghostMs);
    Outcome outcome;
    outcome.twoXxToCaller = twoXx;
    outcome.orphanDialogs = orphans;
    outcome.ghostCallMs = ghostMs;
    const QList<OutcomeCell> cells = outcomeCells(outcome);
    const auto cell = std::find_if(cells.begin(), cells.end(), [&](const OutcomeCell& c) { return c.id == id; });
    QVERIFY(cell != cells.end());
    QTEST(int(cell->tone), "tone");
    // Beside an equal run nothing stands out.
    for (const OutcomeCell& compared : comparedCells(outcome, {outcome, outcome}))
        QCOMPARE(compared.tone, Tone::Plain);
}

void WindowModelsTest::aRuleIsDescribed()
{
    QVERIFY(describeRule(u"R-259"_s).contains(u"MUST"_s));
    QVERIFY(describeRule(u"R-259"_s).contains(u"RFC 3261 §16.7"_s));
    QVERIFY(describeRule(u"R-000"_s).contains(u"R-000"_s));
}

void WindowModelsTest::textIsReadableInBothThemes_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void WindowModelsTest::textIsReadableInBothThemes()
{
    QFETCH(const bool, isDark);
    const Shades& shades = isDark ? darkShades() : lightShades();
    for (const QColor& text : {shades.text, shades.muted, shades.accent, shades.good, shades.warn, shades.bad}) {
        for (const QColor& ground : {shades.card, shades.ground, shades.hover})
            QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(text.name() + u" on "_s + ground.name()));
    }
    QVERIFY(contrast(shades.accent, shades.accentGround) >= 4.5);
    QVERIFY(contrast(shades.text, shades.mark) >= 4.5);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowModelsTest)
#include "tst_window_models.moc"
