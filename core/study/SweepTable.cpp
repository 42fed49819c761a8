#include "SweepTable.h"

#include "OutcomeNames.h"
#include "formats/JsonWriter.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace siprace {

namespace {
QByteArray csvNumber(double value)
{
    JsonWriter json;
    json.value(value);
    return json.take();
}

/// RFC 4180: quoted where it holds a comma, a quote or a line end.
QByteArray csvText(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    if (!bytes.contains(',') && !bytes.contains('"') && !bytes.contains('\n'))
        return bytes;
    return '"' + QByteArray(bytes).replace("\"", "\"\"") + '"';
}

QByteArray axisHead(const QString& path, const QString& unit)
{
    return csvText(unit.isEmpty() ? path : QStringLiteral("%1 (%2)").arg(path, unit));
}

/// The order of a merged table; a row's place among its sisters.
using RowKey = std::tuple<qsizetype, double, double>;

RowKey rowKey(const QStringList& policies, const SweepRow& row)
{
    return {policies.indexOf(row.policy), row.y.value_or(0), row.x};
}

/// JSON names the policies of the plane; CSV only those of its rows.
QStringList mergedPolicies(const QList<SweepTable>& parts)
{
    QStringList policies = parts.first().header.policies;
    for (const SweepTable& part : parts) {
        for (const SweepRow& row : part.rows) {
            if (!policies.contains(row.policy))
                policies += row.policy;
        }
    }
    return policies;
}
} // namespace

SweepHeader sweepHeader(const QString& scenarioId, const SweepPlan& plan)
{
    return {scenarioId, plan.x.path, plan.x.unitName(), plan.y ? plan.y->path : QString(),
        plan.y ? plan.y->unitName() : QString(), plan.policies, plan.firstSeed.value, plan.seeds, plan.cellCount()};
}

SweepRow sweepRow(const SweepPlan& plan, const SweepCell& cell)
{
    SweepRow row;
    row.x = plan.x.value(cell.xIndex);
    if (plan.y)
        row.y = plan.y->value(cell.yIndex);
    row.policy = plan.policies.at(cell.policyIndex);
    row.outcome = outcomeValues(cell.outcome);
    row.runClass = cell.runClass;
    row.shares = cell.shares;
    return row;
}

SweepWriter::SweepWriter(SweepFormat format, SweepHeader header)
    : m_format(format)
    , m_header(std::move(header))
{
}

QByteArray SweepWriter::csvHead() const
{
    QByteArrayList columns{axisHead(m_header.x, m_header.xUnit)};
    if (!m_header.y.isEmpty())
        columns += axisHead(m_header.y, m_header.yUnit);
    columns += {"policy", "class"};
    for (const QStringView name : outcomeNames())
        columns += name.toUtf8();
    if (m_header.seeds > 1) {
        for (const QStringView name : runClasses())
            columns += "share_" + name.toUtf8();
    }
    return columns.join(',') + '\n';
}

QByteArray SweepWriter::begin()
{
    m_rows = 0;
    if (m_format == SweepFormat::Csv)
        return csvHead();
    JsonWriter json;
    json.beginObject();
    json.key("siprace").value(1).key("scenario").value(m_header.scenario);
    json.key("x").value(m_header.x).key("x_unit").value(m_header.xUnit);
    json.key("y");
    if (m_header.y.isEmpty())
        json.null();
    else
        json.value(m_header.y);
    json.key("y_unit").value(m_header.yUnit);
    json.key("policies").beginArray();
    for (const QString& policy : m_header.policies)
        json.value(policy);
    json.endArray();
    json.key("seed").value(m_header.seed).key("seeds").value(m_header.seeds).key("total").value(m_header.total);
    json.key("cells").beginArray();
    return json.take();
}

QByteArray SweepWriter::row(const SweepRow& row)
{
    ++m_rows;
    if (m_format == SweepFormat::Csv) {
        QByteArrayList fields{csvNumber(row.x)};
        if (row.y)
            fields += csvNumber(*row.y);
        fields += {csvText(row.policy), csvText(row.runClass)};
        for (const auto& [name, value] : row.outcome)
            fields += csvNumber(value);
        if (m_header.seeds > 1) {
            for (const QStringView name : runClasses())
                fields += csvNumber(row.shares.value(name.toString()));
        }
        return fields.join(',') + '\n';
    }
    JsonWriter json;
    json.beginObject().key("x").value(row.x);
    if (row.y)
        json.key("y").value(*row.y);
    json.key("policy").value(row.policy).key("outcome").beginObject();
    for (const auto& [name, value] : row.outcome)
        json.key(name.toUtf8()).value(value);
    json.endObject().key("class").value(row.runClass);
    if (m_header.seeds > 1) {
        json.key("shares").beginObject();
        for (const auto& [name, share] : row.shares.asKeyValueRange())
            json.key(name.toUtf8()).value(share);
        json.endObject();
    }
    json.endObject();
    return (m_rows > 1 ? ",\n" : "\n") + json.take();
}

QByteArray SweepWriter::end()
{
    if (m_format == SweepFormat::Csv)
        return {};
    return QByteArray("\n],\"complete\":") + (m_rows == m_header.total ? "true" : "false") + "}\n";
}

Result<SweepTable> mergeSweeps(const QList<SweepTable>& parts, const QStringList& files)
{
    if (parts.isEmpty())
        return fail({}, QStringLiteral("nothing to merge"), QStringLiteral("name the files of a split sweep"));
    SweepTable whole{parts.first().header, {}};
    const QStringList policies = mergedPolicies(parts);
    std::map<RowKey, SweepRow> rows;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.at(i).header != whole.header)
            return fail({files.value(i), 0, 0}, QStringLiteral("is no part of the sweep in %1").arg(files.value(0)),
                QStringLiteral("merge parts of one scenario with the same axes, policies and seeds"));
        for (const SweepRow& row : parts.at(i).rows) {
            const auto [place, isNew] = rows.try_emplace(rowKey(policies, row), row);
            if (!isNew && place->second != row)
                return fail({files.value(i), 0, 0},
                    QStringLiteral("disagrees on the cell x=%1 y=%2 %3")
                        .arg(row.x)
                        .arg(row.y.value_or(0))
                        .arg(row.policy),
                    QStringLiteral("the parts come from different programs or scenarios"));
        }
    }
    for (auto& [key, row] : rows)
        whole.rows.append(std::move(row));
    return whole;
}

QByteArray writeSweep(const SweepTable& table, SweepFormat format)
{
    SweepWriter writer(format, table.header);
    QByteArray out = writer.begin();
    for (const SweepRow& row : table.rows)
        out += writer.row(row);
    return out + writer.end();
}

} // namespace siprace
