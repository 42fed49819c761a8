#pragma once

#include <QStringView>

#include <span>

namespace siprace {

/// How strongly an RFC wants a rule kept; it sets how bad a finding is.
enum class Strength
{
    Must,
    Should,
    May,
    Reading ///< BCP, definitions, and the lab's own readings where the RFCs are silent
};

/// One rule that reasons and findings cite.
struct Rule
{
    QStringView id; ///< "R-259"
    QStringView name; ///< "forward-late-2xx"
    Strength strength;
    QStringView reference; ///< "RFC 3261 §16.7 step 5"
};

/// Every rule, in order of id.
[[nodiscard]] std::span<const Rule> ruleBook();
/// The rule with that id, or nullptr.
[[nodiscard]] const Rule* findRule(QStringView id);
/// "R-259 · RFC 3261 §16.7 step 5"; the id alone when the book does not know it.
[[nodiscard]] QString citation(QStringView id);

} // namespace siprace
