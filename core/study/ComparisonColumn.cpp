#include "ComparisonColumn.h"

#include "Complaints.h"
#include "Policies.h"
#include "SettlingRun.h"

namespace siprace {

namespace {

/// Cuts at commas outside quotes and brackets: a VALUE may be a YAML list.
QStringList splitColumn(const QString& text)
{
    QStringList parts{QString()};
    int depth = 0;
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'"' || c == u'\'')
            quote = c;
        else if (c == u'[' || c == u'{')
            ++depth;
        else if (c == u']' || c == u'}')
            --depth;
        if (c == u',' && depth == 0 && quote.isNull())
            parts += QString();
        else
            parts.back() += c;
    }
    for (QString& part : parts)
        part = part.trimmed();
    return parts;
}

} // namespace

Result<ComparisonColumn, Diagnostics> parseComparisonColumn(const QString& text)
{
    const QStringList parts = splitColumn(text);
    QStringList known;
    for (const proxy::Policy& policy : proxy::policies())
        known += policy.id.toString();
    known += outsidePolicy();
    if (!known.contains(parts.front()))
        return tl::unexpected(Diagnostics{unknownWord({}, QStringLiteral("policy"), parts.front(), known)});
    const auto settings = parseSettings(parts.mid(1));
    if (!settings)
        return tl::unexpected(settings.error());
    return ComparisonColumn{parts.front(), *settings, parts.join(QStringLiteral(", "))};
}

Result<ComparedRun, Diagnostics> runComparisonColumn(
    const Scenario& scenario, RunOptions options, const ComparisonColumn& column)
{
    const auto changed = applySettings(scenario, column.settings);
    if (!changed)
        return tl::unexpected(changed.error());
    if (const Result<void> ends = checkEnds(*changed); !ends)
        return tl::unexpected(Diagnostics{ends.error()});
    options.policy = column.policy;
    auto trace = runScenario(*changed, options);
    if (!trace)
        return tl::unexpected(Diagnostics{trace.error()});
    ComparedRun run{column.label, *std::move(trace), {}};
    run.verdict = judge(run.trace);
    return run;
}

} // namespace siprace
