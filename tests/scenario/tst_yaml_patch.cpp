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

    void removes_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, const char* path, const char* after) {
            QTest::newRow(name) << QByteArray(before) << QString::fromUtf8(path) << QByteArray(after);
        };
        row("a key of a block, with what is said of it", "links:\n  a-b:\n    delay: 5ms # slow\n    loss: 1%\n# end\n",
            "links.a-b.delay", "links:\n  a-b:\n    loss: 1%\n# end\n");
        row("the first in braces", "links:\n  a-b: {delay: 5ms, loss: 1%} # wire\n", "links.a-b.delay",
            "links:\n  a-b: {loss: 1%} # wire\n");
        row("the last in braces", "links:\n  a-b: {delay: 5ms, loss: 1%} # wire\n", "links.a-b.loss",
            "links:\n  a-b: {delay: 5ms} # wire\n");
        row("a whole block",
            "nodes:\n  a: {role: caller}\n  b1:\n    role: callee # one\n    ring: 1s\n  b2: {role: callee}\n",
            "nodes.b1", "nodes:\n  a: {role: caller}\n  b2: {role: callee}\n");
        row("an entry of a list", "rules:\n  - {link: a>b, do: drop}\n  - {link: b>a, do: drop}\n", "rules.0",
            "rules:\n  - {link: b>a, do: drop}\n");
        row("a key behind a dash", "script:\n  - at: 1s\n    node: a\n    do: call\n", "script.0.at",
            "script:\n  - node: a\n    do: call\n");
        row("the only one goes with its parent", "seed: 1 # one\nrules:\n  - {link: a>b, do: drop}\n", "rules.0",
            "seed: 1 # one\n");
        row("the last line, without an end of line", "title: x\nseed: 1", "seed", "title: x\n");
    }
    void removes()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QString, path);
        const auto patched = removeFromScenario(before, QStringLiteral("x.yaml"), path);
        QVERIFY2(patched.has_value(), patched ? "" : qPrintable(patched.error().front().text()));
        QTEST(*patched, "after");
        QVERIFY(!removeFromScenario(before, QStringLiteral("x.yaml"), path + QStringLiteral(".none")));
    }

    void prepends_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("before the first of a block")
            << QByteArray("rules: # by hand\n  # why\n  - {do: drop}\nseed: 1\n")
            << QByteArray("rules: # by hand\n  # why\n  - {do: hold}\n  - {do: drop}\nseed: 1\n");
        QTest::newRow("before the first in brackets")
            << QByteArray("rules: [{do: drop}] # r\n") << QByteArray("rules: [{do: hold}, {do: drop}] # r\n");
        QTest::newRow("a list that is not there")
            << QByteArray("seed: 1 # one\n") << QByteArray("seed: 1 # one\nrules: [{do: hold}]\n");
    }
    void prepends()
    {
        QFETCH(const QByteArray, before);
        const auto patched = prependToScenario(
            before, QStringLiteral("x.yaml"), {QStringLiteral("rules"), QStringLiteral("{do: hold}")});
        QVERIFY(patched.has_value());
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
