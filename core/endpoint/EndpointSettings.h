#pragma once

#include "Time.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace siprace {

/// A behaviour as written: "deaf-to-ack", or with a value: {"final-after-cancel", "600"}.
struct BehaviourChoice
{
    QString id;
    QString value;

    bool operator==(const BehaviourChoice&) const = default;
};

/// `reject: {status: 486, after: 1s}`
struct Rejection
{
    int status = 486;
    Duration after{0};

    bool operator==(const Rejection&) const = default;
};

/// Who a node says it is when it is challenged.
struct Account
{
    QString user; ///< empty: the user it registers, the one with the node's id, or the first of `users`
    QString password; ///< empty: what `users` says
    QMap<QString, QString> users; ///< of the scenario; a world fills it in

    bool operator==(const Account&) const = default;
};

/// What a callee does with a call. Contract, "Scenario file". `never` is an empty optional.
struct CalleeSettings
{
    std::optional<Duration> ring = Duration{0}; ///< from the INVITE to the 180
    std::optional<Duration> answer; ///< from the INVITE to the 200
    std::optional<Rejection> reject; ///< instead of answering
    QList<int> provisional{180}; ///< what it sends before the final
    std::optional<Duration> expires; ///< of its registration
    Account account;
    QList<BehaviourChoice> behaviours;

    bool operator==(const CalleeSettings&) const = default;
};

/// What a caller does.
struct CallerSettings
{
    QString outbound; ///< node its first request goes to; empty: the first proxy, without one the callee
    quint32 cseq = 1;
    bool lateOffer = false;
    QList<QByteArray> supported;
    QList<QByteArray> require; ///< option tags its INVITE insists on
    std::optional<Duration> expires; ///< how long its INVITE is good for, in whole seconds on the wire
    int maxForwards = 70;
    Account account;
    QList<BehaviourChoice> behaviours;

    bool operator==(const CallerSettings&) const = default;
};

} // namespace siprace
