#include "Application.h"
#include "Policies.h"
#include "WindowFixture.h"

#include <QDirIterator>
#include <QLabel>
#include <QMenuBar>
#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace siprace::ui {

/// The window in another language.
class TranslationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated();
    void noTextHides();
    void keysOfAMenuDiffer();
    void theWindowSpeaksGerman();
    void theLadderSpeaksGerman();
};

namespace {

struct Translated
{
    QString context;
    QString source;
    QString text;
    bool isFinished = true;
};

QList<Translated> readTranslations()
{
    QFile file(QStringLiteral(SIPRACE_SOURCE_DIR "/translations/siprace_de.ts"));
    QList<Translated> found;
    if (!file.open(QIODevice::ReadOnly))
        return found;
    QXmlStreamReader reader(&file);
    QString context;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == u"name") {
            context = reader.readElementText();
        } else if (reader.name() == u"source") {
            found.append({context, reader.readElementText(), {}, true});
        } else if (reader.name() == u"translation") {
            found.last().isFinished = !reader.attributes().hasAttribute(u"type"_s);
            found.last().text = reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    return found;
}

/// "%1", "%n", "%L1" of a text, sorted.
QStringList fields(const QString& text)
{
    static const QRegularExpression field(u"%(?:L?\\d|n)"_s);
    QSet<QString> found;
    for (auto it = field.globalMatch(text); it.hasNext();)
        found.insert(it.next().captured());
    QStringList list(found.begin(), found.end());
    list.sort();
    return list;
}

} // namespace

void TranslationTest::everyTextIsTranslated()
{
    const QList<Translated> all = readTranslations();
    QVERIFY(all.size() > 300);
    for (const Translated& one : all) {
        QVERIFY2(one.isFinished && !one.text.isEmpty(), qPrintable(one.source));
        QVERIFY2(fields(one.text) == fields(one.source), qPrintable(one.source));
        QVERIFY2(one.text.contains(u'&') == one.source.contains(u'&'), qPrintable(one.source));
    }
}

/// A text that reaches tr() through a variable must be marked where it stands: lupdate does not run programs.
void TranslationTest::noTextHides()
{
    static const QRegularExpression hidden(u"(?:translate\\(\"(\\w+)\", |(\\w+)::tr\\()(?=[A-Za-z])"_s);
    QDirIterator files(
        QStringLiteral(SIPRACE_SOURCE_DIR "/ui"), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    int looked = 0;
    while (files.hasNext()) {
        const QString text = QString::fromUtf8(contentOf(files.next()));
        const bool isMarked = text.contains(u"QT_TRANSLATE_NOOP(\""_s);
        QVERIFY2(isMarked || !text.contains(hidden), qPrintable(files.filePath()));
        ++looked;
    }
    QVERIFY(looked > 80);
}

/// Alt and a letter opens one menu, not two by turns.
void TranslationTest::keysOfAMenuDiffer()
{
    QVERIFY(installTranslation(QLocale(QLocale::German)));
    const WindowFixture fixture;
    QStringList keys;
    for (const QAction* menu : fixture.window->menuBar()->actions()) {
        const QString key = menu->text().section(u'&', 1).first(1).toLower();
        QVERIFY2(!keys.contains(key), qPrintable(menu->text()));
        keys.append(key);
    }
}

void TranslationTest::theWindowSpeaksGerman()
{
    QVERIFY(installTranslation(QLocale(QLocale::German)));
    const WindowFixture fixture;
    QCOMPARE(fixture.window->menuBar()->actions().first()->text(), u"&Datei"_s);
    QCOMPARE(fixture.button(u"Start"_s)->text().right(5), u"Start"_s);
    fixture.pick(u"clock"_s, u"virtual"_s);
    fixture.press(u"Start"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    const auto labels = fixture.part<StatusLine>()->findChildren<QLabel*>();
    QVERIFY(std::any_of(
        labels.begin(), labels.end(), [](const QLabel* label) { return label->text().contains(u"Nachrichten"_s); }));
    fixture.pick(u"policy"_s, u"drop-late-2xx"_s);
    fixture.press(u"Start"_s);
    const auto ghost = [&fixture] { return fixture.part<OutcomeStrip>()->cells().at(2).value; };
    QTRY_COMPARE_WITH_TIMEOUT(ghost(), u"32,0 s"_s, 20'000);
    auto* policies = fixture.window->findChild<QComboBox*>(u"policy"_s);
    for (const proxy::Policy& policy : proxy::policies())
        QVERIFY2(policy.id == u"invfix" || policies->itemText(policies->findData(policy.id.toString())) != policy.label,
            qPrintable(policy.id.toString()));
    fixture.window->findChild<QAction*>(u"story-tell"_s)->trigger();
    QVERIFY(fixture.button(u"Geschichte beenden"_s) != nullptr);
    const QString folder = qEnvironmentVariable("SIPRACE_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(fixture.window->grab().save(folder + u"/german.png"_s));
    QVERIFY(!installTranslation(QLocale(QLocale::Korean))); // English then
}

/// Words of the window and the ladder; findings and reasons stay as they are in reports, so that they can be searched.
void TranslationTest::theLadderSpeaksGerman()
{
    QVERIFY(installTranslation(QLocale(QLocale::German)));
    const WindowFixture fixture;
    QVERIFY(fixture.window->openFile(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/tcp/two-phones-tcp.yaml")));
    fixture.pick(u"clock"_s, u"virtual"_s);
    fixture.press(u"Start"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isJudged(), 20'000);
    const LadderLayout& layout = fixture.part<LadderView>()->layout();
    QStringList words;
    for (const ConnectionShape& shape : layout.slice(0, layout.height()).connections)
        words += shape.text;
    QVERIFY2(words.contains(u"verbunden"_s), qPrintable(words.join(u", "_s)));
    QVERIFY(!words.contains(u"connected"_s));
    keepPicture(*fixture.window, u"german-tcp"_s);
}

} // namespace siprace::ui

QTEST_MAIN(siprace::ui::TranslationTest)
#include "tst_translation.moc"
