#include "Autosave.h"
#include "EditorPage.h"
#include "Library.h"
#include "ScenarioEditor.h"
#include "WindowFixture.h"

#include <QCryptographicHash>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListWidget>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// Nothing is lost: files with faults, files that others write too, and what a killed program had not saved.
class WindowUnsavedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFileWithFaultsOpensInTheEditor_data();
    void aFileWithFaultsOpensInTheEditor();
    void whatCannotBeReadIsSaid_data();
    void whatCannotBeReadIsSaid();
    void theLastFileOpensWithFaultsToo();
    void faultsThatComeFromOutsideAreSaid();
    void savingAsksBeforeItOverwrites();
    void questionsWaitForEachOther();
    void whatIsKeptIsSavedWithoutAQuestion();
    void aScenarioOfTheLibraryIsSavedAsACopy();
    void aNewScenarioIsBegun();
    void aKilledProgramsTextComesBack_data();
    void aKilledProgramsTextComesBack();
    void aFileWrittenSinceIsNotCovered();
    void otherUnsavedTextsAreOffered();
    void aLivingProgramKeepsItsText();
    void aDeadProgramThatNobodyBuriedIsDead();
};

namespace {

const QByteArray good = "siprace: 1\ntitle: Mine\nnodes:\n  caller: {role: caller}\n  proxy: {role: proxy}\n"
                        "  b1: {role: callee, answer: 300ms}\nlinks:\n  caller-proxy: {delay: 1ms}\n"
                        "  proxy-b1: {delay: 5ms}\nlocation:\n  \"sip:bob@lab\": [b1]\n";
const QByteArray faulty = QByteArray(good).replace("300ms", "soon");

QString titled(const char* title)
{
    return QString::fromUtf8(QByteArray(good).replace("Mine", title));
}

bool writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// As a program leaves it that was killed with unsaved text made from `base`.
QString leaveBehind(const QString& path, const QString& text, const QByteArray& base, int number = 1)
{
    QDir().mkpath(Autosave::folder());
    const QString kept = Autosave::folder() + u"/%1-1.json"_s.arg(999'999'990 + number);
    const QByteArray hash = QCryptographicHash::hash(base, QCryptographicHash::Sha256).toHex();
    const QJsonObject object{{u"path"_s, path}, {u"text"_s, text}, {u"base"_s, QString::fromLatin1(hash)}};
    return writeText(kept, QJsonDocument(object).toJson()) ? kept : QString();
}

void typeBehind(const WindowFixture& fixture, const QString& text, const QString& typed)
{
    auto* editor = fixture.part<ScenarioEditor>();
    QTextCursor cursor = editor->document()->find(text);
    cursor.clearSelection();
    editor->setTextCursor(cursor);
    QTest::keyClicks(editor, typed);
}

QByteArray shownText(const WindowFixture& fixture)
{
    return fixture.window->document().text();
}

} // namespace

void WindowUnsavedTest::init()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(Autosave::folder()).removeRecursively();
}

void WindowUnsavedTest::aFileWithFaultsOpensInTheEditor_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a value that does not fit") << faulty;
    QTest::newRow("no YAML at all") << QByteArray("siprace: 1\nnodes: {caller: [\n");
    QTest::newRow("nothing") << QByteArray();
}

/// It can be mended where it was spoilt.
void WindowUnsavedTest::aFileWithFaultsOpensInTheEditor()
{
    QFETCH(const QByteArray, text);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"bad.yaml"_s);
    QVERIFY(writeText(path, text));
    const WindowFixture fixture;
    QVERIFY(fixture.window->openFile(path));
    auto* editor = fixture.part<ScenarioEditor>();
    QVERIFY(editor->isVisible());
    QCOMPARE(editor->toPlainText().toUtf8(), text);
    QVERIFY(fixture.part<EditorPage>()->findChild<QListWidget*>()->count() > 0);
    QVERIFY(fixture.part<NoticeBar>()->text().startsWith(u"bad.yaml cannot run yet"_s));
    QVERIFY(!fixture.button(u"▶  Run"_s)->isEnabled());
    keepPictures(fixture, *fixture.window, u"faulty"_s);

    editor->selectAll();
    editor->insertPlainText(QString::fromUtf8(good));
    QVERIFY(fixture.part<NoticeBar>()->isHidden());
    QVERIFY(fixture.button(u"▶  Run"_s)->isEnabled());
    fixture.action(u"&Save scenario"_s)->trigger();
    QCOMPARE(contentOf(path), good);
}

void WindowUnsavedTest::whatCannotBeReadIsSaid_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("a file that is not there") << u"gone.yaml"_s << QByteArray();
    QTest::newRow("a picture") << u"picture.yaml"_s << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10);
    QTest::newRow("half a trace") << u"half.trace.json"_s << QByteArray("{\"siprace\": 1, \"mess");
    QTest::newRow("an id with a slip") << u"two-phones-anser"_s << QByteArray();
}

/// A start on it shows the window, and what is wrong in it.
void WindowUnsavedTest::whatCannotBeReadIsSaid()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    const QTemporaryDir folder;
    const QString path = name.contains(u'.') ? folder.filePath(name) : name;
    if (!content.isEmpty())
        QVERIFY(writeText(path, content));
    const WindowFixture fixture(path);
    QVERIFY(fixture.window->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<NoticeBar>()->isVisible(), 20'000);
    QVERIFY2(fixture.part<NoticeBar>()->text().contains(name), qPrintable(fixture.part<NoticeBar>()->text()));
    QVERIFY(!fixture.window->document().isOpen());
}

void WindowUnsavedTest::theLastFileOpensWithFaultsToo()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"bad.yaml"_s);
    QVERIFY(writeText(path, faulty));
    const WindowFixture first;
    QSettings().setValue(u"files/recent"_s, QStringList{path});
    first.window->openAtStart({});
    QCOMPARE(shownText(first), faulty);
    QSettings().setValue(u"files/recent"_s, QStringList{folder.filePath(u"gone.yaml"_s)});
    first.window->openAtStart({});
    QCOMPARE(first.window->document().scenario().id, u"two-phones-answer"_s);
    QVERIFY(first.part<StatusLine>()->said().contains(u"gone.yaml"_s)); // not another one without a word
}

void WindowUnsavedTest::faultsThatComeFromOutsideAreSaid()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, good));
    const WindowFixture fixture(path);
    QVERIFY(writeText(path, faulty));
    QTRY_COMPARE_WITH_TIMEOUT(shownText(fixture), faulty, 20'000);
    QVERIFY(fixture.part<NoticeBar>()->text().contains(u"mine.yaml cannot run yet"_s));
    QVERIFY(!fixture.part<StatusLine>()->said().contains(u"was read again"_s));
    QVERIFY(writeText(path, good));
    QTRY_COMPARE_WITH_TIMEOUT(shownText(fixture), good, 20'000);
    QVERIFY(fixture.part<NoticeBar>()->isHidden());
}

void WindowUnsavedTest::savingAsksBeforeItOverwrites()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, good));
    const WindowFixture fixture(path);
    fixture.press(u"Edit"_s);
    typeBehind(fixture, u"Mine"_s, u" own"_s);
    QVERIFY(writeText(path, titled("Theirs").toUtf8())); // saved before the watch over the file has said a word
    fixture.action(u"&Save scenario"_s)->trigger();
    auto* notice = fixture.part<NoticeBar>();
    QVERIFY(notice->text().contains(u"and here too"_s));
    keepPictures(fixture, *fixture.window, u"overwrite"_s);
    QCOMPARE(contentOf(path), titled("Theirs").toUtf8());
    keepPicture(*fixture.window, u"overwrite"_s);
    fixture.press(u"Go on editing"_s);
    QCOMPARE(contentOf(path), titled("Theirs").toUtf8());
    fixture.action(u"&Save scenario"_s)->trigger();
    fixture.press(u"Overwrite it"_s);
    QCOMPARE(contentOf(path), titled("Mine own").toUtf8());
    QVERIFY(!fixture.window->isWindowModified());
}

void WindowUnsavedTest::questionsWaitForEachOther()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    const QString other = folder.filePath(u"other.yaml"_s);
    QVERIFY(writeText(path, good) && writeText(other, titled("Other").toUtf8()));
    const WindowFixture fixture(path);
    fixture.press(u"Edit"_s);
    typeBehind(fixture, u"Mine"_s, u" own"_s);
    QVERIFY(writeText(path, titled("Theirs").toUtf8()));
    auto* notice = fixture.part<NoticeBar>();
    QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"and here too"_s), 20'000);
    fixture.window->openFile(other);
    QVERIFY(notice->text().contains(u"not saved"_s));
    fixture.press(u"Save"_s);
    QVERIFY(notice->text().contains(u"and here too"_s));
    keepPictures(fixture, *fixture.window, u"overwrite"_s);
    QCOMPARE(contentOf(path), titled("Theirs").toUtf8());
    fixture.press(u"Overwrite it"_s);
    QCOMPARE(contentOf(path), titled("Mine own").toUtf8()); // as was answered
    QCOMPARE(fixture.window->document().scenario().title, u"Other"_s); // and what was begun goes on
    QVERIFY(notice->isHidden());
}

void WindowUnsavedTest::whatIsKeptIsSavedWithoutAQuestion()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, good));
    const WindowFixture fixture(path);
    fixture.press(u"Edit"_s);
    typeBehind(fixture, u"Mine"_s, u" z"_s);
    QVERIFY(writeText(path, titled("Theirs").toUtf8()));
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<NoticeBar>()->isVisible(), 20'000);
    fixture.press(u"Keep what is here"_s);
    for (const QString& typed : {u" a"_s, u" b"_s}) { // its own writing is nobody else's
        typeBehind(fixture, u"Mine"_s, typed);
        fixture.action(u"&Save scenario"_s)->trigger();
        QVERIFY(fixture.part<NoticeBar>()->isHidden());
        QCOMPARE(contentOf(path), shownText(fixture));
    }
    QVERIFY(QFile::remove(path)); // what is gone is written again
    typeBehind(fixture, u"Mine"_s, u" c"_s);
    fixture.action(u"&Save scenario"_s)->trigger();
    QCOMPARE(contentOf(path), shownText(fixture));
}

void WindowUnsavedTest::aScenarioOfTheLibraryIsSavedAsACopy()
{
    const QString shipped = *resolveScenario(u"two-phones-answer"_s);
    const QByteArray before = contentOf(shipped);
    const WindowFixture fixture(u"two-phones-answer"_s);
    LinkModel* links = fixture.part<LinksPanel>()->model();
    QVERIFY(links->setData(links->index(0, LinkModel::Delay), 33.0));
    fixture.action(u"&Save scenario"_s)->trigger();
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(fixture.part<StatusLine>()->said().contains(u"copy"_s));
    const QTemporaryDir folder;
    Q_EMIT dialog->fileSelected(shipped); // nor so
    QCOMPARE(contentOf(shipped), before);
    Q_EMIT dialog->fileSelected(folder.filePath(u"mine.yaml"_s));
    QVERIFY(contentOf(folder.filePath(u"mine.yaml"_s)).contains("33ms"));
}

/// It runs as it stands, and gets its file when it is saved.
void WindowUnsavedTest::aNewScenarioIsBegun()
{
    const WindowFixture fixture;
    fixture.action(u"&New scenario"_s)->trigger();
    QVERIFY(fixture.part<ScenarioEditor>()->isVisible());
    QVERIFY2(fixture.window->document().faults().empty(), shownText(fixture).constData());
    QVERIFY(shownText(fixture).count('#') > 3); // it says what its parts are
    QVERIFY(fixture.window->document().scenario().path.isEmpty());
    keepPictures(fixture, *fixture.window, u"new"_s);
    fixture.press(u"Back"_s);
    QVERIFY(fixture.runVirtually());
    QVERIFY(fixture.trace().messages.size() > 10);
    fixture.action(u"&Save scenario"_s)->trigger(); // it has no file, so it asks for one
    QVERIFY(fixture.window->findChild<QFileDialog*>());
    const QTemporaryDir folder;
    Q_EMIT fixture.window->findChild<QFileDialog*>()->fileSelected(folder.filePath(u"first.yaml"_s));
    QCOMPARE(contentOf(folder.filePath(u"first.yaml"_s)), shownText(fixture));
}

void WindowUnsavedTest::aKilledProgramsTextComesBack_data()
{
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("a start without a file") << false;
    QTest::newRow("a start on that file") << true;
}

void WindowUnsavedTest::aKilledProgramsTextComesBack()
{
    QFETCH(const bool, isNamed);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, good));
    const QString kept = leaveBehind(path, titled("Unsaved"), good);
    const WindowFixture fixture(isNamed ? path : QString());
    QCOMPARE(fixture.window->document().scenario().title, u"Unsaved"_s);
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(fixture.part<NoticeBar>()->text().contains(u"here again"_s));
    QCOMPARE(fixture.part<NoticeBar>()->property("role").toString(), u"question"_s); // good news is not red
    keepPictures(fixture, *fixture.window, u"recovered"_s);
    fixture.press(u"Keep it"_s);
    fixture.action(u"&Save scenario"_s)->trigger();
    QCOMPARE(contentOf(path), titled("Unsaved").toUtf8());
    QVERIFY(!QFile::exists(kept));
    QVERIFY(QDir(Autosave::folder()).isEmpty());
}

void WindowUnsavedTest::aFileWrittenSinceIsNotCovered()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, titled("Since").toUtf8()));
    const QString kept = leaveBehind(path, titled("Unsaved"), good);
    {
        const WindowFixture fixture;
        QCOMPARE(fixture.window->document().scenario().title, u"Since"_s);
        QVERIFY(!fixture.window->isWindowModified());
        QVERIFY(fixture.part<NoticeBar>()->text().contains(u"Which one"_s));
        keepPictures(fixture, *fixture.window, u"recovery"_s);
        fixture.press(u"Ask me later"_s);
        QVERIFY(QFile::exists(kept));
    }
    const WindowFixture fixture(path);
    fixture.press(u"The unsaved text"_s);
    QCOMPARE(fixture.window->document().scenario().title, u"Unsaved"_s);
    QVERIFY(!QFile::exists(kept));
    fixture.action(u"Undo what was not saved"_s)->trigger();
    QCOMPARE(fixture.window->document().scenario().title, u"Since"_s);
}

void WindowUnsavedTest::otherUnsavedTextsAreOffered()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    const QString other = folder.filePath(u"other.yaml"_s);
    QVERIFY(writeText(path, good) && writeText(other, titled("Other").toUtf8()));
    const QString kept = leaveBehind(path, titled("Unsaved"), good);
    const WindowFixture fixture(other);
    QCOMPARE(fixture.window->document().scenario().title, u"Other"_s);
    QVERIFY(fixture.part<NoticeBar>()->text().contains(path));
    QVERIFY(QFile::exists(kept));
    fixture.press(u"Bring it back"_s);
    QCOMPARE(fixture.window->document().scenario().title, u"Unsaved"_s);
    QVERIFY(fixture.part<NoticeBar>()->text().contains(u"here again"_s));
    fixture.press(u"Undo it"_s);
}

void WindowUnsavedTest::aLivingProgramKeepsItsText()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.yaml"_s);
    QVERIFY(writeText(path, good));
    ScenarioDocument document;
    Autosave autosave(document);
    document.openText(good, path);
    document.type(titled("Typed").toUtf8());
    QVERIFY(autosave.keepNow());
    const WindowFixture fixture(path);
    QCOMPARE(shownText(fixture), good);
    QVERIFY(Autosave::findLeftBehind().isEmpty());
}

/// Its number is still taken, as that of a process that nobody has waited for, or one that came after it.
void WindowUnsavedTest::aDeadProgramThatNobodyBuriedIsDead()
{
    const QString sign = Autosave::folder() + u"/%1-7.alive"_s.arg(QCoreApplication::applicationPid());
    QDir().mkpath(Autosave::folder());
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const bool isTaken = LifeSign::take(sign) != nullptr;
        const auto held = LifeSign::take(sign);
        std::ignore = ::write(ready[1], isTaken && held ? "y" : "n", 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), 1);
    QCOMPARE(answer, 'y');
    QVERIFY(!LifeSign::take(sign)); // alive
    QCOMPARE(::kill(child, SIGKILL), 0);
    siginfo_t gone{};
    QCOMPARE(::waitid(P_PID, static_cast<id_t>(child), &gone, WEXITED | WNOWAIT), 0); // dead, and not buried
    QCOMPARE(::kill(child, 0), 0);
    QVERIFY(LifeSign::take(sign));
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowUnsavedTest)
#include "tst_window_unsaved.moc"
