#include "MessageFilter.h"

#include <QTest>

using namespace siprace;

/// What a person types to find messages.
class TestMessageFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("found");
        const auto row = [](const char* name, const char* text, const QList<int>& found) {
            QTest::newRow(name) << QString::fromUtf8(text) << found;
        };
        row("nothing asked for", "", {1, 2, 3, 4});
        row("requests of a method", "method:INVITE", {1});
        row("in any case", "METHOD:invite", {1});
        row("a status", "status:200", {3});
        row("a class of statuses", "status:1xx", {2});
        row("one of several", "status:180,200", {2, 3});
        row("everything of a CSeq method", "cseq:INVITE", {1, 2, 3});
        row("a CSeq number", "cseq:2", {4});
        row("a tag", "tag:b2", {3});
        row("a part of a branch", "branch:px", {2, 3});
        row("a node by its id", "node:b1", {2});
        row("a node by a part of its name", "node:\"phone b\"", {2, 3});
        row("what was lost", "is:lost", {4});
        row("responses", "is:response", {2, 3});
        row("free text", "subject", {1});
        row("free text with a space", "\"race day\"", {1});
        row("a URI is text", "sip:bob", {1, 4});
        row("two words, both hold", "cseq:INVITE status:200", {3});
        row("one left out", "cseq:INVITE -status:1xx", {1, 3});
        row("text left out", "-subject", {2, 3, 4});
    }
    void finds()
    {
        QFETCH(const QString, text);
        const auto filter = MessageFilter::parse(text);
        QVERIFY(filter.has_value());
        const Trace trace = someMessages();
        QList<int> found;
        for (const TraceMessage& message : trace.messages) {
            if (filter->matches(trace, message))
                found += message.n;
        }
        QTEST(found, "found");
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("an unknown key") << "metod:INVITE"
                                        << "method";
        QTest::newRow("a key like none") << "zzz:1"
                                         << "write one of method";
        QTest::newRow("no status") << "status:fine"
                                   << "4xx";
        QTest::newRow("an unknown state") << "is:gone"
                                          << "lost";
    }
    void refuses()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        const auto filter = MessageFilter::parse(text);
        QVERIFY(!filter.has_value());
        QVERIFY2(filter.error().text().contains(says), qPrintable(filter.error().text()));
    }

private:
    static Trace someMessages()
    {
        Trace trace;
        trace.nodes = {{QStringLiteral("a"), Role::Caller, QStringLiteral("Alice"), {}},
            {QStringLiteral("proxy"), Role::Proxy, QStringLiteral("Proxy"), {}},
            {QStringLiteral("b1"), Role::Callee, QStringLiteral("Phone B1"), {}},
            {QStringLiteral("b2"), Role::Callee, QStringLiteral("Phone B2"), {}}};
        const auto add = [&trace](int from, int to, const QByteArray& raw, Fate fate = Fate::Delivered) {
            TraceMessage message;
            static_cast<MessageFields&>(message) = readFields(raw);
            message.n = static_cast<int>(trace.messages.size()) + 1;
            message.from = from;
            message.to = to;
            message.fate = fate;
            message.raw = raw;
            trace.messages += message;
        };
        add(0, 1, text("INVITE sip:bob@lab SIP/2.0", "z9hG4bK-alice", "", "1 INVITE", "Subject: Race day\r\n"));
        add(2, 1, text("SIP/2.0 180 Ringing", "z9hG4bK-px-1", ";tag=b1", "1 INVITE"));
        add(3, 1, text("SIP/2.0 200 OK", "z9hG4bK-px-2", ";tag=b2", "1 INVITE"));
        add(0, 1, text("BYE sip:bob@lab SIP/2.0", "z9hG4bK-alice-2", ";tag=b1", "2 BYE"), Fate::Lost);
        return trace;
    }
    static QByteArray text(const QByteArray& first, const QByteArray& branch, const QByteArray& tag,
        const QByteArray& cseq, const QByteArray& more = {})
    {
        return first + "\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=" + branch
            + "\r\nFrom: <sip:alice@x>;tag=a\r\nTo: <tel:1>" + tag + "\r\nCall-ID: c\r\nCSeq: " + cseq + "\r\n" + more
            + "\r\n";
    }
};

QTEST_APPLESS_MAIN(TestMessageFilter)
#include "tst_message_filter.moc"
