#pragma once

#include "Result.h"

#include <QList>
#include <QString>

namespace siprace {

/// What the numbers of an axis are.
enum class AxisUnit
{
    Milliseconds,
    Percent,
    Plain
};

/// One numeric path of a scenario and the values it takes: FROM, FROM+STEP … TO, both ends included.
struct SweepAxis
{
    QString path; ///< "links.proxy-b1.delay"
    AxisUnit unit = AxisUnit::Plain;
    double from = 0; ///< ms, %, or a plain number
    double to = 0;
    double step = 1;

    [[nodiscard]] int count() const; ///< of its values, at least 1
    [[nodiscard]] double value(int index) const; ///< the number as in JSON and CSV
    /// The YAML value that a setting of the path takes: "290ms", "5%", "3".
    [[nodiscard]] QString setting(int index) const;
    [[nodiscard]] QString unitName() const; ///< "ms", "%", ""
    bool operator==(const SweepAxis&) const = default;
};

/// Reads "PATH=FROM:TO:STEP", the three with one unit: "nodes.b2.answer=0ms:870ms:30ms",
/// "links.default.loss=0%:20%:5%". Fails with one line when a part is missing or no number, the units differ, the step
/// is not positive, or the range is empty or backwards.
[[nodiscard]] Result<SweepAxis> parseSweepAxis(const QString& argument);
/// The same of "FROM:TO:STEP" alone, for that path.
[[nodiscard]] Result<SweepAxis> parseSweepRange(const QString& path, const QString& range);

} // namespace siprace
