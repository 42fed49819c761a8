#include "Application.h"
#include "ChoiceBox.h"
#include "ElidedLabel.h"
#include "WindowFixture.h"

#include <QLayout>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// The bar over the window and the numbers at its foot, from wide to narrow, in both languages and every size: nothing
/// that is shown is cut.
class TopBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCut_data();
    void nothingIsCut();
    void whatHasNoRoomIsInTheMenu();
    void theSidesMakeRoom();
};

namespace {

/// The first part of the bar that has less room than it needs, or stands over another; empty when all is well.
QString cutPart(const TopBar& bar)
{
    int right = 0;
    for (int i = 0; i < bar.layout()->count(); ++i) {
        const QWidget* part = bar.layout()->itemAt(i)->widget();
        if (part == nullptr || !part->isVisible())
            continue;
        const bool canShorten = qobject_cast<const ElidedLabel*>(part) || qobject_cast<const ChoiceBox*>(part);
        const bool isNarrow = !canShorten && part->width() < part->sizeHint().width();
        if (isNarrow || part->geometry().left() < right || part->geometry().right() >= bar.width())
            return u"%1 (%2)"_s.arg(part->objectName(), part->accessibleName());
        right = part->geometry().right();
    }
    return {};
}

/// The caption of the first number that does not stand whole in the strip; empty when all do.
QString cutNumber(const OutcomeStrip& strip)
{
    QRect before;
    for (int cell = 0; cell < strip.cells().size(); ++cell) {
        const QRect rect = strip.cellRect(cell);
        const QString& caption = strip.cells().at(cell).caption;
        const bool isWide = 0.88 * strip.fontMetrics().horizontalAdvance(caption) <= rect.width();
        if (!strip.rect().contains(rect) || rect.intersects(before) || !isWide)
            return caption;
        before = rect;
    }
    return {};
}

} // namespace

void TopBarTest::nothingIsCut_data()
{
    QTest::addColumn<bool>("isGerman");
    QTest::addColumn<int>("percent");
    QTest::addColumn<int>("width");
    for (const bool isGerman : {false, true}) {
        for (const int percent : {100, 150, 200}) {
            for (const int width : {800, 900, 1100, 1400}) {
                QTest::addRow("%s, %d %%, %d wide", isGerman ? "German" : "English", percent, width)
                    << isGerman << percent << width;
            }
        }
    }
}

void TopBarTest::nothingIsCut()
{
    QFETCH(const bool, isGerman);
    QFETCH(const int, percent);
    QFETCH(const int, width);
    if (isGerman)
        QVERIFY(installTranslation(QLocale(QLocale::German)));
    WindowFixture fixture;
    fixture.theme->choose(percent == 150 ? ThemeChoice::Dark : ThemeChoice::Light);
    fixture.theme->setScale(percent);
    fixture.window->resize(width, 875);
    auto* bar = fixture.part<TopBar>();
    if (!qEnvironmentVariableIsEmpty("SIPRACE_SCREENSHOTS")) { // a picture to keep has a run in it
        fixture.pick(u"clock"_s, u"virtual"_s);
        QTest::mouseClick(bar->runButton(), Qt::LeftButton);
        QTRY_VERIFY(fixture.isJudged());
    }
    keepPicture(*fixture.window, u"bar-%1-%2-%3"_s.arg(isGerman ? u"de"_s : u"en"_s).arg(percent).arg(width));
    QCOMPARE(bar->width(), width);
    QTRY_COMPARE(cutPart(*bar), QString());
    QTRY_COMPARE(cutNumber(*fixture.part<OutcomeStrip>()), QString());
    QVERIFY(fixture.part<LadderView>()->width() >= width / 3); // it is what the window is for
    QVERIFY(bar->runButton()->isVisible());
    QVERIFY(bar->policyBox()->isVisible());
    if (percent == 100 && width == 1400) // the file has its name there in every language
        QVERIFY(bar->findChild<ElidedLabel*>()->isVisible());
}

void TopBarTest::whatHasNoRoomIsInTheMenu()
{
    const WindowFixture fixture;
    auto* more = fixture.window->findChild<QPushButton*>(u"more"_s);
    QVERIFY(!more->isVisible());
    fixture.window->resize(640, 600);
    QTRY_VERIFY(more->isVisible());
    const auto* policy = fixture.window->findChild<ChoiceBox*>(u"policy"_s);
    QVERIFY(policy->shownText().endsWith(u'…'));
    QVERIFY(policy->toolTip().startsWith(policy->currentText()));
    for (const QPushButton* button : fixture.part<TopBar>()->findChildren<QPushButton*>()) {
        const auto isSame
            = [&](const QAction* action) { return button->accessibleName() == action->text().remove(u'&'); };
        const QList<QAction*> actions = more->menu()->actions();
        QCOMPARE(std::any_of(actions.begin(), actions.end(), isSame), !button->isVisible());
    }
    fixture.window->resize(1400, 875);
    QTRY_VERIFY(!more->isVisible());
    QVERIFY(more->menu()->isEmpty());
}

/// And come back at the first press of their key.
void TopBarTest::theSidesMakeRoom()
{
    const WindowFixture fixture;
    fixture.theme->setScale(200);
    fixture.window->resize(800, 875);
    QWidget* sides[] = {fixture.part<RunPage>()->leftPanel(), fixture.part<InspectorPanel>()};
    for (const auto& [side, key] : {std::pair{sides[0], Qt::Key_1}, {sides[1], Qt::Key_2}}) {
        QTRY_VERIFY(!side->isVisible());
        QTest::keyClick(fixture.window.get(), key, Qt::ControlModifier);
        QVERIFY(side->isVisible());
        QTest::keyClick(fixture.window.get(), key, Qt::ControlModifier);
        QVERIFY(!side->isVisible());
    }
    fixture.theme->setScale(100);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::TopBarTest)
#include "tst_top_bar.moc"
