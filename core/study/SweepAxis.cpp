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

Result<SweepAxis> parseSweepAxis(const QString& argument)
{
    const auto example = QStringLiteral("write PATH=FROM:TO:STEP, for example nodes.b2.answer=0ms:870ms:30ms");
    const qsizetype split = axisSplit(argument);
    const QStringList parts = split > 0 ? argument.mid(split + 1).split(u':') : QStringList();
    if (parts.size() != 3)
        return fail({}, QStringLiteral("axis \"%1\" is not a range").arg(argument), example);

    AxisNumber numbers[3];
    for (int i = 0; i < 3; ++i) {
        const auto number = readAxisNumber(parts.at(i));
        if (!number)
            return fail({}, QStringLiteral("axis \"%1\": \"%2\" is not a number").arg(argument, parts.at(i)), example);
        numbers[i] = *number;
    }
    // A bare 0 goes with any unit.
    AxisUnit unit = numbers[1].unit;
    for (const AxisNumber& number : numbers) {
        if (number.unit != unit && !(number.unit == AxisUnit::Plain && number.value == 0))
            return fail({}, QStringLiteral("axis \"%1\" mixes units").arg(argument),
                QStringLiteral("give FROM, TO and STEP the same one"));
    }
    if (numbers[2].value <= 0)
        return fail({}, QStringLiteral("axis \"%1\": step %2 never arrives").arg(argument, parts.at(2)),
            QStringLiteral("the step must be more than 0"));
    if (numbers[1].value < numbers[0].value)
        return fail({}, QStringLiteral("axis \"%1\" runs backwards").arg(argument),
            QStringLiteral("write the smaller end first: %1:%2:%3").arg(parts.at(1), parts.at(0), parts.at(2)));
    if ((numbers[1].value - numbers[0].value) / numbers[2].value > 1e8)
        return fail({}, QStringLiteral("axis \"%1\" has more than 100,000,000 values").arg(argument),
            QStringLiteral("take a larger step"));
    return SweepAxis{argument.left(split), unit, numbers[0].value, numbers[1].value, numbers[2].value};
}

} // namespace siprace
