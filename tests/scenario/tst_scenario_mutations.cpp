#include "Draw.h"
#include "Loader.h"
#include "ShippedScenarios.h"
#include "Writer.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

/// Files that somebody damaged: each is read or refused with places inside it, and none does harm.
class ScenarioMutations : public QObject
{
    Q_OBJECT

private:
    static constexpr quint64 mutationsOfAFile = 40;

    /// A draw of its own for each question, so that a failing row can be repeated from its seed alone.
    struct Dice
    {
        Seed seed;
        int asked = 0;
        quint64 below(quint64 bound) { return drawBelow(seed, QByteArray::number(++asked), bound); }
    };

    static QByteArray token(Dice& dice)
    {
        const QByteArrayList tokens{": ", "- ", "{", "}", "[", "]", "\"", "'", "&a ", "*a", "!!str ", "\n", "\t",
            "---\n", "#", "|\n", ">\n", "? ", "~", "null", "99999999999999999999", "-1", "64*T1", "5%", "never", "\xFF",
            "\xE2\x98\x8E", "%YAML 1.1\n", "<<: ", "\r\n", "true", "0x10", "1e9", ","};
        return tokens.at(static_cast<qsizetype>(dice.below(static_cast<quint64>(tokens.size()))));
    }

    static QByteArray mutated(QByteArray text, Dice& dice)
    {
        for (quint64 i = 0; i <= dice.below(4); ++i) {
            const auto at = static_cast<qsizetype>(dice.below(static_cast<quint64>(text.size())));
            const auto size = static_cast<qsizetype>(dice.below(20));
            switch (dice.below(4)) {
            case 0:
                text.insert(at, token(dice));
                break;
            case 1:
                text.remove(at, size);
                break;
            case 2:
                text.insert(static_cast<qsizetype>(dice.below(static_cast<quint64>(text.size()))), text.mid(at, size));
                break;
            default:
                text[at] = static_cast<char>(dice.below(256));
            }
        }
        return text;
    }

    static void checkPlaces(const QByteArray& text, const Diagnostics& diagnostics)
    {
        const QByteArrayList lines = text.split('\n');
        QVERIFY(!diagnostics.empty());
        for (const Diagnostic& diagnostic : diagnostics) {
            QVERIFY2(!diagnostic.what.isEmpty(), text.constData());
            QVERIFY2(
                diagnostic.where.line >= 1 && diagnostic.where.line <= lines.size(), qPrintable(diagnostic.text()));
            QVERIFY2(diagnostic.where.column >= 1, qPrintable(diagnostic.text()));
            QVERIFY2(!diagnostic.text().contains(u'\n'), qPrintable(diagnostic.text()));
        }
    }

private Q_SLOTS:
    void aDamagedFile_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& path : shippedScenarios())
            QTest::newRow(qPrintable(path.section(u'/', -2))) << path;
    }
    void aDamagedFile()
    {
        QFETCH(const QString, path);
        const QByteArray text = contentOf(path);
        for (quint64 seed = 1; seed <= mutationsOfAFile; ++seed) {
            Dice dice{Seed{seed}};
            const QByteArray damaged = mutated(text, dice);
            const auto scenario = parseScenario(damaged, u"f.yaml"_s);
            if (scenario)
                QVERIFY2(parseScenario(writeScenario(*scenario), u"f.yaml"_s), damaged.constData());
            else
                checkPlaces(damaged, scenario.error());
        }
    }

    void settingsAtRandom()
    {
        const QByteArray text = contentOf(shippedScenarios().front());
        const auto source = ScenarioSource::parse(text, u"f.yaml"_s);
        QVERIFY(source);
        const QStringList words{u"proxy"_s, u"nodes"_s, u"b1"_s, u"policy"_s, u"late-2xx"_s, u"links"_s, u"b1-proxy"_s,
            u"delay"_s, u"location"_s, u"\"sip:bob@lab\""_s, u"0"_s, u"7"_s, u"script"_s, u"at"_s, u"expect"_s,
            u"rules"_s, u""_s, u"q"_s, u"variants"_s, u"set"_s, u"story"_s, u"\""_s};
        const QStringList values{
            u"1s"_s, u"drop"_s, u"{}"_s, u"[]"_s, u"[b1]"_s, u""_s, u"{delay: 1ms}"_s, u"&a b"_s, u"\"x"_s};
        for (quint64 seed = 1; seed <= 2000; ++seed) {
            Dice dice{Seed{seed}};
            QStringList path;
            for (quint64 i = 0; i <= dice.below(5); ++i)
                path += words.at(static_cast<qsizetype>(dice.below(static_cast<quint64>(words.size()))));
            const QString value = values.at(static_cast<qsizetype>(dice.below(static_cast<quint64>(values.size()))));
            const auto changed = source->with({{path.join(u'.'), value}});
            if (changed)
                QVERIFY2(parseScenario(changed->text, u"f.yaml"_s), changed->text.constData());
            else
                QCOMPARE(changed.error().front().where.file, path.join(u'.'));
        }
    }
};

QTEST_GUILESS_MAIN(ScenarioMutations)
#include "tst_scenario_mutations.moc"
