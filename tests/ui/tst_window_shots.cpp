#include "CompareColumn.h"
#include "CompareView.h"
#include "RaceMapPanel.h"
#include "WindowFixture.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Pictures of every main view in both themes, into the folder that SIPRACE_SCREENSHOTS names.
class WindowShotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyView_data();
    void everyView();

private:
    void keep(QWidget& widget, const QString& name);
};

void WindowShotsTest::everyView_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("on a light desktop") << false;
    QTest::newRow("on a dark desktop") << true;
}

void WindowShotsTest::everyView()
{
    QFETCH(const bool, isDark);
    const QString tail = isDark ? u"-dark"_s : QString();
    WindowFixture fixture;
    fixture.theme->choose(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
    keep(*fixture.window, u"start"_s + tail);
    QVERIFY(fixture.runVirtually(u"invfix"_s));
    auto* ladder = fixture.part<LadderView>();
    const int late = fixture.message(u"200 OK b2"_s);
    ladder->select(late);
    ladder->fit();
    keep(*fixture.window, u"run"_s + tail);
    fixture.window->resize(900, 700);
    keep(*fixture.window, u"narrow"_s + tail);
    fixture.window->resize(1400, 875);

    fixture.press(u"Edit"_s);
    keep(*fixture.window, u"editor"_s + tail);
    fixture.press(u"Back"_s);
    fixture.action(u"Phones and links by &hand"_s)->setChecked(true);
    keep(*fixture.window, u"hands"_s + tail);
    fixture.action(u"Phones and links by &hand"_s)->setChecked(false);

    QVERIFY(fixture.runVirtually(u"drop-late-2xx"_s));
    keep(*fixture.window, u"dropped"_s + tail);
    fixture.press(u"Compare"_s);
    auto* compare = fixture.part<CompareView>();
    QTRY_COMPARE_WITH_TIMEOUT(compare->columns().size(), 2, 20'000);
    keep(*fixture.window, u"compare"_s + tail);
    fixture.press(u"Back"_s);
    fixture.press(u"Race map"_s);
    if (qEnvironmentVariableIsEmpty("SIPRACE_SCREENSHOTS")) { // a picture to keep has the whole plane
        for (auto* edit : fixture.part<RaceMapPanel>()->findChildren<QLineEdit*>()) {
            if (edit->text().startsWith(u"0ms:"_s))
                edit->setText(u"0ms:300ms:60ms"_s);
        }
    }
    fixture.press(u"Run map"_s);
    auto* map = fixture.part<RaceMapPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(!map->isRunning(), 120'000);
    QTest::mouseMove(map->view(), map->view()->cellRect({1, 2, 2}).center().toPoint());
    keep(*fixture.window, u"racemap"_s + tail);
}

/// A picture that is not all of one colour; written when a folder is given.
void WindowShotsTest::keep(QWidget& widget, const QString& name)
{
    QApplication::processEvents();
    QApplication::processEvents(); // what the first round laid out is painted in the second
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    QCOMPARE(image.size(), widget.size() * image.devicePixelRatio());
    QVERIFY(image.pixelColor(5, 5) != image.pixelColor(image.width() / 2, image.height() / 2)
        || image.copy(0, 0, image.width(), 120) != image.copy(0, 300, image.width(), 120));
    const QString folder = qEnvironmentVariable("SIPRACE_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(image.save(folder + u'/' + name + u".png"_s));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowShotsTest)
#include "tst_window_shots.moc"
