#include "ShippedScenarios.h"
#include "YamlPatch.h"

#include <QTest>

using namespace siprace;

/// Settings written into the text of a scenario, which otherwise stays as a person wrote it.
class TestYamlPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patches_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, const char* setting, const char* after) {
            QTest::newRow(name) << QByteArray(before) << QString::fromUtf8(setting) << QByteArray(after);
        };
        row("a value in a block", "links:\n  a-b:\n    delay: 5ms # slow\n    loss: 1%\n", "links.a-b.delay=7ms",
            "links:\n  a-b:\n    delay: 7ms # slow\n    loss: 1%\n");
        row("a value in braces", "links:\n  a-b: {delay: 5ms, loss: 1%} # wire\n", "links.a-b.loss=2%",
            "links:\n  a-b: {delay: 5ms, loss: 2%} # wire\n");
        row("one more in braces", "links:\n  a-b: {delay: 5ms} # wire\n", "links.a-b.loss=2%",
            "links:\n  a-b: {delay: 5ms, loss: 2%} # wire\n");
        row("one more line in a block", "links:\n  a-b:\n    delay: 5ms # slow\n# end\nseed: 1\n", "links.a-b.loss=2%",
            "links:\n  a-b:\n    delay: 5ms # slow\n    loss: 2%\n# end\nseed: 1\n");
        row("a quoted text", "title: \"It's a race\" # t\nseed: 1\n", "title=Other", "title: Other # t\nseed: 1\n");
        row("a text in single quotes", "title: 'It''s' # t\n", "title=Other", "title: Other # t\n");
        row("one more entry of a list", "rules: # by hand\n  - {on: a>b, do: drop}\nseed: 1\n",
            "rules.1={on: b>a, do: drop}",
            "rules: # by hand\n  - {on: a>b, do: drop}\n  - {on: b>a, do: drop}\nseed: 1\n");
        row("a key that the file has not", "# mine\nseed: 1\n", "title=New", "# mine\nseed: 1\ntitle: New\n");
        row("a file without an end of line", "seed: 1", "title=New", "seed: 1\ntitle: New\n");
        row("what is there already", "seed: 1 # one\n", "seed=1", "seed: 1 # one\n");
        row("a block that is replaced is written anew", "links:\n  a-b:\n    delay: 5ms\n", "links.a-b=9ms",
            "links:\n  a-b: 9ms\n");
    }
    void patches()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QString, setting);
        const auto patched = patchScenario(before, QStringLiteral("x.yaml"), {*parseSetting(setting)});
        QVERIFY2(patched.has_value(), patched ? "" : qPrintable(patched.error().front().text()));
        QTEST(*patched, "after");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("setting");
        QTest::newRow("a text that is no YAML") << QByteArray("a: [1\n") << QStringLiteral("seed=1");
        QTest::newRow("an unknown key") << QByteArray("seed: 1\n") << QStringLiteral("sed=1");
        QTest::newRow("an index too far") << QByteArray("rules: []\n") << QStringLiteral("rules.5=x");
    }
    void refuses()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, setting);
        QVERIFY(!patchScenario(text, QStringLiteral("x.yaml"), {*parseSetting(setting)}));
    }

    /// Every comment of every shipped scenario is still there, and the scenario says what the setting says.
    void keepsEveryComment()
    {
        for (const QString& path : shippedScenarios()) {
            const QByteArray text = contentOf(path);
            const Setting setting{QStringLiteral("title"), QStringLiteral("Another title")};
            const auto patched = patchScenario(text, path, {setting});
            QVERIFY2(patched.has_value(), qPrintable(path));
            QVERIFY2(patched->count('#') == text.count('#'), qPrintable(path));
            const auto scenario = parseScenario(*patched, path);
            QVERIFY2(scenario.has_value(), qPrintable(path));
            QCOMPARE(scenario->title, setting.value);
        }
    }
};

QTEST_APPLESS_MAIN(TestYamlPatch)
#include "tst_yaml_patch.moc"
