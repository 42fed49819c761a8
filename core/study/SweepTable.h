#pragma once

#include "Sweep.h"

namespace siprace {

/// How the results of a sweep are written.
enum class SweepFormat
{
    Json,
    Csv
};

/// One cell as written: what another program reads.
struct SweepRow
{
    double x = 0; ///< ms, % or a plain number
    std::optional<double> y;
    QString policy;
    QList<QPair<QString, double>> outcome; ///< in the contract's order
    QString runClass;
    QMap<QString, double> shares;

    bool operator==(const SweepRow&) const = default;
};

/// What stands above the cells.
struct SweepHeader
{
    QString scenario;
    QString x; ///< path
    QString xUnit; ///< "ms", "%", ""
    QString y; ///< empty with one axis
    QString yUnit;
    QStringList policies;
    quint64 seed = 1;
    int seeds = 1;
    qint64 total = 0; ///< cells of the whole plane, all shards; 0 when unknown (CSV does not say)

    bool operator==(const SweepHeader&) const = default;
};

/// The results of a sweep, or of a part of one.
struct SweepTable
{
    SweepHeader header;
    QList<SweepRow> rows;

    [[nodiscard]] bool isComplete() const { return header.total > 0 && rows.size() == header.total; }
    bool operator==(const SweepTable&) const = default;
};

[[nodiscard]] SweepHeader sweepHeader(const QString& scenarioId, const SweepPlan& plan);
[[nodiscard]] SweepRow sweepRow(const SweepPlan& plan, const SweepCell& cell);

/// Writes a sweep piece by piece, so that however many cells there are, one at a time is in memory: begin, then row
/// after row, then end. Each call gives the bytes to append. JSON as in the contract ("sweep --json"); CSV with a head
/// line: x, y (each "PATH (unit)"), policy, class, the outcome's names, and share_CLASS columns with several seeds.
class SweepWriter
{
public:
    SweepWriter(SweepFormat format, SweepHeader header);
    [[nodiscard]] QByteArray begin();
    [[nodiscard]] QByteArray row(const SweepRow& row);
    [[nodiscard]] QByteArray end();

private:
    [[nodiscard]] QByteArray csvHead() const;

    SweepFormat m_format;
    SweepHeader m_header;
    qint64 m_rows = 0;
};

/// Reads what SweepWriter wrote, JSON or CSV, also when it was cut off between two rows. Fails with one line that names
/// the file and, for CSV, the line.
[[nodiscard]] Result<SweepTable> readSweep(const QByteArray& bytes, const QString& file);

/// One table of all: rows in the order of policies, then y, then x; a cell that several hold is taken once.
/// Fails with one line when two are not parts of the same sweep, or disagree on a cell. `files` are their names.
[[nodiscard]] Result<SweepTable> mergeSweeps(const QList<SweepTable>& parts, const QStringList& files);

/// A whole table in one piece.
[[nodiscard]] QByteArray writeSweep(const SweepTable& table, SweepFormat format);

} // namespace siprace
