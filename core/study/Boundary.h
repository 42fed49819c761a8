#pragma once

#include "Scenario.h"

#include <optional>

namespace siprace {

/// What arithmetic alone says of a race of two phones behind one proxy that cancels under `wait`.
struct RacePrediction
{
    bool bothAnswer = false; ///< the loser answers although it will be cancelled
    double marginMs = 0; ///< by how much: > 0 both answer, <= 0 the CANCEL came first

    bool operator==(const RacePrediction&) const = default;
};

/// Predicts the two-callee race: with a the answer time, p the time to the first provisional and R the round trip of
/// each branch, the loser answers too exactly if a₂ < max(a₁ + R₁, p₂ + R₂), when branch 1 wins; a phone that sends no
/// provisional is never cancelled. Nothing when the scenario is no such race: other than two callees in one address of
/// one parallel proxy, `cancel-unreplied: at-once`, loss, jitter, rules, processing, a cancel in the script, or
/// behaviours that change when a phone answers; or when both answers reach the proxy in one instant and it matters
/// which it reads first. Source: RFC 3261 §9.1, §16.7 step 10.
[[nodiscard]] std::optional<RacePrediction> predictTwoPhoneRace(const Scenario& scenario);

} // namespace siprace
