#include "Library.h"
#include "Loader.h"
#include "ShippedScenarios.h"

#include <QDir>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Scenarios are found by id from wherever one stands.
class ScenarioLibrary : public QObject
{
    Q_OBJECT

private:
    static void write(const QString& path, const QByteArray& text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private Q_SLOTS:
    void init()
    {
        qunsetenv("SIPRACE_SCENARIOS");
        m_before = QDir::currentPath();
    }
    void cleanup() { QDir::setCurrent(m_before); }

    void everyShippedScenarioIsListedOnceWithItsTitle()
    {
        const QList<LibraryEntry> entries = listScenarios();
        QCOMPARE(entries.size(), shippedScenarios().size());
        QSet<QString> ids;
        for (const LibraryEntry& entry : entries) {
            QVERIFY2(!ids.contains(entry.id), qPrintable(entry.id));
            ids += entry.id;
            QVERIFY2(!entry.title.isEmpty() && entry.title != entry.id, qPrintable(entry.id));
            QCOMPARE(QFileInfo(entry.path).dir().dirName(), entry.group);
        }
    }

    void everyShippedScenarioIsValidAndExplainsItself_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& path : shippedScenarios())
            QTest::newRow(qPrintable(path.section(u'/', -2))) << path;
    }
    void everyShippedScenarioIsValidAndExplainsItself()
    {
        QFETCH(const QString, path);
        const auto scenario = loadScenario(path);
        QVERIFY2(scenario, scenario ? "" : qPrintable(scenario.error().front().text()));
        QVERIFY(scenario->title.size() < 60);
        QVERIFY(!scenario->summary.isEmpty());
        QVERIFY(scenario->reference.contains(u"RFC"));
        QVERIFY(!scenario->story.isEmpty());
        QCOMPARE(scenario->expect.size(), scenario->hasOutsideProxy() ? 5 : 4); // every policy, and the program itself
    }

    void anIdIsFoundFromAnyFolder()
    {
        QTemporaryDir elsewhere;
        QDir::setCurrent(elsewhere.path());
        const auto path = resolveScenario(u"two-phones-answer"_s);
        QVERIFY(path);
        QVERIFY(path->endsWith(u"/forking/two-phones-answer.yaml"));
        QCOMPARE(resolveScenario(u"forking/two-phones-answer"_s), path);
    }

    void aPathIsTakenAsGiven()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"mine.yaml"_s), "siprace: 1\n");
        QDir::setCurrent(folder.path());
        QCOMPARE(resolveScenario(u"mine.yaml"_s).value(), u"mine.yaml"_s);
        QCOMPARE(resolveScenario(u"./mine.yaml"_s).value(), u"./mine.yaml"_s);
    }

    void aMisspeltIdIsNotedWithTheNearest_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a letter too few")
            << u"two-phones-anser"_s << u"scenario \"two-phones-anser\": did you mean \"two-phones-answer\"?"_s;
        QTest::newRow("an id with the end of a file name")
            << u"two-phones-anser.yaml"_s
            << u"scenario \"two-phones-anser.yaml\": did you mean \"two-phones-answer\"?"_s;
        QTest::newRow("nothing like it") << u"zzz"_s << u"scenario \"zzz\" is unknown; \"siprace list\" names them"_s;
        QTest::newRow("a path to nothing")
            << u"no/such/file.yaml"_s
            << u"no/such/file.yaml: there is no such file; \"siprace list\" names the scenarios"_s;
        QTest::newRow("nothing at all") << QString() << u"scenario \"\" is unknown; \"siprace list\" names them"_s;
    }
    void aMisspeltIdIsNotedWithTheNearest()
    {
        QFETCH(const QString, argument);
        QFETCH(const QString, expected);
        const auto path = resolveScenario(argument);
        QVERIFY(!path);
        QCOMPARE(path.error().text(), expected);
    }

    void aFolderOfOnesOwnComesFirst()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"forking/two-phones-answer.yaml"_s), "siprace: 1\ntitle: Mine\n");
        write(folder.filePath(u"own/extra.yaml"_s), "siprace: 1\n");
        qputenv("SIPRACE_SCENARIOS", folder.path().toUtf8());
        QCOMPARE(scenarioFolders().front(), QDir(folder.path()).canonicalPath());
        QVERIFY(resolveScenario(u"two-phones-answer"_s)->startsWith(QDir(folder.path()).canonicalPath()));
        QVERIFY(resolveScenario(u"extra"_s));
        QVERIFY(resolveScenario(u"auto-answer"_s)); // the shipped ones are still there
    }

private:
    QString m_before;
};

QTEST_GUILESS_MAIN(ScenarioLibrary)
#include "tst_scenario_library.moc"
