#include "Link.h"

#include <QTest>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {
MessageFields message(const QByteArray& method, const QByteArray& callId = "call-1@caller")
{
    MessageFields fields;
    fields.method = fields.cseqMethod = method;
    fields.cseq = 1;
    fields.callId = callId;
    return fields;
}

Impairment impairment(double loss, double duplicate = 0, Duration jitter = Duration{0}, double reorder = 0)
{
    return {100ms, jitter, loss, duplicate, reorder};
}

/// What became of the n-th of `count` equal messages: lost, or its delay.
QList<std::optional<Duration>> fatesOf(Link& link, const MessageFields& fields, int count)
{
    QList<std::optional<Duration>> fates;
    for (int i = 0; i < count; ++i) {
        for (const Link::Passage& passage : link.pass(fields, 1))
            fates << (passage.isLost ? std::nullopt : std::optional(passage.delay));
    }
    return fates;
}
} // namespace

class LinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainLinkOnlyDelays();
    void shares_data();
    void shares();
    void jitterStaysInItsRange();
    void theSameSeedGivesTheSameFates();
    void oneMessageMoreChangesNoOther();
    void anotherDirectionOrSeedDrawsAnew();
    void theImpairmentMayChange();
};

void LinkTest::aPlainLinkOnlyDelays()
{
    Link link(Seed{1}, "a>b", impairment(0));
    const auto passages = link.pass(message("INVITE"), 3);
    QCOMPARE(passages.size(), 3U);
    for (const Link::Passage& passage : passages) {
        QVERIFY(!passage.isLost);
        QVERIFY(!passage.isReordered);
        QCOMPARE(passage.delay, 100ms);
    }
}

void LinkTest::shares_data()
{
    QTest::addColumn<double>("percent");
    QTest::newRow("never") << 0.0;
    QTest::newRow("five percent") << 5.0;
    QTest::newRow("half") << 50.0;
    QTest::newRow("always") << 100.0;
}

void LinkTest::shares()
{
    QFETCH(const double, percent);
    constexpr int count = 3000;
    Link losing(Seed{7}, "a>b", impairment(percent));
    Link doubling(Seed{7}, "a>b", impairment(0, percent));
    Link mixing(Seed{7}, "a>b", impairment(0, 0, Duration{0}, percent));
    int lost = 0;
    int copies = 0;
    int reordered = 0;
    for (int i = 0; i < count; ++i) {
        lost += losing.pass(message("INVITE"), 1).front().isLost ? 1 : 0;
        copies += static_cast<int>(doubling.pass(message("INVITE"), 1).size()) - 1;
        reordered += mixing.pass(message("INVITE"), 1).front().isReordered ? 1 : 0;
    }
    // Six standard deviations of 3,000 draws at one half are 5.5 percent.
    for (const int hits : {lost, copies, reordered})
        QVERIFY2(qAbs(hits * 100.0 / count - percent) < 5.5, qPrintable(QString::number(hits)));
}

void LinkTest::jitterStaysInItsRange()
{
    Link link(Seed{1}, "a>b", impairment(0, 0, 20ms));
    Duration least = 1h;
    Duration most{0};
    for (const auto& delay : fatesOf(link, message("INVITE"), 1000)) {
        least = std::min(least, *delay);
        most = std::max(most, *delay);
    }
    QVERIFY(least >= 100ms && least < 101ms);
    QVERIFY(most <= 120ms && most > 119ms);
}

void LinkTest::theSameSeedGivesTheSameFates()
{
    Link one(Seed{5}, "a>b", impairment(30, 10, 5ms));
    Link other(Seed{5}, "a>b", impairment(30, 10, 5ms));
    QCOMPARE(fatesOf(one, message("INVITE"), 200), fatesOf(other, message("INVITE"), 200));
}

void LinkTest::oneMessageMoreChangesNoOther()
{
    Link one(Seed{5}, "a>b", impairment(30, 0, 5ms));
    Link other(Seed{5}, "a>b", impairment(30, 0, 5ms));
    std::ignore = other.pass(message("OPTIONS"), 1);
    std::ignore = other.pass(message("INVITE", "call-2@caller"), 1);
    QCOMPARE(fatesOf(one, message("INVITE"), 200), fatesOf(other, message("INVITE"), 200));
}

void LinkTest::anotherDirectionOrSeedDrawsAnew()
{
    Link one(Seed{5}, "a>b", impairment(30, 0, 5ms));
    Link back(Seed{5}, "b>a", impairment(30, 0, 5ms));
    Link seeded(Seed{6}, "a>b", impairment(30, 0, 5ms));
    const auto fates = fatesOf(one, message("INVITE"), 200);
    QVERIFY(fates != fatesOf(back, message("INVITE"), 200));
    QVERIFY(fates != fatesOf(seeded, message("INVITE"), 200));
}

void LinkTest::theImpairmentMayChange()
{
    Link link(Seed{1}, "a>b", impairment(0));
    link.setImpairment({5ms, Duration{0}, 100, 0, 0});
    QVERIFY(link.pass(message("INVITE"), 1).front().isLost);
    link.setImpairment({5ms, Duration{0}, 0, 0, 0});
    QCOMPARE(link.pass(message("INVITE"), 1).front().delay, 5ms);
}

QTEST_APPLESS_MAIN(LinkTest)
#include "tst_link.moc"
