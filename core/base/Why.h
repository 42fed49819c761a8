#pragma once

#include <QString>

namespace siprace {

/// Why something was done: the rule it follows (an id of the rule book, "R-259") and a sentence for a person.
struct Why
{
    QString rule;
    QString text;

    [[nodiscard]] bool isEmpty() const { return rule.isEmpty() && text.isEmpty(); }
    bool operator==(const Why&) const = default;
};

} // namespace siprace
