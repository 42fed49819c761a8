#include "RuleKeeper.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
const QStringList nodes{u"caller"_s, u"proxy"_s, u"b1"_s, u"b2"_s};

int indexOf(const QString& id)
{
    return static_cast<int>(nodes.indexOf(id));
}

MessageFields request(const QByteArray& method, quint32 cseq = 1)
{
    MessageFields fields;
    fields.method = fields.cseqMethod = method;
    fields.cseq = cseq;
    return fields;
}

MessageFields response(int status, const QByteArray& tag, const QByteArray& method = "INVITE")
{
    MessageFields fields;
    fields.status = status;
    fields.toTag = tag;
    fields.cseq = 1;
    fields.cseqMethod = method;
    return fields;
}

LinkRule rule(
    const QString& from, const QString& to, const MessageMatch& match, LinkRule::Do action = LinkRule::Do::Drop)
{
    LinkRule made;
    made.link = {from, to};
    made.match = match;
    made.action = action;
    return made;
}

MessageMatch byMethod(const QByteArray& method, std::optional<int> nth = {})
{
    MessageMatch match;
    match.method = method;
    match.nth = nth;
    return match;
}

LinkRule holdUntil(HoldUntil::Event event, const MessageMatch& match)
{
    LinkRule made = rule(u"b2"_s, u"proxy"_s, {}, LinkRule::Do::Hold);
    made.match.status = 200;
    made.until = HoldUntil{event, {u"proxy"_s, u"b2"_s}, match};
    return made;
}
} // namespace

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void match_data();
    void match();
    void nthCountsWhateverOtherRulesDid();
    void theFirstThatFitsActs();
    void aHoldEndsWithItsEvent();
    void aHoldWaitsForTheNthEvent();
    void anArrivalIsNoSending();
    void aHoldWhoseEventHasComeDoesNotAct();
    void anEventBeforeTheHoldBegins();
    void aHoldWithoutEndKeeps();
    void aMessageDoesNotFreeItself();
};

void RulesTest::match_data()
{
    QTest::addColumn<LinkRule>("rule");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<MessageFields>("message");
    QTest::addColumn<bool>("acts");
    const auto with = [](auto change) {
        LinkRule made = rule(u"b2"_s, u"proxy"_s, {});
        change(made.match);
        return made;
    };
    const LinkRule anything = with([](MessageMatch&) {});
    const LinkRule status = with([](MessageMatch& m) { m.status = 200; });
    const LinkRule tagged = with([](MessageMatch& m) { m.toTag = "b2"; });
    const LinkRule ofInvite = with([](MessageMatch& m) { m.cseqMethod = "INVITE"; });
    const LinkRule second = with([](MessageMatch& m) { m.cseqNumber = 2; });
    QTest::newRow("no keys: everything") << anything << 3 << 1 << response(180, "b2") << true;
    QTest::newRow("the other direction") << anything << 1 << 3 << request("BYE") << false;
    QTest::newRow("another link") << anything << 2 << 1 << response(200, "b1") << false;
    QTest::newRow("the status") << status << 3 << 1 << response(200, "b2") << true;
    QTest::newRow("another status") << status << 3 << 1 << response(180, "b2") << false;
    QTest::newRow("a request has no status") << status << 3 << 1 << request("BYE") << false;
    QTest::newRow("the tag") << tagged << 3 << 1 << response(200, "b2") << true;
    QTest::newRow("another tag") << tagged << 3 << 1 << response(200, "b2-2") << false;
    QTest::newRow("a response to INVITE") << ofInvite << 3 << 1 << response(200, "b2") << true;
    QTest::newRow("a response to CANCEL") << ofInvite << 3 << 1 << response(200, "b2", "CANCEL") << false;
    QTest::newRow("the number") << second << 3 << 1 << request("BYE", 2) << true;
    QTest::newRow("another number") << second << 3 << 1 << request("BYE", 3) << false;
    QTest::newRow("a node that is not there") << rule(u"b9"_s, u"proxy"_s, {}) << 3 << 1 << request("BYE") << false;
}

void RulesTest::match()
{
    QFETCH(const LinkRule, rule);
    QFETCH(const int, from);
    QFETCH(const int, to);
    QFETCH(const MessageFields, message);
    RuleKeeper keeper({rule}, indexOf);
    QTEST(keeper.sent(from, to, message) != nullptr, "acts");
}

void RulesTest::nthCountsWhateverOtherRulesDid()
{
    RuleKeeper keeper(
        {rule(u"caller"_s, u"proxy"_s, byMethod("ACK", 1)), rule(u"caller"_s, u"proxy"_s, byMethod("ACK", 3))},
        indexOf);
    QStringList acting;
    for (int i = 0; i < 4; ++i) {
        const LinkRule* acts = keeper.sent(0, 1, request("ACK"));
        acting << (acts ? QString::number(keeper.numberOf(acts)) : u"-"_s);
        std::ignore = keeper.sent(0, 1, request("BYE")); // counts for neither
    }
    QCOMPARE(acting, (QStringList{u"1"_s, u"-"_s, u"2"_s, u"-"_s}));
}

void RulesTest::theFirstThatFitsActs()
{
    RuleKeeper keeper({rule(u"caller"_s, u"proxy"_s, byMethod("ACK", 2)), rule(u"caller"_s, u"proxy"_s, {})}, indexOf);
    QCOMPARE(keeper.numberOf(keeper.sent(0, 1, request("ACK"))), 2);
    QCOMPARE(keeper.numberOf(keeper.sent(0, 1, request("ACK"))), 1);
}

void RulesTest::aHoldEndsWithItsEvent()
{
    RuleKeeper keeper({holdUntil(HoldUntil::Event::Sent, byMethod("CANCEL"))}, indexOf);
    const LinkRule* acting = keeper.sent(3, 1, response(200, "b2"));
    QVERIFY(acting);
    QVERIFY(keeper.hold(acting, 7));
    QVERIFY(keeper.hold(acting, 5));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 8, 1, 3, request("ACK")).empty());
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 9, 1, 2, request("CANCEL")).empty());
    QCOMPARE(keeper.released(HoldUntil::Event::Sent, 10, 1, 3, request("CANCEL")), (std::vector<int>{5, 7}));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 11, 1, 3, request("CANCEL")).empty());
}

void RulesTest::aHoldWaitsForTheNthEvent()
{
    RuleKeeper keeper({holdUntil(HoldUntil::Event::Sent, byMethod("CANCEL", 2))}, indexOf);
    QVERIFY(keeper.hold(keeper.sent(3, 1, response(200, "b2")), 5));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 6, 1, 3, request("CANCEL")).empty());
    QCOMPARE(keeper.released(HoldUntil::Event::Sent, 7, 1, 3, request("CANCEL")), std::vector<int>{5});
}

void RulesTest::anArrivalIsNoSending()
{
    RuleKeeper keeper({holdUntil(HoldUntil::Event::Arrived, byMethod("CANCEL"))}, indexOf);
    QVERIFY(keeper.hold(keeper.sent(3, 1, response(200, "b2")), 5));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 6, 1, 3, request("CANCEL")).empty());
    QCOMPARE(keeper.released(HoldUntil::Event::Arrived, 6, 1, 3, request("CANCEL")), std::vector<int>{5});
}

void RulesTest::aHoldWhoseEventHasComeDoesNotAct()
{
    RuleKeeper keeper({holdUntil(HoldUntil::Event::Sent, byMethod("CANCEL"))}, indexOf);
    std::ignore = keeper.released(HoldUntil::Event::Sent, 1, 1, 3, request("CANCEL"));
    QVERIFY(!keeper.sent(3, 1, response(200, "b2")));
}

void RulesTest::anEventBeforeTheHoldBegins()
{
    // A person held the message first, and meanwhile the rule's event came.
    RuleKeeper keeper({holdUntil(HoldUntil::Event::Sent, byMethod("CANCEL"))}, indexOf);
    const LinkRule* acting = keeper.sent(3, 1, response(200, "b2"));
    std::ignore = keeper.released(HoldUntil::Event::Sent, 6, 1, 3, request("CANCEL"));
    QVERIFY(!keeper.hold(acting, 5));
}

void RulesTest::aHoldWithoutEndKeeps()
{
    LinkRule forever = holdUntil(HoldUntil::Event::Sent, {});
    forever.until.reset();
    RuleKeeper keeper({forever}, indexOf);
    QVERIFY(keeper.hold(keeper.sent(3, 1, response(200, "b2")), 5));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 6, 1, 3, request("CANCEL")).empty());
    QVERIFY(keeper.sent(3, 1, response(200, "b2")));
}

void RulesTest::aMessageDoesNotFreeItself()
{
    LinkRule own = rule(u"b2"_s, u"proxy"_s, {}, LinkRule::Do::Hold);
    own.until = HoldUntil{HoldUntil::Event::Sent, {u"b2"_s, u"proxy"_s}, {}};
    RuleKeeper keeper({own}, indexOf);
    QVERIFY(keeper.hold(keeper.sent(3, 1, response(180, "b2")), 5));
    QVERIFY(keeper.released(HoldUntil::Event::Sent, 5, 3, 1, response(180, "b2")).empty());
    QCOMPARE(keeper.released(HoldUntil::Event::Sent, 6, 3, 1, response(200, "b2")), std::vector<int>{5});
}

QTEST_APPLESS_MAIN(RulesTest)
#include "tst_link_rules.moc"
