#pragma once

#include "Time.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace siprace {

/// One direction of a link, by node ids: "b2>proxy".
struct Direction
{
    QString from;
    QString to;

    [[nodiscard]] QString text() const { return from + u'>' + to; }
    bool operator==(const Direction&) const = default;
};

/// Which messages of a direction a rule is about; what is not set matches everything.
struct MessageMatch
{
    std::optional<QByteArray> method; ///< of a request
    std::optional<int> status; ///< of a response
    std::optional<QByteArray> cseqMethod; ///< key `cseq: INVITE`
    std::optional<quint32> cseqNumber; ///< key `cseq: 2`
    std::optional<QByteArray> toTag; ///< key `tag`
    std::optional<int> nth; ///< from 1, among the sendings that match the other keys

    bool operator==(const MessageMatch&) const = default;
};

/// Until when a rule holds a message: another one was sent, or has arrived.
struct HoldUntil
{
    enum class Event
    {
        Sent,
        Arrived
    };
    Event event = Event::Sent;
    Direction link;
    MessageMatch match;

    bool operator==(const HoldUntil&) const = default;
};

/// Exact control of one direction. Rules are tried in the order written, the first match wins. Contract, "Rules".
struct LinkRule
{
    enum class Do
    {
        Drop,
        Delay, ///< `delay`, added to the link's
        Duplicate, ///< `copies` deliveries in all
        Hold ///< until `until`; without it until the end
    };
    Direction link;
    MessageMatch match;
    Do action = Do::Drop;
    Duration delay{0};
    int copies = 2;
    std::optional<HoldUntil> until;

    bool operator==(const LinkRule&) const = default;
};

} // namespace siprace
