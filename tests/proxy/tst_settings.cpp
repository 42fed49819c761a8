#include "Policies.h"
#include "RuleBook.h"
#include "SettingTables.h"

#include <QSet>
#include <QTest>

using namespace siprace;
using namespace siprace::proxy;
using namespace Qt::StringLiterals;

/// The tables that parser, schema, combo boxes and help read.
class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void policy_data();
    void policy();
    void tablesAreWhole();
    void everyWordIsTaken_data();
    void everyWordIsTaken();
    void defaultComesFirst();
    void times();
    void doesNotFit_data();
    void doesNotFit();
};

void TestSettings::policy_data()
{
    QTest::addColumn<PolicyKnobs>("knobs");
    PolicyKnobs knobs;
    QTest::newRow("forward-all") << knobs;
    knobs.late2xx = Late2xx::Drop;
    knobs.rememberBy = RememberBy::CallId;
    QTest::newRow("drop-late-2xx") << knobs;
    knobs.late2xx = Late2xx::AckBye;
    knobs.rememberBy = RememberBy::ToTag;
    QTest::newRow("ack-bye") << knobs;
    knobs.late2xx = Late2xx::Forward;
    knobs.transactions = TransactionForm::Rfc6026;
    knobs.stray = Stray::Drop;
    QTest::newRow("invfix") << knobs;
}

void TestSettings::policy()
{
    QFETCH(const PolicyKnobs, knobs);
    const QString id = QString::fromLatin1(QTest::currentDataTag());
    const Policy* policy = findPolicy(id);
    QVERIFY(policy);
    QCOMPARE(policy->knobs, knobs);
    QCOMPARE(knobsOf(id), knobs);
    for (const QString& rule : policy->breaks.toString().split(u' ', Qt::SkipEmptyParts))
        QVERIFY2(findRule(rule), qPrintable(rule));
}

void TestSettings::tablesAreWhole()
{
    QSet<QString> ids;
    for (const Policy& policy : policies()) {
        QVERIFY(!policy.label.isEmpty() && !policy.clause.isEmpty() && policy.summary.endsWith(u'.'));
        ids.insert(policy.id.toString());
    }
    QCOMPARE(ids.size(), 4);
    QCOMPARE(policies().front().id, u"forward-all");
    QCOMPARE(knobTable().size(), 6U);
    for (const auto table : {knobTable(), settingTable()}) {
        for (const SettingRow& row : table) {
            QVERIFY(!row.meaning.isEmpty() && !row.allowed().isEmpty());
            QVERIFY2(row.rule.isEmpty() || findRule(row.rule), qPrintable(row.rule.toString()));
        }
    }
}

void TestSettings::everyWordIsTaken_data()
{
    QTest::addColumn<bool>("isKnob");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("word");
    for (const bool isKnob : {true, false}) {
        for (const SettingRow& row : isKnob ? knobTable() : settingTable()) {
            for (const QString& word : row.wordList())
                QTest::newRow(qPrintable(row.key.toString() + u": "_s + word)) << isKnob << row.key.toString() << word;
        }
    }
}

void TestSettings::everyWordIsTaken()
{
    QFETCH(const bool, isKnob);
    QFETCH(const QString, key);
    QFETCH(const QString, word);
    PolicyKnobs knobs;
    ProxySettings settings;
    const auto done = isKnob ? applyKnob(knobs, key, word, {}) : applySetting(settings, key, word, {});
    QVERIFY(done.has_value());
}

void TestSettings::defaultComesFirst()
{
    ProxySettings settings;
    for (const SettingRow& row : settingTable()) {
        if (!row.wordList().isEmpty())
            QVERIFY(applySetting(settings, row.key, row.wordList().first(), {}).has_value());
    }
    QCOMPARE(settings, ProxySettings{});
}

void TestSettings::times()
{
    PolicyKnobs knobs;
    ProxySettings settings;
    TimerValues timers;
    timers.T1 = 100ms;
    QVERIFY(applyKnob(knobs, u"remember-for", u"64*T1", timers).has_value());
    QCOMPARE(knobs.rememberFor, Duration{6400ms});
    QVERIFY(applyKnob(knobs, u"linger", u"5s", timers).has_value());
    QCOMPARE(knobs.linger, Duration{5s});
    QVERIFY(applyKnob(knobs, u"linger", u"rfc", timers).has_value());
    QVERIFY(!knobs.linger);
    QVERIFY(applySetting(settings, u"serial-timeout", u"10s", timers).has_value());
    QCOMPARE(settings.serialTimeout, Duration{10s});
    QVERIFY(applySetting(settings, u"timer-c", u"185s", timers).has_value());
    QCOMPARE(settings.timerC, Duration{185s});
    QVERIFY(applySetting(settings, u"max-breadth", u"7", timers).has_value());
    QCOMPARE(settings.maxBreadth, 7);
    QVERIFY(applySetting(settings, u"store", u"lab.sqlite", timers).has_value());
    QCOMPARE(settings.store, u"lab.sqlite"_s);
}

void TestSettings::doesNotFit_data()
{
    QTest::addColumn<bool>("isKnob");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("an unknown knob") << true << u"late2xx"_s << u"drop"_s << u"unknown policy knob \"late2xx\""_s;
    QTest::newRow("an unknown word") << true << u"late-2xx"_s << u"eat"_s << u"write forward, drop or ack-bye"_s;
    QTest::newRow("no time") << true << u"linger"_s << u"5"_s << u"write rfc or a time such as 5s"_s;
    QTest::newRow("no time at all") << true << u"remember-for"_s << QString() << u"a time"_s;
    QTest::newRow("a negative time") << false << u"timer-c"_s << u"-1s"_s << u"a time"_s;
    QTest::newRow("yes is not true") << false << u"record-route"_s << u"yes"_s << u"write true or false"_s;
    QTest::newRow("no branch at all") << false << u"max-breadth"_s << u"0"_s << u"from 1 to 255"_s;
    QTest::newRow("more INVITEs than anybody has")
        << false << u"max-pending"_s << u"1000001"_s << u"from 1 to 1000000"_s;
    QTest::newRow("an unknown setting") << false << u"forks"_s << u"serial"_s << u"unknown proxy key"_s;
}

void TestSettings::doesNotFit()
{
    QFETCH(const bool, isKnob);
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, says);
    PolicyKnobs knobs;
    ProxySettings settings;
    const auto done = isKnob ? applyKnob(knobs, key, value, {}) : applySetting(settings, key, value, {});
    QVERIFY(!done.has_value());
    const QString text = done.error().text();
    QVERIFY2(text.contains(says), qPrintable(text));
    QCOMPARE(knobs, PolicyKnobs{});
    QCOMPARE(settings, ProxySettings{});
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
