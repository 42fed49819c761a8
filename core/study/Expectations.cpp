#include "CheckRun.h"
#include "formats/JsonWriter.h"

#include <cmath>

namespace siprace {

namespace {

struct Bound
{
    QStringView sign; ///< "", "<", "<=", ">", ">="
    double number = 0;
};

Bound parseBound(QStringView text)
{
    qsizetype digits = 0;
    while (digits < text.size() && !text.at(digits).isDigit())
        ++digits;
    return {text.left(digits).trimmed(), text.mid(digits).toDouble()};
}

bool holds(const Bound& bound, double found)
{
    // Milliseconds are written with three decimals; compare as written.
    constexpr double half = 0.0005;
    if (bound.sign == u"<")
        return found < bound.number;
    if (bound.sign == u"<=")
        return found < bound.number + half;
    if (bound.sign == u">")
        return found > bound.number;
    if (bound.sign == u">=")
        return found > bound.number - half;
    return std::abs(found - bound.number) < half;
}

CheckFailure unmet(const QString& caseName, const Expectation& expectation, const QString& found)
{
    return {expectation.name, expectation.value, found,
        QStringLiteral("%1: %2: expected %3, found %4").arg(caseName, expectation.name, expectation.value, found),
        expectation.where};
}

void compareNumber(
    const Verdict& verdict, const Expectation& expectation, const QString& caseName, QList<CheckFailure>& failures)
{
    for (const auto& [name, value] : outcomeValues(verdict.outcome)) {
        if (name == expectation.name && !holds(parseBound(expectation.value), value))
            failures.append(unmet(caseName, expectation, QString::fromLatin1(JsonWriter().value(value).take())));
    }
}

/// Each violation that is not listed. A listed one may occur, it need not.
void compareFindings(
    const Verdict& verdict, const Expectation& expectation, const QString& caseName, QList<CheckFailure>& failures)
{
    const QStringList listed = expectation.value.split(u',', Qt::SkipEmptyParts);
    for (const Finding& finding : verdict.findings) {
        if (finding.severity != Severity::Violation || listed.contains(finding.rule))
            continue;
        const QString expected = listed.isEmpty() ? QStringLiteral("no violation") : expectation.value;
        failures.append({QStringLiteral("findings"), expected, finding.rule,
            QStringLiteral("%1: findings: expected %2, found %3: %4")
                .arg(caseName, expected, finding.rule, finding.text),
            expectation.where});
    }
}

} // namespace

QList<CheckFailure> compareWithExpectations(
    const Verdict& verdict, const QList<Expectation>& expectations, const QString& caseName)
{
    QList<CheckFailure> failures;
    Expectation findings{.name = QStringLiteral("findings"), .value = {}, .where = {}};
    for (const Expectation& expectation : expectations) {
        if (expectation.name == u"findings")
            findings = expectation;
        else if (expectation.name == u"class" && expectation.value != verdict.runClass)
            failures.append(unmet(caseName, expectation, verdict.runClass));
        else
            compareNumber(verdict, expectation, caseName, failures);
    }
    compareFindings(verdict, findings, caseName, failures);
    return failures;
}

} // namespace siprace
