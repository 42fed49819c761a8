#include "HelpBrowser.h"
#include "HelpPages.h"
#include "HelpWindow.h"
#include "Policies.h"
#include "Tour.h"
#include "WindowFixture.h"

#include <QDir>
#include <QListWidget>
#include <QProcess>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// The help, the hints of a first start, and the policies as configuration.
class HelpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDocumentIsAPage();
    void everyLinkLeadsSomewhere();
    void pagesAreOpenedFromTheMenu_data();
    void pagesAreOpenedFromTheMenu();
    void policiesHaveTheirLadders();
    void picturesComeAtOnce();
    void theHelpIsReadable();
    void noPageScrollsSideways_data();
    void noPageScrollsSideways();
    void aLinkIsFollowed();
    void theHintsComeOnce();
    void theHintsHaveKeys();
    void theHintsCanBeDismissed();
    void everyPolicyHasAConfiguration();
    void kamailioTakesTheConfiguration();
    void pictures_data();
    void pictures();
};

namespace {

HelpBrowser* browserOf(const WindowFixture& fixture)
{
    return fixture.part<HelpBrowser>();
}

/// The fenced blocks of a language below a heading of the page; all of the page without one.
QStringList snippets(const QString& heading)
{
    QString text = helpText(u"configurations.md"_s);
    if (!heading.isEmpty())
        text = text.section(u"\n## %1\n"_s.arg(heading), 1).section(u"\n## "_s, 0, 0);
    QStringList found;
    static const QRegularExpression block(u"```kamailio\\n(.*?)```"_s, QRegularExpression::DotMatchesEverythingOption);
    for (auto it = block.globalMatch(text); it.hasNext();)
        found += it.next().captured(1);
    return found;
}

} // namespace

void HelpTest::everyDocumentIsAPage()
{
    QStringList names;
    for (const HelpPage& page : helpPages()) {
        names += page.name;
        QVERIFY2(!page.title.isEmpty(), qPrintable(page.name));
        QFile file(QStringLiteral(SIPRACE_SOURCE_DIR "/docs/") + page.name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(page.name));
        if (page.name != u"policies.md")
            QCOMPARE(helpText(page.name), QString::fromUtf8(file.readAll()));
    }
    names.sort();
    QCOMPARE(names, QDir(QStringLiteral(SIPRACE_SOURCE_DIR "/docs")).entryList({u"*.md"_s}, QDir::Files, QDir::Name));
    QVERIFY(helpText(u"nothing.md"_s).isEmpty());
}

void HelpTest::everyLinkLeadsSomewhere()
{
    static const QRegularExpression link(u"\\]\\(([^):]+)\\)"_s);
    for (const HelpPage& page : helpPages()) {
        for (auto it = link.globalMatch(helpText(page.name)); it.hasNext();) {
            const QString target = it.next().captured(1).section(u'#', 0, 0);
            QVERIFY2(target.isEmpty() || !helpText(target).isEmpty(), qPrintable(page.name + u": "_s + target));
        }
    }
}

void HelpTest::pagesAreOpenedFromTheMenu_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("text");
    QTest::newRow("the window") << u"help-window"_s << u"window.md"_s << u"Every action"_s;
    QTest::newRow("how to write a scenario") << u"help-scenarios"_s << u"scenarios.md"_s << u"location"_s;
    QTest::newRow("the timers") << u"help-timers"_s << u"timers.md"_s << u"doubling"_s;
    QTest::newRow("the policy as configuration")
        << u"help-configuration"_s << u"configurations.md"_s << u"reply_route"_s;
}

void HelpTest::pagesAreOpenedFromTheMenu()
{
    QFETCH(const QString, action);
    QFETCH(const QString, page);
    QFETCH(const QString, text);
    const WindowFixture fixture;
    fixture.pick(u"policy"_s, u"invfix"_s);
    fixture.window->findChild<QAction*>(action)->trigger();
    QVERIFY(browserOf(fixture)->isVisible());
    QCOMPARE(browserOf(fixture)->page(), page);
    QVERIFY(browserOf(fixture)->toPlainText().contains(text));
    if (action == u"help-configuration")
        QCOMPARE(browserOf(fixture)->textCursor().block().text(), u"invfix"_s);
    const auto* contents = fixture.part<HelpWindow>()->findChild<QListWidget*>();
    QCOMPARE(contents->currentItem()->data(Qt::UserRole).toString(), page);
}

void HelpTest::policiesHaveTheirLadders()
{
    const WindowFixture fixture;
    fixture.window->findChild<QAction*>(u"help-policies"_s)->trigger();
    HelpBrowser* browser = browserOf(fixture);
    QVERIFY(browser->isDrawing()); // the page is there before its pictures
    QTRY_VERIFY_WITH_TIMEOUT(!browser->isDrawing(), 20'000);
    browser->window()->resize(browser->window()->width() - 100, browser->window()->height());
    QTRY_VERIFY_WITH_TIMEOUT(browser->isDrawing(), 20'000); // fitted to another width, on another thread too
    QTRY_VERIFY_WITH_TIMEOUT(!browser->isDrawing(), 20'000);
    QSet<qint64> pictures;
    for (const proxy::Policy& policy : proxy::policies()) {
        QVERIFY(browser->toMarkdown().contains(u"ladder:%1"_s.arg(policy.id)));
        const QUrl url(u"ladder:%1"_s.arg(policy.id));
        const auto image = browser->document()->resource(QTextDocument::ImageResource, url).value<QImage>();
        QVERIFY2(image.width() > 300 && image.height() > 200, qPrintable(policy.id.toString()));
        QVERIFY(image.width() <= browser->viewport()->width());
        pictures.insert(qHashBits(image.constBits(), static_cast<std::size_t>(image.sizeInBytes())));
    }
    QVERIFY(pictures.size() >= 4); // each policy makes something else of it
}

/// The page is made once for its text and once for its pictures, however many there are; nothing is scaled for that.
void HelpTest::picturesComeAtOnce()
{
    const WindowFixture fixture;
    fixture.window->findChild<QAction*>(u"help-window"_s)->trigger();
    HelpBrowser* browser = browserOf(fixture);
    QSignalSpy changed(browser, &QTextBrowser::textChanged);
    browser->open(u"policies.md"_s);
    const qsizetype once = changed.size();
    QTRY_VERIFY_WITH_TIMEOUT(!browser->isDrawing(), 20'000);
    QVERIFY(once > 0);
    QCOMPARE(changed.size(), 2 * once);
    const QUrl url(u"ladder:%1"_s.arg(proxy::policies().front().id));
    const auto picture = [&] { return browser->loadResource(QTextDocument::ImageResource, url).value<QImage>(); };
    QCOMPARE(picture().cacheKey(), picture().cacheKey());
}

/// F1 is about what is before the person; the list of pages needs no sideways scrolling, and code is seen to be code.
void HelpTest::theHelpIsReadable()
{
    const WindowFixture fixture;
    QTest::keyClick(fixture.window.get(), Qt::Key_F1);
    HelpBrowser* browser = browserOf(fixture);
    QVERIFY(browser);
    QCOMPARE(browser->page(), u"window.md"_s);
    const auto* contents = fixture.part<HelpWindow>()->findChild<QListWidget*>();
    QCOMPARE(contents->horizontalScrollBar()->maximum(), 0);
    QVERIFY(!contents->horizontalScrollBar()->isVisible());
    for (int row = 0; row < contents->count(); ++row)
        QVERIFY(contents->visualItemRect(contents->item(row)).width() <= contents->viewport()->width());
    browser->open(u"scenarios.md"_s);
    const QTextBlock code = browser->document()->find(u"siprace: 1"_s).block();
    QVERIFY(code.blockFormat().background().style() == Qt::SolidPattern);
    keepPicture(*fixture.part<HelpWindow>(), u"help-code"_s);
}

void HelpTest::noPageScrollsSideways_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<int>("width");
    QTest::newRow("as it opens") << 100 << 1080;
    QTest::newRow("in a narrow window") << 100 << 700;
    QTest::newRow("twice as large") << 200 << 2160;
}

/// However long a line of code is. A table has the width of its longest words, which a narrow window may not have.
void HelpTest::noPageScrollsSideways()
{
    QFETCH(const int, percent);
    QFETCH(const int, width);
    const WindowFixture fixture;
    fixture.theme->setScale(percent);
    QTest::keyClick(fixture.window.get(), Qt::Key_F1);
    HelpBrowser* browser = browserOf(fixture);
    browser->window()->resize(width, 700);
    QStringList pages{u"configurations.md"_s};
    for (const HelpPage& page : helpPages()) {
        if (percent == 100 && width > 1000)
            pages.append(page.name);
    }
    for (const QString& page : std::as_const(pages)) {
        browser->open(page);
        QApplication::processEvents();
        QVERIFY2(browser->horizontalScrollBar()->maximum() == 0, qPrintable(page));
    }
    browser->open(u"configurations.md#drop-late-2xx"_s);
    keepPictures(fixture, *browser->window(), u"help-%1-%2"_s.arg(percent).arg(width));
}

void HelpTest::aLinkIsFollowed()
{
    const WindowFixture fixture;
    fixture.window->findChild<QAction*>(u"help-scenarios"_s)->trigger();
    HelpBrowser* browser = browserOf(fixture);
    Q_EMIT browser->anchorClicked(QUrl(u"testing.md#how-tests-are-written"_s));
    QCOMPARE(browser->page(), u"testing.md"_s);
    QCOMPARE(browser->textCursor().block().text(), u"How tests are written"_s);
    Q_EMIT browser->anchorClicked(QUrl(u"https://example.org/"_s));
    QCOMPARE(browser->page(), u"testing.md"_s);
    QTest::keyClick(fixture.part<HelpWindow>(), Qt::Key_Escape);
    QVERIFY(!fixture.part<HelpWindow>()->isVisible());
}

void HelpTest::theHintsComeOnce()
{
    const WindowFixture fixture;
    fixture.window->offerTour();
    auto* tour = fixture.part<Tour>();
    QVERIFY(tour && tour->isVisible());
    QStringList texts;
    for (int step = 0; step < 4; ++step) {
        QCOMPARE(tour->step(), step);
        texts += tour->text();
        QVERIFY(fixture.window->rect().contains(tour->geometry()));
        QTest::mouseClick(buttonIn(*tour, step < 3 ? u"Next"_s : u"Done"_s), Qt::LeftButton);
    }
    QCOMPARE(QSet<QString>(texts.begin(), texts.end()).size(), 4);
    QVERIFY(!tour->isVisible());
    fixture.window->offerTour();
    QVERIFY(!tour->isVisible());
    fixture.window->findChild<QAction*>(u"help-hints"_s)->trigger();
    QVERIFY(tour->isVisible());
}

void HelpTest::theHintsHaveKeys()
{
    const WindowFixture fixture;
    fixture.part<LadderView>()->setFocus();
    fixture.window->offerTour();
    auto* tour = fixture.part<Tour>();
    for (int step = 0; step < 4; ++step) {
        QCOMPARE(tour->step(), step);
        QVERIFY(tour->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    QVERIFY(!tour->isVisible());
    QVERIFY(fixture.part<LadderView>()->hasFocus());
    fixture.window->findChild<QAction*>(u"help-hints"_s)->trigger();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!tour->isVisible());
}

void HelpTest::theHintsCanBeDismissed()
{
    const WindowFixture fixture;
    fixture.window->offerTour();
    auto* tour = fixture.part<Tour>();
    QTest::mouseClick(buttonIn(*tour, u"No more hints"_s), Qt::LeftButton);
    QVERIFY(!tour->isVisible());
    QVERIFY(!Tour::isWanted());
}

void HelpTest::everyPolicyHasAConfiguration()
{
    for (const proxy::Policy& policy : proxy::policies()) {
        const QString section
            = helpText(u"configurations.md"_s).section(u"\n## %1\n"_s.arg(policy.id), 1).section(u"\n## "_s, 0, 0);
        QVERIFY2(section.contains(u"```kamailio"_s), qPrintable(policy.id.toString()));
        QVERIFY2(section.contains(u"```opensips"_s), qPrintable(policy.id.toString()));
        QVERIFY2(section.contains(u"It cannot "_s), qPrintable(policy.id.toString()));
    }
}

/// Where the proxy is installed it reads the files itself.
void HelpTest::kamailioTakesTheConfiguration()
{
    QVERIFY(snippets({}).size() >= 5);
    const QString kamailio = QStandardPaths::findExecutable(u"kamailio"_s, {u"/usr/sbin"_s});
    if (kamailio.isEmpty()) {
        qInfo("no kamailio here: that every policy has a snippet is checked above");
        return;
    }
    const QString frame = snippets(u"The frame"_s).value(0);
    for (const proxy::Policy& policy : proxy::policies()) {
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write((frame + snippets(policy.id.toString()).value(0)).toUtf8());
        file.close();
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(kamailio, {u"-c"_s, u"-f"_s, file.fileName()});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAll().constData());
    }
}

void HelpTest::pictures_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("on a light desktop") << false;
    QTest::newRow("on a dark desktop") << true;
}

void HelpTest::pictures()
{
    QFETCH(const bool, isDark);
    const QString tail = isDark ? u"-dark"_s : QString();
    const WindowFixture fixture;
    fixture.theme->choose(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
    fixture.window->offerTour();
    keepPicture(*fixture.window, u"tour"_s + tail);
    fixture.window->findChild<QAction*>(u"help-policies"_s)->trigger();
    keepPicture(*fixture.part<HelpWindow>(), u"help"_s + tail);
    fixture.part<HelpWindow>()->open(u"policies.md#drop-late-2xx"_s);
    keepPicture(*fixture.part<HelpWindow>(), u"help-ladder"_s + tail);
    fixture.part<HelpWindow>()->open(u"configurations.md#drop-late-2xx"_s);
    keepPicture(*fixture.part<HelpWindow>(), u"help-configuration"_s + tail);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::HelpTest)
#include "tst_help.moc"
