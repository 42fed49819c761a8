#pragma once

#include "ProxySettings.h"

#include <QStringView>

#include <span>

namespace siprace::proxy {

/// A policy: a named set of answers. One file in policies/ and one row in Policies.cpp; parser, combo boxes,
/// comparison, help and tests read the table.
struct Policy
{
    QStringView id; ///< "drop-late-2xx"
    QStringView label; ///< for people: "Drop the late 2xx"
    QStringView clause; ///< where it comes from: "RFC 3261 §16.7"
    QStringView summary; ///< one sentence on what it does
    PolicyKnobs knobs;
    /// Rule ids that it breaks on purpose, separated by spaces: findings about them are by-design.
    QStringView breaks;
};

/// Every policy, in the order people see them; the first is the default.
[[nodiscard]] std::span<const Policy> policies();
/// The policy with that id, or nullptr.
[[nodiscard]] const Policy* findPolicy(QStringView id);
/// The knobs of a policy before anything overrides them; the default policy's when the id is unknown.
[[nodiscard]] PolicyKnobs knobsOf(QStringView policyId);

} // namespace siprace::proxy
