#include "Autosave.h"
#include "EditorPage.h"
#include "FormPanel.h"
#include "ScenarioEditor.h"
#include "Shades.h"
#include "WindowFixture.h"
#include "YamlContext.h"
#include "YamlHighlighter.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QListWidget>
#include <QSaveFile>
#include <QTableView>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>
#include <QTreeView>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// The scenario as text and form, in the real window.
class WindowEditorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCursorsPlaceIsRead_data();
    void theCursorsPlaceIsRead();
    void proposesWhatTheSchemaAllows_data();
    void proposesWhatTheSchemaAllows();
    void proposesNothingThatIsRefused_data();
    void proposesNothingThatIsRefused();
    void theFormSaysWhyItTakesNothing();
    void aFaultStandsAtItsPlace();
    void whyItCannotRunIsTakenBack();
    void coloursAreOfYaml_data();
    void coloursAreOfYaml();
    void whatIsTypedRuns();
    void typingIsUndoneInOneStep();
    void theFormWritesIntoTheText();
    void theFormHasEveryKey_data();
    void theFormHasEveryKey();
    void theFormRefusesWhatDoesNotFit();
    void savesAndAsksBeforeLosingChanges();
    void aFileChangedOnDiskIsReadAgain();
    void aFileReplacedOnDiskIsReadEachTime();
    void aFileChangedHereAndOnDiskIsAsked();
    void aKilledProgramLosesNothing();
    void aFileThatIsGoneComesBack();
    void aLinkDoesNotOverwriteWhatIsTyped();
    void theFormRemovesAndAdds();
    void aReadOnlyFolderLosesNothing();
    void behavioursAreChosen();
    void recentFilesAreOffered();
};

namespace {

const QByteArray sample = "# Two phones, one call\nsiprace: 1\ntitle: Mine\nnodes:\n"
                          "  caller: {role: caller, name: Caller}\n  proxy: {role: proxy, name: Proxy}\n"
                          "  b1:\n    role: callee # the one\n    answer: 300ms\n"
                          "links:\n  caller-proxy: {delay: 1ms}\n  proxy-b1: {delay: 5ms} # near\n"
                          "location:\n  \"sip:bob@lab\": [b1]\n";

QString sampleFile(const QTemporaryDir& folder)
{
    const QString path = folder.filePath(u"mine.yaml"_s);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(sample) > 0 ? path : QString();
}

ScenarioEditor* openEditor(const WindowFixture& fixture, const QTemporaryDir& folder)
{
    fixture.window->openFile(sampleFile(folder));
    fixture.press(u"Edit"_s);
    return fixture.part<ScenarioEditor>();
}

void moveBehind(ScenarioEditor* editor, const QString& text)
{
    QTextCursor cursor = editor->document()->find(text);
    cursor.clearSelection();
    editor->setTextCursor(cursor);
}

} // namespace

void WindowEditorTest::theCursorsPlaceIsRead_data()
{
    QTest::addColumn<QString>("text"); // the cursor is at '|'
    QTest::addColumn<QStringList>("path");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("isValue");
    QTest::newRow("at the top") << u"sip|"_s << QStringList{} << u"sip"_s << false;
    QTest::newRow("a value at the top") << u"policy: inv|"_s << QStringList{u"policy"_s} << u"inv"_s << true;
    QTest::newRow("a key in a block") << u"nodes:\n  b1:\n    role: callee\n    ans|"_s
                                      << QStringList{u"nodes"_s, u"b1"_s} << u"ans"_s << false;
    QTest::newRow("a value in a block") << u"nodes:\n  b1:\n    role: |"_s
                                        << QStringList{u"nodes"_s, u"b1"_s, u"role"_s} << QString() << true;
    QTest::newRow("a key in braces") << u"nodes:\n  b1: {role: callee, ri|"_s << QStringList{u"nodes"_s, u"b1"_s}
                                     << u"ri"_s << false;
    QTest::newRow("a value in braces") << u"nodes:\n  b1: {role: ca|"_s << QStringList{u"nodes"_s, u"b1"_s, u"role"_s}
                                       << u"ca"_s << true;
    QTest::newRow("a word in brackets") << u"nodes:\n  b1: {behaviours: [no-pro|"_s
                                        << QStringList{u"nodes"_s, u"b1"_s, u"behaviours"_s, u"0"_s} << u"no-pro"_s
                                        << true;
    QTest::newRow("an entry of a list") << u"script:\n  - at: 0s\n    d|"_s << QStringList{u"script"_s, u"0"_s}
                                        << u"d"_s << false;
    QTest::newRow("an entry in braces of a list")
        << u"script:\n  - {at: 0s, do: ca|"_s << QStringList{u"script"_s, u"0"_s, u"do"_s} << u"ca"_s << true;
    QTest::newRow("behind a comment line")
        << u"nodes:\n  # here\n\n  b1:\n    n|"_s << QStringList{u"nodes"_s, u"b1"_s} << u"n"_s << false;
}

void WindowEditorTest::theCursorsPlaceIsRead()
{
    QFETCH(QString, text);
    QFETCH(const QStringList, path);
    QFETCH(const QString, prefix);
    QFETCH(const bool, isValue);
    const qsizetype position = text.indexOf(u'|');
    text.remove(u'|');
    const YamlContext context = yamlContextAt(text, position);
    QCOMPARE(context.path, path);
    QCOMPARE(context.prefix, prefix);
    QCOMPARE(context.isValue, isValue);
}

void WindowEditorTest::proposesWhatTheSchemaAllows_data()
{
    QTest::addColumn<QString>("behind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("proposed");
    QTest::newRow("a key of a phone") << u"answer: 300ms"_s << u"\n    beh"_s << u"behaviours"_s;
    QTest::newRow("a behaviour") << u"answer: 300ms"_s << u"\n    behaviours: [no-pro"_s << u"no-provisional"_s;
    QTest::newRow("an action of the script")
        << u"[b1]"_s << u"\nscript:\n  - {at: 0s, node: caller, do: hang"_s << u"hang-up"_s;
    QTest::newRow("a node of this scenario") << u"[b1]"_s << u"\nscript:\n  - {at: 0s, node: cal"_s << u"caller"_s;
}

void WindowEditorTest::proposesWhatTheSchemaAllows()
{
    QFETCH(const QString, behind);
    QFETCH(const QString, typed);
    QFETCH(const QString, proposed);
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, behind);
    editor->insertPlainText(typed);
    QVERIFY2(editor->proposals().contains(proposed), qPrintable(editor->proposals().join(u' ')));
    QTest::keyClick(editor, Qt::Key_Space, Qt::ControlModifier);
    auto* popup = editor->findChild<QCompleter*>()->popup();
    QVERIFY(popup->isVisible());
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(editor->toPlainText().contains(proposed));
    QVERIFY(!popup->isVisible());
}

void WindowEditorTest::proposesNothingThatIsRefused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("proposed");
    QTest::addColumn<QStringList>("refused");
    QTest::newRow("a key of a phone, in braces") << u"\n  b3: {role: callee, "_s << QStringList{u"answer"_s, u"ring"_s}
                                                 << QStringList{u"address"_s, u"as"_s, u"auth"_s, u"cancel-memory"_s};
    QTest::newRow("a key of a node without a role yet")
        << u"\n  p2:\n    name: P\n    c"_s << QStringList{u"cseq"_s} << QStringList{};
    QTest::newRow("a behaviour of a phone") << u"\n  b3: {role: callee, behaviours: ["_s
                                            << QStringList{u"no-provisional"_s} << QStringList{u"keep-first"_s};
    QTest::newRow("a key of a caller") << u"\n  c2:\n    role: caller\n    "_s << QStringList{u"offer"_s}
                                       << QStringList{u"answer"_s, u"address"_s};
    QTest::newRow("another role") << u"\n  b3: {role: cal"_s << QStringList{u"caller"_s, u"callee"_s} << QStringList{};
}

void WindowEditorTest::proposesNothingThatIsRefused()
{
    QFETCH(const QString, typed);
    QFETCH(const QStringList, proposed);
    QFETCH(const QStringList, refused);
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"answer: 300ms"_s);
    editor->insertPlainText(typed);
    const QStringList words = editor->proposals();
    for (const QString& word : proposed)
        QVERIFY2(words.contains(word), qPrintable(words.join(u' ')));
    for (const QString& word : refused)
        QVERIFY2(!words.contains(word), qPrintable(words.join(u' ')));
}

/// It says why it takes nothing, and looks so; of another file it shows nothing.
void WindowEditorTest::theFormSaysWhyItTakesNothing()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    const auto says = [form] {
        const auto labels = form->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
            [](const QLabel* label) { return label->isVisible() && label->text().contains(u"faults"_s); });
    };
    QVERIFY(!says());
    moveBehind(editor, u"answer: 300ms"_s);
    QTest::keyClicks(editor, u"x"_s);
    QVERIFY(says());
    QVERIFY(!form->findChild<QTreeView*>()->isEnabled());
    keepPicture(*fixture.window, u"form-grey"_s);
    fixture.action(u"Undo typing"_s)->trigger();
    QVERIFY(!says());
    QFile other(folder.filePath(u"other.yaml"_s));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("nodes: [") > 0);
    other.close();
    fixture.window->openFile(other.fileName());
    QVERIFY(says());
    QVERIFY(!form->find(u"nodes.b1.answer"_s).isValid());
}

void WindowEditorTest::aFaultStandsAtItsPlace()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    QVERIFY(editor->extraSelections().isEmpty());
    QTextCursor unit = editor->document()->find(u"300ms"_s);
    unit.insertText(u"300"_s);
    QCOMPARE(fixture.window->document().faults().size(), 1U);
    QCOMPARE(editor->extraSelections().size(), 1);
    QCOMPARE(editor->extraSelections().first().cursor.blockNumber() + 1, 9);
    auto* faults = fixture.part<EditorPage>()->findChild<QListWidget*>();
    QVERIFY(faults->isVisible());
    QVERIFY(faults->item(0)->text().startsWith(u"9:13"_s));
    QVERIFY(!fixture.button(u"▶  Run"_s)->isEnabled());
    QCOMPARE(fixture.window->document().scenario().node(u"b1")->callee.answer, Duration{300ms}); // what it last said
}

void WindowEditorTest::whyItCannotRunIsTakenBack()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"answer: 300ms"_s);
    QTest::keyClicks(editor, u"x"_s);
    QTest::keyClick(editor, Qt::Key_F5);
    QVERIFY2(
        fixture.part<StatusLine>()->said().contains(u"cannot run"_s), qPrintable(fixture.part<StatusLine>()->said()));
    fixture.action(u"Undo typing"_s)->trigger();
    QCOMPARE(fixture.part<StatusLine>()->said(), QString());
}

void WindowEditorTest::coloursAreOfYaml_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("line"); // where the word is, from 0
    QTest::addColumn<QColor>("colour"); // none: as all text
    const Shades& shades = lightShades();
    QTest::newRow("a key") << u"nodes:"_s << u"nodes"_s << 0 << shades.accent;
    QTest::newRow("a key that begins with a digit")
        << u"  invfix: {2xx_to_caller: 2}"_s << u"2xx_to_caller"_s << 0 << shades.accent;
    QTest::newRow("a time") << u"  answer: 300ms # soon"_s << u"300ms"_s << 0 << shades.warn;
    QTest::newRow("one of a list") << u"end: [100, 200]"_s << u"200"_s << 0 << shades.warn;
    QTest::newRow("a word with a meaning") << u"b1: {answer: never}"_s << u"never"_s << 0 << shades.warn;
    QTest::newRow("a number in a sentence") << u"summary: After 300 ms, 200 OK"_s << u"300"_s << 0 << QColor();
    QTest::newRow("a number on its next line") << u"summary: >\n  it says\n  200"_s << u"200"_s << 2 << QColor();
    QTest::newRow("what follows a sentence") << u"summary: >\n  it says\nseed: 200"_s << u"200"_s << 2 << shades.warn;
    QTest::newRow("a number in a name") << u"name: Phone 2"_s << u"2"_s << 0 << QColor();
}

void WindowEditorTest::coloursAreOfYaml()
{
    QFETCH(const QString, text);
    QFETCH(const QString, word);
    QFETCH(const int, line);
    QFETCH(const QColor, colour);
    QTextDocument document(text);
    YamlHighlighter highlighter(&document);
    highlighter.rehighlight();
    const QTextBlock block = document.findBlockByNumber(line);
    const int at = static_cast<int>(block.text().indexOf(word));
    QList<QColor> found(word.size());
    for (const QTextLayout::FormatRange& range : block.layout()->formats()) {
        for (int i = range.start; i < range.start + range.length; ++i) {
            if (i >= at && i < at + word.size())
                found[i - at] = range.format.foreground().color();
        }
    }
    QCOMPARE(found, QList<QColor>(word.size(), colour));
}

void WindowEditorTest::whatIsTypedRuns()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    fixture.pick(u"clock"_s, u"virtual"_s);
    moveBehind(editor, u"caller-proxy: {delay: "_s);
    QTest::keyClick(editor, Qt::Key_Delete);
    QTest::keyClicks(editor, u"7"_s);
    QTest::mouseClick(fixture.part<EditorPage>()->findChild<QPushButton*>(), Qt::LeftButton); // back
    fixture.press(u"Run"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.trace().messages.isEmpty() && fixture.isJudged(), 20'000);
    QCOMPARE(toMs(*fixture.trace().messages.first().arrived), 7.0);
    QVERIFY(fixture.window->isWindowModified());
}

void WindowEditorTest::typingIsUndoneInOneStep()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"title: Mine"_s);
    QTest::keyClicks(editor, u" own"_s);
    QVERIFY(fixture.window->document().text().contains("Mine own"));
    fixture.action(u"Undo typing"_s)->trigger();
    QCOMPARE(fixture.window->document().text(), sample);
    QCOMPARE(editor->toPlainText().toUtf8(), sample);
    QVERIFY(!fixture.window->isWindowModified());
}

void WindowEditorTest::theFormWritesIntoTheText()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    const QModelIndex answer = form->find(u"nodes.b1.answer"_s);
    QCOMPARE(answer.data().toString(), u"300ms"_s);
    QVERIFY(form->model()->setData(answer, u"450ms"_s));
    QVERIFY(editor->toPlainText().contains(u"    role: callee # the one\n    answer: 450ms\n"_s));
    QTRY_COMPARE(form->find(u"nodes.b1.answer"_s).data().toString(), u"450ms"_s);
    const QModelIndex loss = form->find(u"links.proxy-b1.loss"_s);
    QVERIFY(loss.isValid());
    QVERIFY(loss.data().toString().isEmpty());
    QVERIFY(form->model()->setData(loss, u"5%"_s));
    QVERIFY(editor->toPlainText().contains(u"proxy-b1: {delay: 5ms, loss: 5%} # near"_s));
    QCOMPARE(fixture.window->document().scenario().impairment(u"proxy"_s, u"b1"_s).loss, 5.0);
}

void WindowEditorTest::theFormHasEveryKey_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("transport of the file") << u"transport"_s << u"tcp"_s << QByteArray("\ntransport: tcp");
    QTest::newRow("transport of a node") << u"nodes.b1.transport"_s << u"tcp"_s << QByteArray("    transport: tcp\n");
    QTest::newRow("transport of a link") << u"links.proxy-b1.transport"_s << u"tcp"_s
                                         << QByteArray("{delay: 5ms, transport: tcp} # near");
    QTest::newRow("the way back") << u"links.proxy-b1.back.delay"_s << u"9ms"_s << QByteArray("back: {delay: 9ms}");
    QTest::newRow("a refusal") << u"nodes.b1.reject.status"_s << u"486"_s << QByteArray("status: 486");
    QTest::newRow("a knob of a policy") << u"policy.linger"_s << u"5s"_s << QByteArray("linger: 5s");
    QTest::newRow("an address of the LAN")
        << u"network.lan.address"_s << u"192.168.1.10"_s << QByteArray("address: 192.168.1.10");
    QTest::newRow("a title with a colon") << u"title"_s << u"Mine: two"_s << QByteArray("title: \"Mine: two\"");
    QTest::newRow("an address of the proxy")
        << u"location.\"sip:bob@lab\""_s << u"[{node: b1, q: 0.5}]"_s << QByteArray("[{node: b1, q: 0.5}]");
}

void WindowEditorTest::theFormHasEveryKey()
{
    QFETCH(const QString, path);
    QFETCH(const QString, value);
    QFETCH(const QByteArray, text);
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    form->findChild<QTreeView*>()->expandAll();
    keepPicture(*fixture.window, u"form"_s);
    const QModelIndex index = form->find(path);
    QVERIFY(index.isValid());
    QVERIFY(form->model()->setData(index, value));
    QVERIFY2(fixture.window->document().text().contains(text), fixture.window->document().text().constData());
    QVERIFY(fixture.window->document().faults().empty());
    QTRY_COMPARE(form->find(path).data().toString(), value);
}

void WindowEditorTest::theFormRefusesWhatDoesNotFit()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    auto* view = form->findChild<QTreeView*>();
    view->expandAll();
    view->setCurrentIndex(form->find(u"nodes.b1.answer"_s));
    view->scrollTo(form->find(u"nodes.b1.answer"_s), QAbstractItemView::PositionAtTop);
    const auto said = [form] {
        const auto labels = form->findChildren<QLabel*>();
        const auto found = std::find_if(labels.begin(), labels.end(),
            [](const QLabel* label) { return label->isVisible() && label->property("role") == u"noticeHead"_s; });
        return found == labels.end() ? QString() : (*found)->text();
    };
    const int row = view->visualRect(form->find(u"nodes.b1.answer"_s)).top();
    form->model()->setData(form->find(u"nodes.b1.answer"_s), u"soon"_s);
    QCOMPARE(fixture.window->document().text(), sample);
    QTRY_COMPARE(said(), u"answer \"soon\" is not a time; write 300ms, 2s or 64*T1, or never"_s); // no path
    QCOMPARE(form->find(u"nodes.b1.answer"_s).data().toString(), u"soon"_s); // to be put right
    QTRY_COMPARE(view->visualRect(form->find(u"nodes.b1.answer"_s)).top(), row);
    keepPicture(*fixture.window, u"form-refused"_s);
    form->model()->setData(form->find(u"nodes.b1.answer"_s), u"400ms"_s);
    QTRY_COMPARE(said(), QString());
    form->model()->setData(form->find(u"nodes.b1.answer"_s), u"late"_s);
    QTRY_VERIFY(!said().isEmpty());
    QApplication::processEvents();
    view->setCurrentIndex(form->find(u"nodes.proxy"_s)); // another row
    QTRY_COMPARE(said(), QString());
    QTRY_COMPARE(form->find(u"nodes.b1.answer"_s).data().toString(), u"400ms"_s);
    form->model()->setData(form->find(u"nodes.b1.answer"_s), u"late"_s);
    fixture.press(u"Back"_s); // another page
    fixture.press(u"Edit"_s);
    QTRY_COMPARE(said(), QString());
}

void WindowEditorTest::savesAndAsksBeforeLosingChanges()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    const QString path = folder.filePath(u"mine.yaml"_s);
    moveBehind(editor, u"title: Mine"_s);
    QTest::keyClicks(editor, u" 2"_s);
    QVERIFY(!fixture.window->close());
    auto* notice = fixture.part<NoticeBar>();
    QVERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"not saved"_s));
    fixture.press(u"Go on editing"_s);
    QVERIFY(notice->isHidden());
    QVERIFY(fixture.window->isVisible());
    QCOMPARE(contentOf(path), sample);

    fixture.action(u"&Save scenario"_s)->trigger();
    QVERIFY(contentOf(path).contains("title: Mine 2"));
    QVERIFY(!fixture.window->isWindowModified());
    moveBehind(editor, u"title: Mine 2"_s);
    QTest::keyClicks(editor, u"3"_s);
    QVERIFY(!fixture.window->close());
    fixture.press(u"Discard"_s);
    QVERIFY(!fixture.window->isVisible());
    QVERIFY(!contentOf(path).contains("23"));
}

void WindowEditorTest::aFileChangedOnDiskIsReadAgain()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    QFile file(folder.filePath(u"mine.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(sample).replace("Mine", "Theirs"));
    file.close();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.window->document().scenario().title, u"Theirs"_s, 20'000);
    QVERIFY(!fixture.window->isWindowModified());
}

/// As editors save: another file takes its place. And it may be away for a while.
void WindowEditorTest::aFileReplacedOnDiskIsReadEachTime()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    const QString path = folder.filePath(u"mine.yaml"_s);
    const auto place = [&](const QByteArray& title) {
        QSaveFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray(sample).replace("Mine", title)) > 0
            && file.commit();
    };
    const auto title = [&] { return fixture.window->document().scenario().title; };
    QVERIFY(place("One"));
    QTRY_COMPARE_WITH_TIMEOUT(title(), u"One"_s, 20'000);
    QVERIFY(place("Two"));
    QTRY_COMPARE_WITH_TIMEOUT(title(), u"Two"_s, 20'000);
    QVERIFY(QFile::remove(path));
    QTRY_VERIFY_WITH_TIMEOUT(fixture.part<StatusLine>()->said().contains(u"gone"_s), 20'000);
    QCOMPARE(title(), u"Two"_s);
    QVERIFY(place("Three"));
    QTRY_COMPARE_WITH_TIMEOUT(title(), u"Three"_s, 20'000);
}

void WindowEditorTest::aFileChangedHereAndOnDiskIsAsked()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"title: Mine"_s);
    QTest::keyClicks(editor, u" own"_s);
    QFile file(folder.filePath(u"mine.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(sample).replace("Mine", "Theirs"));
    file.close();
    auto* notice = fixture.part<NoticeBar>();
    QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"and here too"_s), 20'000);
    QCOMPARE(fixture.window->document().scenario().title, u"Mine own"_s); // nothing is lost meanwhile
    QVERIFY(editor->isVisible() && notice->isVisible()); // where the person is
    fixture.press(u"Read it again"_s);
    QCOMPARE(fixture.window->document().scenario().title, u"Theirs"_s);
}

void WindowEditorTest::aKilledProgramLosesNothing()
{
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir folder;
    const QString path = sampleFile(folder);
    QDir().mkpath(Autosave::folder());
    // As a program leaves it that is gone: no process has that number.
    QFile left(Autosave::folder() + u"/999999999-1.json"_s);
    QVERIFY(left.open(QIODevice::WriteOnly));
    const QJsonObject object{
        {u"path"_s, path}, {u"text"_s, QString::fromUtf8(QByteArray(sample).replace("Mine", "Unsaved"))}};
    left.write(QJsonDocument(object).toJson());
    left.close();

    const WindowFixture fixture;
    QCOMPARE(fixture.window->document().scenario().title, u"Unsaved"_s);
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(fixture.part<NoticeBar>()->text().contains(u"here again"_s));
    const QDir kept(Autosave::folder()); // as a change of this program now, killed or not
    const QStringList names = kept.entryList({u"%1-*.json"_s.arg(QCoreApplication::applicationPid())});
    QCOMPARE(names.size(), 1);
    QVERIFY(contentOf(kept.filePath(names.first())).contains("Unsaved"));
    fixture.press(u"Undo it"_s);
    QCOMPARE(fixture.window->document().scenario().title, u"Mine"_s);
    QVERIFY(!QFile::exists(left.fileName()));
}

/// Its text has a fault as well: it is in the editor all the same.
void WindowEditorTest::aFileThatIsGoneComesBack()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir().mkpath(Autosave::folder());
    QFile left(Autosave::folder() + u"/999999999-2.json"_s);
    QVERIFY(left.open(QIODevice::WriteOnly));
    const QByteArray text = QByteArray(sample).replace("300ms", "soon");
    left.write(QJsonDocument(QJsonObject{{u"path"_s, u"/no/such/mine.yaml"_s}, {u"text"_s, QString::fromUtf8(text)}})
                   .toJson());
    left.close();
    const WindowFixture fixture;
    QCOMPARE(fixture.window->document().text(), text);
    QVERIFY(!fixture.window->document().faults().empty());
    fixture.press(u"Edit"_s);
    QCOMPARE(fixture.part<ScenarioEditor>()->toPlainText().toUtf8(), text);
    fixture.part<ScenarioEditor>()->setPlainText(QString::fromUtf8(sample));
    QCOMPARE(fixture.window->document().scenario().title, u"Mine"_s);
    fixture.window->close();
    fixture.press(u"Discard"_s);
}

void WindowEditorTest::aLinkDoesNotOverwriteWhatIsTyped()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"answer: 300ms"_s);
    QTest::keyClicks(editor, u"x"_s);
    const QByteArray typed = fixture.window->document().text();
    QVERIFY(!fixture.window->document().faults().empty());
    LinkModel* links = fixture.part<LinksPanel>()->model();
    links->setData(links->index(0, LinkModel::Delay), 77.0);
    QCOMPARE(fixture.window->document().text(), typed);
    fixture.press(u"Back"_s);
    const auto labels = fixture.part<LinksPanel>()->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
        [](const QLabel* label) { return label->isVisible() && label->text().contains(u"faults"_s); }));
    QVERIFY(!fixture.part<LinksPanel>()->table()->isEnabled());
    fixture.action(u"Undo typing"_s)->trigger();
    QVERIFY(fixture.part<LinksPanel>()->table()->isEnabled());
}

void WindowEditorTest::theFormRemovesAndAdds()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    auto* view = form->findChild<QTreeView*>();
    const auto choose = [&](const QString& path) {
        view->setCurrentIndex(form->find(path));
        return form->find(path).isValid();
    };
    QVERIFY(choose(u"nodes.b1.answer"_s));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Delete);
    const QByteArray removed = fixture.window->document().text();
    QVERIFY(!removed.contains("answer:"));
    QVERIFY(removed.contains("role: callee # the one\n"));
    QTRY_VERIFY(form->find(u"nodes.b1.answer"_s).data().toString().isEmpty());

    const QPersistentModelIndex delay = form->find(u"links.proxy-b1.delay"_s);
    QVERIFY(form->model()->setData(delay, QString())); // emptied: gone, and with it a link that has nothing else
    QVERIFY(delay.isValid()); // the model is not made anew while it says that it changed
    QVERIFY(!fixture.window->document().text().contains("proxy-b1"));
    QTRY_VERIFY(!form->find(u"links.proxy-b1"_s).isValid());

    for (const QString& group : {u"nodes"_s, u"outside"_s, u"links"_s, u"rules"_s, u"script"_s})
        form->findChild<QAction*>(u"add-"_s + group)->trigger();
    const Scenario& scenario = fixture.window->document().scenario();
    QVERIFY(fixture.window->document().faults().empty());
    QVERIFY(scenario.node(u"b2"_s));
    QVERIFY(scenario.node(u"outside1"_s)->role == Role::External);
    QVERIFY(fixture.window->document().text().contains("[b1, b2]")); // it will ring
    QCOMPARE(scenario.links.size(), 2);
    QCOMPARE(scenario.rules.size(), 1);
    QTRY_VERIFY(form->find(u"nodes.b2.role"_s).isValid());

    QVERIFY(choose(u"nodes.b2"_s)); // location still names it: said, and nothing changes
    QTest::mouseClick(buttonIn(*form, u"Remove"_s), Qt::LeftButton);
    QVERIFY(scenario.node(u"b2"_s));
    const auto labels = form->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
        [](const QLabel* label) { return label->isVisible() && label->text().contains(u"b2"_s); }));
}

/// The file may be written, its folder not. (The superuser may write anywhere.)
void WindowEditorTest::aReadOnlyFolderLosesNothing()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    ScenarioEditor* editor = openEditor(fixture, folder);
    moveBehind(editor, u"title: Mine"_s);
    QTest::keyClicks(editor, u" own"_s);
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
    fixture.action(u"&Save scenario"_s)->trigger();
    const QString said = fixture.part<StatusLine>()->said();
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    if (::geteuid() == 0) {
        QVERIFY(!fixture.window->isWindowModified());
        return;
    }
    QVERIFY2(said.contains(u"mine.yaml: cannot be written"_s), qPrintable(said));
    QCOMPARE(contentOf(folder.filePath(u"mine.yaml"_s)), sample);
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(dialog); // somewhere else, then
    Q_EMIT dialog->fileSelected(folder.filePath(u"other.yaml"_s));
    QVERIFY(contentOf(folder.filePath(u"other.yaml"_s)).contains("Mine own"));
    QVERIFY(!fixture.window->isWindowModified());
}

void WindowEditorTest::behavioursAreChosen()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    auto* form = fixture.part<FormPanel>();
    auto* view = form->findChild<QTreeView*>();
    const auto choose = [&](const QString& word) {
        const QModelIndex index = form->find(u"nodes.b1.behaviours"_s);
        view->expandAll();
        view->setCurrentIndex(index);
        view->edit(index);
        const auto boxes = view->viewport()->findChildren<QComboBox*>();
        QComboBox* box = boxes.value(boxes.size() - 1); // the one before may be on its way out
        if (!box || box->findText(word) < 0)
            return false;
        Q_EMIT box->textActivated(word);
        Q_EMIT view->itemDelegate()->commitData(box);
        Q_EMIT view->itemDelegate()->closeEditor(box);
        return true;
    };
    QVERIFY(choose(u"no-provisional"_s));
    QVERIFY(fixture.window->document().text().contains("behaviours: [no-provisional]"));
    QTRY_VERIFY(form->find(u"nodes.b1.behaviours"_s).data().toString().contains(u"no-prov"_s));
    QVERIFY(choose(u"no-provisional"_s)); // again: it leaves the list, and the key the text
    QVERIFY(!fixture.window->document().text().contains("behaviours"));
}

void WindowEditorTest::recentFilesAreOffered()
{
    const WindowFixture fixture;
    const QTemporaryDir folder;
    openEditor(fixture, folder);
    const QStringList recent = QSettings().value(u"files/recent"_s).toStringList();
    QCOMPARE(recent.first(), folder.filePath(u"mine.yaml"_s));
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::WindowEditorTest)
#include "tst_window_editor.moc"
