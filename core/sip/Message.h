#pragma once

#include "Hop.h"
#include "Result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <memory>
#include <optional>

namespace siprace::sip {

/// One Via value. RFC 3261 §20.42.
struct Via
{
    QByteArray transport = QByteArrayLiteral("UDP");
    QByteArray host; ///< of sent-by
    quint16 port = 5060; ///< of sent-by, the default filled in
    QByteArray branch;
    QByteArray received;
    std::optional<quint16> rport; ///< its value
    bool asksRport = false; ///< `;rport` without a value
    QByteArray maddr;

    [[nodiscard]] Hop responseHop() const; ///< RFC 3261 §18.2.2, RFC 3581 §4
    bool operator==(const Via&) const = default;
};

/// One value of Route or Record-Route.
struct RouteValue
{
    QByteArray uri; ///< "sip:127.100.0.12:5060;lr"
    bool isLoose = false;
    Hop hop;
};

/// A SIP message, owned; parsed and written by sofia-sip. A cheap value: copies share until one is edited.
/// Not for use across threads. Needs no loop and no socket, so the pure core uses it too.
class Message
{
public:
    Message();
    ~Message();
    Message(const Message&);
    Message(Message&&) noexcept;
    Message& operator=(const Message&);
    Message& operator=(Message&&) noexcept;

    /// Reads one datagram. Fails, saying what is wrong, for what is no SIP message or lacks a mandatory header.
    [[nodiscard]] static Result<Message> parse(const QByteArray& datagram);
    /// A response to `request`: Via, From, To (with `toTag` unless empty or already there), Call-ID, CSeq copied.
    /// §8.2.6.
    [[nodiscard]] static Message response(
        const Message& request, int status, const QByteArray& reason, const QByteArray& toTag);
    /// A request with nothing but its first line; the caller adds the headers.
    [[nodiscard]] static Message request(const QByteArray& method, const QByteArray& uri);
    /// The wire form.
    [[nodiscard]] QByteArray toBytes() const;

    [[nodiscard]] bool isNull() const;
    /// Its first line and its mandatory headers are written the way nearly everybody writes them.
    [[nodiscard]] bool isPlain() const;
    [[nodiscard]] bool isRequest() const;
    [[nodiscard]] QByteArray method() const; ///< of a request; of a response empty
    [[nodiscard]] int status() const; ///< of a response; of a request 0
    [[nodiscard]] QByteArray reason() const;
    [[nodiscard]] QByteArray requestUri() const;
    [[nodiscard]] QByteArray callId() const;
    [[nodiscard]] QByteArray fromTag() const;
    [[nodiscard]] QByteArray toTag() const;
    [[nodiscard]] quint32 cseq() const;
    [[nodiscard]] QByteArray cseqMethod() const;
    [[nodiscard]] QList<Via> vias() const;
    [[nodiscard]] std::optional<Via> topVia() const;
    [[nodiscard]] std::optional<int> maxForwards() const;
    [[nodiscard]] QList<RouteValue> routes() const;
    [[nodiscard]] QList<RouteValue> recordRoutes() const;
    [[nodiscard]] QByteArray contactUri() const; ///< of the first Contact
    /// Every value of a header by its full name, in order, as text (unknown headers too). Lists whose commas can only
    /// separate values (Via, Route, Record-Route, Contact, Require and their like) come one value an entry.
    [[nodiscard]] QByteArrayList headers(const QByteArray& name) const;
    [[nodiscard]] QByteArray body() const;

    // ---- edits; each detaches this copy ----
    void setRequestUri(const QByteArray& uri);
    void pushVia(const Via& via);
    void popVia();
    void setTopViaReceived(const QByteArray& host, quint16 port); ///< RFC 3261 §18.2.1, RFC 3581 §4
    void setTopViaTransport(const QByteArray& transport); ///< "UDP"
    void setMaxForwards(int value);
    void popRoute(); ///< removes the first value
    void setRoutes(const QByteArrayList& uris);
    void pushRecordRoute(const QByteArray& uri);
    void addHeader(const QByteArray& name, const QByteArray& value);
    void setHeader(const QByteArray& name, const QByteArray& value);
    void removeHeader(const QByteArray& name);
    void setBody(const QByteArray& body); ///< and Content-Length

    struct Data; ///< MessageData.h

private:
    Data& edit();

    std::shared_ptr<Data> m_data;
    friend struct MessageAccess; ///< core/sip's own door to the msg_t (MessageAccess.h, which includes sofia-sip)
};

} // namespace siprace::sip
