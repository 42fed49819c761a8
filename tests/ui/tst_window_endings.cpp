#include "EndingsPage.h"
#include "WindowFixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QListView>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// "Find other endings" in the real window, driven as a person would, offscreen.
class WindowEndingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endingsAreFoundAndOpened();
    void nothingLeftOpenIsExplained();
    void cancelledInTheMiddle();
    void anotherScenarioForgetsAWalk();
    void pictures_data();
    void pictures();

private:
    static EndingsPage* openPage(const WindowFixture& fixture, const QString& scenario, const QString& policy);
    static void findAll(const WindowFixture& fixture);
};

namespace {

void trigger(const WindowFixture& fixture, const QString& text)
{
    for (QAction* action : fixture.window->findChildren<QAction*>()) {
        if (action->text().contains(text))
            action->trigger();
    }
}

} // namespace

EndingsPage* WindowEndingsTest::openPage(const WindowFixture& fixture, const QString& scenario, const QString& policy)
{
    fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/%1.yaml").arg(scenario));
    fixture.pick(u"policy"_s, policy);
    trigger(fixture, u"other &endings"_s);
    return fixture.part<EndingsPage>();
}

void WindowEndingsTest::findAll(const WindowFixture& fixture)
{
    fixture.press(u"Find other endings"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.part<EndingsPage>()->isRunning(), 120'000);
}

void WindowEndingsTest::endingsAreFoundAndOpened()
{
    const WindowFixture fixture;
    EndingsPage* page = openPage(fixture, u"explore/any-order-lost-ack"_s, u"drop-late-2xx"_s);
    QVERIFY(page->isVisible());
    auto* list = page->findChild<QListView*>();
    const QAbstractItemModelTester tester(list->model());
    page->findChild<QSpinBox*>()->setValue(1); // one message may get lost
    findAll(fixture);
    QCOMPARE(page->endings().rowCount(), 3);
    QCOMPARE(list->model()->index(0, 0).data(EndingsModel::ClassRole).toString(), u"call-lost"_s);
    QCOMPARE(list->model()->index(0, 0).data(EndingsModel::StepsRole).toStringList(),
        QStringList{u"ACK (b1) caller>proxy is lost"_s});

    const QRect row = list->visualRect(list->model()->index(0, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
    QVERIFY(!page->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    QCOMPARE(fixture.window->record().verdict().runClass, u"call-lost"_s);
    QCOMPARE(fixture.trace().policy, u"drop-late-2xx"_s);
    QCOMPARE(fixture.window->record().verdict().outcome.lost, 1);
    QVERIFY(fixture.window->document().scenario().path.isEmpty()); // the witness is not the scenario's file

    trigger(fixture, u"other &endings"_s); // going back shows them as they were
    QVERIFY(page->isVisible());
    QCOMPARE(page->endings().rowCount(), 3);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(2, 0)).center());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    QCOMPARE(fixture.window->record().verdict().runClass,
        list->model()->index(2, 0).data(EndingsModel::ClassRole).toString());
}

void WindowEndingsTest::nothingLeftOpenIsExplained()
{
    const WindowFixture fixture;
    EndingsPage* page = openPage(fixture, u"forking/two-phones-answer"_s, u"forward-all"_s);
    fixture.press(u"Find other endings"_s);
    QVERIFY(!page->isRunning());
    const QList<QLabel*> labels = page->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains(u"jitter: 50ms"); }));
}

void WindowEndingsTest::cancelledInTheMiddle()
{
    const WindowFixture fixture;
    EndingsPage* page = openPage(fixture, u"explore/any-order-two-phones"_s, u"forward-all"_s);
    fixture.press(u"Find other endings"_s);
    QVERIFY(page->isRunning());
    fixture.press(u"Cancel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!page->isRunning(), 60'000);
    QVERIFY(fixture.button(u"Find other endings"_s)->isEnabled());
}

void WindowEndingsTest::anotherScenarioForgetsAWalk()
{
    const WindowFixture fixture;
    EndingsPage* page = openPage(fixture, u"explore/any-order-two-phones"_s, u"forward-all"_s);
    fixture.press(u"Find other endings"_s);
    QVERIFY(page->isRunning());
    fixture.press(u"Back"_s);
    openPage(fixture, u"explore/any-order-lost-ack"_s, u"drop-late-2xx"_s);
    QVERIFY(!page->isRunning());
    QVERIFY(fixture.button(u"Find other endings"_s)->isEnabled());
    page->findChild<QSpinBox*>()->setValue(1);
    findAll(fixture);
    QCOMPARE(page->endings().rowCount(), 3); // of this one, and not what the other one found
}

void WindowEndingsTest::pictures_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("on a light desktop") << false;
    QTest::newRow("on a dark desktop") << true;
}

/// A picture of the page, into the folder that SIPRACE_SCREENSHOTS names.
void WindowEndingsTest::pictures()
{
    QFETCH(const bool, isDark);
    const WindowFixture fixture;
    fixture.theme->choose(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
    EndingsPage* page = openPage(fixture, u"explore/any-order-lost-ack"_s, u"drop-late-2xx"_s);
    page->findChild<QSpinBox*>()->setValue(1);
    findAll(fixture);
    QApplication::processEvents();
    const QImage image = fixture.window->grab().toImage();
    QVERIFY(image.copy(0, 60, image.width(), 80) != image.copy(0, 200, image.width(), 80));
    const QString folder = qEnvironmentVariable("SIPRACE_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(image.save(folder + (isDark ? u"/endings-dark.png"_s : u"/endings.png"_s)));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowEndingsTest)
#include "tst_window_endings.moc"
