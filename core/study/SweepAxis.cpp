#include "SweepAxis.h"

#include "Time.h"

#include <QStringList>

#include <cmath>

namespace siprace {

namespace {
struct AxisNumber
{
    double value = 0;
    AxisUnit unit = AxisUnit::Plain;
};

std::optional<AxisNumber> readAxisNumber(const QString& text)
{
    bool ok = false;
    if (text.endsWith(u'%')) {
        const double percent = text.chopped(1).toDouble(&ok);
        return ok ? std::optional(AxisNumber{percent, AxisUnit::Percent}) : std::nullopt;
    }
    if (const double plain = text.toDouble(&ok); ok && std::isfinite(plain))
        return AxisNumber{plain, AxisUnit::Plain};
    if (const auto time = parseDuration(text))
        return AxisNumber{toMs(*time), AxisUnit::Milliseconds};
    return std::nullopt;
}

/// The last '=' outside quotes: a path may hold an address in quotes, but a range never holds '='.
qsizetype axisSplit(const QString& argument)
{
    return argument.lastIndexOf(u'=');
}

QString plainNumberText(double value)
{
    return value == std::floor(value) && std::abs(value) < 1e15 ? QString::number(static_cast<qint64>(value))
                                                                : QString::number(value, 'g', 12);
}
} // namespace

int SweepAxis::count() const
{
    return static_cast<int>(std::floor((to - from) / step + 1e-9)) + 1;
}

double SweepAxis::value(int index) const
{
    // Rounded to a thousandth: a microsecond, so that 0.1 + 0.2 is 0.3 in what is written and in what is run.
    return std::round((from + step * index) * 1000.0) / 1000.0;
}

QString SweepAxis::setting(int index) const
{
    switch (unit) {
    case AxisUnit::Milliseconds:
        return formatDuration(Duration{std::llround(value(index) * 1000.0)});
    case AxisUnit::Percent:
        return plainNumberText(value(index)) + u'%';
    case AxisUnit::Plain:
        break;
    }
    return plainNumberText(value(index));
}

QString SweepAxis::unitName() const
{
    if (unit == AxisUnit::Milliseconds)
        return QStringLiteral("ms");
    return unit == AxisUnit::Percent ? QStringLiteral("%") : QString();
}

namespace {

/// `subject` is the axis as an error names it, `example` what would be right.
Result<SweepAxis> readRange(const QString& path, const QString& range, const QString& subject, const QString& example)
{
    const QStringList parts = range.split(u':');
    if (parts.size() != 3)
        return fail({}, QStringLiteral("%1 is not a range").arg(subject), example);

    AxisNumber numbers[3];
    for (int i = 0; i < 3; ++i) {
        const auto number = readAxisNumber(parts.at(i).trimmed());
        if (!number)
            return fail({},
                QStringLiteral("%1: \"%2\" is not a number of us, ms, s, min or %").arg(subject, parts.at(i)), example);
        numbers[i] = *number;
    }
    // A bare 0 goes with any unit.
    AxisUnit unit = numbers[1].unit;
    for (const AxisNumber& number : numbers) {
        if (number.unit != unit && !(number.unit == AxisUnit::Plain && number.value == 0))
            return fail({}, QStringLiteral("%1 mixes units").arg(subject),
                QStringLiteral("give FROM, TO and STEP the same one"));
    }
    if (numbers[2].value <= 0)
        return fail({}, QStringLiteral("%1: step %2 never arrives").arg(subject, parts.at(2)),
            QStringLiteral("the step must be more than 0"));
    if (numbers[1].value < numbers[0].value)
        return fail({}, QStringLiteral("%1 runs backwards").arg(subject),
            QStringLiteral("write the smaller end first: %1:%2:%3").arg(parts.at(1), parts.at(0), parts.at(2)));
    if ((numbers[1].value - numbers[0].value) / numbers[2].value > 1e8)
        return fail({}, QStringLiteral("%1 has more than 100,000,000 values").arg(subject),
            QStringLiteral("take a larger step"));
    return SweepAxis{path, unit, numbers[0].value, numbers[1].value, numbers[2].value};
}

} // namespace

Result<SweepAxis> parseSweepAxis(const QString& argument)
{
    const qsizetype split = axisSplit(argument);
    return readRange(argument.left(split), split > 0 ? argument.mid(split + 1) : QString(),
        QStringLiteral("axis \"%1\"").arg(argument),
        QStringLiteral("write PATH=FROM:TO:STEP, for example nodes.b2.answer=0ms:870ms:30ms"));
}

Result<SweepAxis> parseSweepRange(const QString& path, const QString& range)
{
    return readRange(path, range, QStringLiteral("\"%1\"").arg(range),
        QStringLiteral("write FROM:TO:STEP, for example 0ms:500ms:10ms"));
}

} // namespace siprace
