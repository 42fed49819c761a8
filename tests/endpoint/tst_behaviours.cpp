#include "Behaviours.h"
#include "RuleBook.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace siprace;
using namespace Qt::StringLiterals;

/// The registry of behaviours, and how choices become behaviours.
class TestBehaviours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_data();
    void rows();
    void everyGroupHasOneDefault();
    void idsAreUnique();
    void theLastOneWrittenIsAskedFirst();
    void withoutAChoiceTheDefaultsHold();
    void whatIsNotOfTheRoleIsLeftOut();
    void aValueReachesItsBehaviour();
    void aChallengedRequestMayKeepItsNumber();
};

void TestBehaviours::rows_data()
{
    QTest::addColumn<QString>("id");
    for (const BehaviourInfo& info : behaviours())
        QTest::newRow(qPrintable(info.id.toString())) << info.id.toString();
}

void TestBehaviours::rows()
{
    QFETCH(const QString, id);
    const BehaviourInfo* info = findBehaviour(id);
    QVERIFY(info);
    QVERIFY2(findRule(info->rule), "the rule book does not know its rule");
    QVERIFY(!info->label.isEmpty());
    QCOMPARE(info->makeCallerBehaviour != nullptr, info->role == Role::Caller);
    QCOMPARE(info->makeCalleeBehaviour != nullptr, info->role == Role::Callee);
    QVERIFY(!info->isDefault || !info->breaksRule);
}

void TestBehaviours::everyGroupHasOneDefault()
{
    for (const BehaviourGroup group :
        {BehaviourGroup::Choice, BehaviourGroup::Unacknowledged, BehaviourGroup::LateCancel}) {
        const auto isDefaultOfGroup
            = [group](const BehaviourInfo& info) { return info.group == group && info.isDefault; };
        QCOMPARE(std::ranges::count_if(behaviours(), isDefaultOfGroup), 1);
    }
}

void TestBehaviours::idsAreUnique()
{
    QSet<QString> ids;
    for (const BehaviourInfo& info : behaviours())
        ids.insert(info.id.toString());
    QCOMPARE(ids.size(), qsizetype(behaviours().size()));
    QVERIFY(!findBehaviour(u"keep-none"_s));
}

void TestBehaviours::theLastOneWrittenIsAskedFirst()
{
    const CallerBehaviours made = makeCallerBehaviours({{u"keep-last"_s, {}}, {u"keep-all"_s, {}}});
    QVERIFY(!made.empty());
    QCOMPARE(made.front()->onSuccess(false)->keep, SuccessReaction::Keep::This);
}

void TestBehaviours::withoutAChoiceTheDefaultsHold()
{
    const CallerBehaviours callers = makeCallerBehaviours({});
    QCOMPARE(callers.size(), std::size_t(1));
    QCOMPARE(callers.front()->onSuccess(false)->keep, SuccessReaction::Keep::NotThis);
    QCOMPARE(makeCalleeBehaviours({}).size(), std::size_t(2));
}

void TestBehaviours::whatIsNotOfTheRoleIsLeftOut()
{
    QCOMPARE(makeCallerBehaviours({{u"deaf-to-ack"_s, {}}, {u"nonsense"_s, {}}}).size(), std::size_t(1));
    QCOMPARE(makeCalleeBehaviours({{u"keep-last"_s, {}}}).size(), std::size_t(2));
}

void TestBehaviours::aValueReachesItsBehaviour()
{
    const CalleeBehaviours made = makeCalleeBehaviours({{u"final-after-cancel"_s, u"603"_s}});
    QCOMPARE(made.front()->onCancel()->final, std::optional<int>(603));
}

void TestBehaviours::aChallengedRequestMayKeepItsNumber()
{
    QVERIFY(makeCallerBehaviours({{u"retry-same-cseq"_s, {}}}).front()->retriesWithSameCseq());
    QVERIFY(!makeCallerBehaviours({}).front()->retriesWithSameCseq());
}

QTEST_GUILESS_MAIN(TestBehaviours)
#include "tst_behaviours.moc"
