#include "HandPanel.h"
#include "WindowFixture.h"

#include <QLabel>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Phones and links of a run under a person's hands, in the real window.
class WindowHandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHeldLinkLetsMessagesGoOneByOne();
    void theNextMessageIsDropped();
    void timeGoesOnWhileNothingHappens();
    void aPhoneIsAnsweredAndHungUpByKey();
    void aPhoneRejects();
    void phonesOfNoRunAreIdle();
    void anArrowsHeadIsDragged();
    void aHeadDraggedTwiceIsOneRule();
    void aDraggedHeadWinsOverARule();
};

namespace {

QPushButton* named(const WindowFixture& fixture, const QString& accessibleName)
{
    for (auto* button : fixture.part<HandPanel>()->findChildren<QPushButton*>()) {
        if (button->accessibleName() == accessibleName)
            return button;
    }
    return nullptr;
}

void press(const WindowFixture& fixture, const QString& accessibleName)
{
    QTest::mouseClick(named(fixture, accessibleName), Qt::LeftButton);
}

/// A scenario whose phones wait for a person.
QString byHandScenario(const QTemporaryDir& folder)
{
    const QString path = folder.filePath(u"by-hand.yaml"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write("siprace: 1\ntitle: By hand\nnodes:\n  caller: {role: caller, name: Caller}\n"
               "  proxy: {role: proxy, name: Proxy}\n  b1: {role: callee, name: Phone 1, answer: never}\n"
               "  b2: {role: callee, name: Phone 2, answer: never}\n"
               "links:\n  caller-proxy: {delay: 1ms}\n  proxy-b1: {delay: 1ms}\n  proxy-b2: {delay: 1ms}\n"
               "location:\n  \"sip:bob@lab\": [b1, b2]\n");
    return path;
}

bool has(const WindowFixture& fixture, const std::function<bool(const TraceMessage&)>& is)
{
    return QTest::qWaitFor(
        [&] { return std::any_of(fixture.trace().messages.begin(), fixture.trace().messages.end(), is); }, 20'000);
}

bool runByHand(const WindowFixture& fixture, const QTemporaryDir& folder)
{
    fixture.window->openFile(byHandScenario(folder));
    fixture.action(u"Phones and links by &hand"_s)->setChecked(true);
    fixture.pick(u"clock"_s, u"real"_s);
    QSignalSpy advanced(&fixture.window->controller(), &RunController::advanced);
    for (int step = 0; step < 20 && fixture.trace().messages.isEmpty(); ++step) {
        const qsizetype before = advanced.count();
        fixture.press(u"Step"_s); // so that there is time to take hold of a link
        std::ignore = QTest::qWaitFor([&] { return advanced.count() > before; }, 20'000);
    }
    const QList<TraceMessage>& messages = fixture.trace().messages;
    return !messages.isEmpty()
        && std::none_of(messages.begin(), messages.end(), [](const TraceMessage& one) { return one.from > 1; });
}

QPoint headOf(const LadderView* ladder, int n)
{
    return (ladder->layout().arrow(n)->to + QPointF(0, LadderLayout::headerHeight() - ladder->scrollY())).toPoint();
}

void dragHead(LadderView* ladder, int n, int pixels)
{
    const QPoint head = headOf(ladder, n);
    QTest::mousePress(ladder->viewport(), Qt::LeftButton, {}, head);
    QTest::mouseMove(ladder->viewport(), head + QPoint(0, pixels / 2));
    QTest::mouseMove(ladder->viewport(), head + QPoint(0, pixels));
    QTest::mouseRelease(ladder->viewport(), Qt::LeftButton, {}, head + QPoint(0, pixels));
}

} // namespace

void WindowHandsTest::aHeldLinkLetsMessagesGoOneByOne()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    QVERIFY(runByHand(fixture, folder));
    press(fixture, u"Hold Phone 1 → Proxy"_s);
    fixture.press(u"Run"_s);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 2 && one.status == 180; }));
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 3 && one.arrived; })); // the other goes on
    const auto ofPhone1 = [&fixture] {
        int arrived = 0;
        for (const TraceMessage& one : fixture.trace().messages)
            arrived += one.from == 2 && one.arrived ? 1 : 0;
        return arrived;
    };
    QCOMPARE(ofPhone1(), 0);
    press(fixture, u"Let the next go, Phone 1 → Proxy"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ofPhone1(), 1, 20'000);
    fixture.press(u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
    QVERIFY(!named(fixture, u"Hold Phone 1 → Proxy"_s)->isChecked());
}

void WindowHandsTest::theNextMessageIsDropped()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    QVERIFY(runByHand(fixture, folder));
    fixture.press(u"Run"_s);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 2 && one.status == 180; }));
    press(fixture, u"Drop the next, Phone 1 → Proxy"_s);
    QTRY_VERIFY_WITH_TIMEOUT(named(fixture, u"Phone 1 answers"_s)->isEnabled(), 20'000);
    press(fixture, u"Phone 1 answers"_s);
    QVERIFY(has(fixture, [](const TraceMessage& one) {
        return one.from == 2 && one.status == 200 && one.fate == Fate::Lost && one.fateWhy.text.contains(u"by hand"_s);
    }));
    fixture.press(u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
}

void WindowHandsTest::timeGoesOnWhileNothingHappens()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    QVERIFY(runByHand(fixture, folder));
    fixture.press(u"Run"_s);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.to == 0 && one.status == 180 && one.arrived; }));
    const qsizetype messages = fixture.trace().messages.size();
    const Duration before = fixture.window->controller().now();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.window->controller().now() > before + 300ms, 20'000);
    QVERIFY(fixture.trace().messages.size() <= messages + 1); // the second phone's 180 at most
    fixture.press(u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
}

void WindowHandsTest::aPhoneIsAnsweredAndHungUpByKey()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    QVERIFY(runByHand(fixture, folder));
    fixture.press(u"Run"_s);
    auto* ladder = fixture.part<LadderView>();
    ladder->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(named(fixture, u"Phone 2 answers"_s)->isEnabled(), 20'000);
    QTest::keyClick(ladder, Qt::Key_2);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 3 && one.status == 200; }));
    QTRY_VERIFY_WITH_TIMEOUT(named(fixture, u"Phone 2 hangs up"_s)->isEnabled(), 20'000);
    QTest::keyClick(ladder, Qt::Key_2);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 3 && one.method == "BYE"; }));
    fixture.press(u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
}

void WindowHandsTest::aPhoneRejects()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    QVERIFY(runByHand(fixture, folder));
    fixture.press(u"Run"_s);
    QTRY_VERIFY_WITH_TIMEOUT(named(fixture, u"Phone 1 rejects"_s)->isEnabled(), 20'000);
    press(fixture, u"Phone 1 rejects"_s);
    QVERIFY(has(fixture, [](const TraceMessage& one) { return one.from == 2 && one.status == 486; }));
    fixture.press(u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isIdle(), 20'000);
}

void WindowHandsTest::phonesOfNoRunAreIdle()
{
    const WindowFixture fixture;
    fixture.action(u"Phones and links by &hand"_s)->setChecked(true);
    QVERIFY(fixture.runVirtually());
    const auto inCall = [&fixture] {
        const auto labels = fixture.part<HandPanel>()->findChildren<QLabel*>();
        return std::count_if(
            labels.begin(), labels.end(), [](const QLabel* label) { return label->text().contains(u"in a call"_s); });
    };
    QTRY_VERIFY(inCall() > 0); // as the run ended
    fixture.window->findChild<QAction*>(u"predict-first"_s)->trigger();
    fixture.press(u"Run"_s); // asks first: the run before is put away
    QVERIFY(fixture.trace().messages.isEmpty());
    QCOMPARE(inCall(), 0);
    QVERIFY(!named(fixture, u"Phone B1 hangs up"_s)->isEnabled());
}

void WindowHandsTest::anArrowsHeadIsDragged()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->fit();
    const int ring = fixture.message(u"180 b1"_s);
    const TraceMessage before = fixture.trace().messages.at(ring - 1);
    dragHead(ladder, ring, 40);
    QVERIFY(fixture.window->isWindowModified());
    QCOMPARE(fixture.window->document().scenario().rules.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && fixture.trace().messages.size() > ring
            && *fixture.trace().messages.at(ring - 1).arrived > *before.arrived,
        20'000);
    const TraceMessage after = fixture.trace().messages.at(ring - 1);
    const Duration rule = fixture.window->document().scenario().rules.first().delay;
    QCOMPARE(after.sent, before.sent);
    QCOMPARE(*after.arrived - *before.arrived, rule);
    QVERIFY(fixture.window->document().text().contains("# ") // the file's comments are still there
        || !QByteArray(fixture.window->document().text()).contains('#'));
    fixture.action(u"Undo rule for a message"_s)->trigger();
    QVERIFY(fixture.window->document().scenario().rules.isEmpty());
    QVERIFY(!fixture.window->isWindowModified());
}

void WindowHandsTest::aHeadDraggedTwiceIsOneRule()
{
    const WindowFixture fixture;
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->fit();
    const int ring = fixture.message(u"180 b1"_s);
    dragHead(ladder, ring, 40);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && !fixture.trace().messages.isEmpty(), 20'000);
    const Duration once = fixture.window->document().scenario().rules.first().delay;
    const int again = fixture.message(u"180 b1"_s);
    ladder->fit();
    dragHead(ladder, again, 30);
    QCOMPARE(fixture.window->document().scenario().rules.size(), 1);
    QVERIFY(fixture.window->document().scenario().rules.first().delay > once);
}

/// The first match wins: a rule that has the message already must not keep it.
void WindowHandsTest::aDraggedHeadWinsOverARule()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    const QString path = copyOfScenario(u"forking/two-phones-answer"_s, folder);
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write("rules: # mine\n  - {link: b1>proxy, match: {status: 180}, delay: 20ms}\n");
    file.close();
    QVERIFY(fixture.window->openFile(path));
    QVERIFY(fixture.runVirtually());
    auto* ladder = fixture.part<LadderView>();
    ladder->fit();
    const int ring = fixture.message(u"180 b1"_s);
    const Instant before = *fixture.trace().messages.at(ring - 1).arrived;
    dragHead(ladder, ring, 40);
    const QList<LinkRule>& rules = fixture.window->document().scenario().rules;
    QCOMPARE(rules.size(), 2);
    QCOMPARE(rules.last().delay, Duration{20ms});
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged() && fixture.trace().messages.size() > ring
            && *fixture.trace().messages.at(ring - 1).arrived > before,
        20'000);
    QCOMPARE(*fixture.trace().messages.at(ring - 1).arrived - before, rules.first().delay - 20ms);
    QVERIFY(fixture.window->document().text().contains("rules: # mine\n"));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowHandsTest)
#include "tst_window_hands.moc"
