#pragma once

#include <QString>

#include <tl/expected.hpp>
#include <vector>

namespace siprace {

/// Where something was found. `line` and `column` count from 1, in characters; 0 means "the file as a whole".
struct Location
{
    QString file;
    int line = 0;
    int column = 0;

    bool operator==(const Location&) const = default;
};

/// One error of the world (files, sockets, peers): where, what was found as written, what would be right.
struct Diagnostic
{
    Location where;
    QString what;
    QString hint;

    /// "two-phones.yaml:17:31: loss "5" is not a percentage; write 5% or 0.5%", without the program's name.
    [[nodiscard]] QString text() const;
    bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// A value, or why there is none. The only place that names the library behind it.
template <class T, class E = Diagnostic> using Result = tl::expected<T, E>;

/// The error half of a Result.
[[nodiscard]] inline tl::unexpected<Diagnostic> fail(Location where, QString what, QString hint = {})
{
    return tl::unexpected<Diagnostic>(Diagnostic{std::move(where), std::move(what), std::move(hint)});
}
[[nodiscard]] inline tl::unexpected<Diagnostic> fail(Diagnostic diagnostic)
{
    return tl::unexpected<Diagnostic>(std::move(diagnostic));
}
[[nodiscard]] inline tl::unexpected<Diagnostics> fail(Diagnostics diagnostics)
{
    return tl::unexpected<Diagnostics>(std::move(diagnostics));
}

} // namespace siprace
