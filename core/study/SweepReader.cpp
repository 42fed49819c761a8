#include "OutcomeNames.h"
#include "SweepTable.h"

#include <nlohmann/json.hpp>

namespace siprace {

namespace {
using Json = nlohmann::json;

QString jsonText(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

double jsonNumber(const Json& object, const char* key, double otherwise = 0)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : otherwise;
}

std::optional<SweepRow> readJsonRow(const Json& cell, const SweepHeader& header)
{
    const auto outcome = cell.find("outcome");
    if (!cell.is_object() || !cell.contains("x") || outcome == cell.end() || !outcome->is_object())
        return std::nullopt;
    SweepRow row;
    row.x = jsonNumber(cell, "x");
    if (!header.y.isEmpty())
        row.y = jsonNumber(cell, "y");
    row.policy = jsonText(cell, "policy");
    row.runClass = jsonText(cell, "class");
    for (const QStringView name : outcomeNames()) {
        const QString text = name.toString();
        row.outcome.append({text, jsonNumber(*outcome, text.toUtf8().constData())});
    }
    if (const auto shares = cell.find("shares"); shares != cell.end() && shares->is_object()) {
        for (const auto& [name, share] : shares->items())
            row.shares[QString::fromStdString(name)] = share.is_number() ? share.get<double>() : 0;
    }
    return row;
}

Result<SweepTable> readJsonSweep(QByteArray bytes, const QString& file)
{
    // A sweep that was killed lacks its end; up to the last whole row it is good.
    Json json = Json::parse(bytes.cbegin(), bytes.cend(), nullptr, false);
    if (json.is_discarded()) {
        if (const qsizetype lastRow = bytes.lastIndexOf("},\n"); lastRow > 0)
            bytes = bytes.left(lastRow + 1) + "]}";
        json = Json::parse(bytes.cbegin(), bytes.cend(), nullptr, false);
    }
    if (!json.is_object() || !json.contains("cells") || !json["cells"].is_array())
        return fail({file, 0, 0}, QStringLiteral("is no result of a sweep"),
            QStringLiteral("give files that siprace sweep --json or --csv wrote"));
    SweepTable table;
    table.header = {jsonText(json, "scenario"), jsonText(json, "x"), jsonText(json, "x_unit"), jsonText(json, "y"),
        jsonText(json, "y_unit"), {}, static_cast<quint64>(jsonNumber(json, "seed", 1)),
        static_cast<int>(jsonNumber(json, "seeds", 1)), static_cast<qint64>(jsonNumber(json, "total"))};
    if (const auto policies = json.find("policies"); policies != json.end() && policies->is_array()) {
        for (const Json& policy : *policies)
            table.header.policies += policy.is_string() ? QString::fromStdString(policy.get<std::string>()) : QString();
    }
    for (const Json& cell : json["cells"]) {
        auto row = readJsonRow(cell, table.header);
        if (!row)
            return fail({file, 0, 0}, QStringLiteral("cell %1 is incomplete").arg(table.rows.size() + 1),
                QStringLiteral("a cell has x, policy, outcome and class"));
        table.rows.append(std::move(*row));
    }
    return table;
}

QStringList csvFields(const QString& line)
{
    QStringList fields;
    QString field;
    bool quoted = false;
    for (const QChar c : line) {
        if (c == u'"')
            quoted = !quoted;
        else if (c == u',' && !quoted)
            fields += std::exchange(field, {});
        else
            field += c;
    }
    return fields += field;
}

void splitAxisHead(const QString& head, QString& path, QString& unit)
{
    const qsizetype bracket = head.lastIndexOf(u" (");
    path = bracket > 0 && head.endsWith(u')') ? head.left(bracket) : head;
    unit = bracket > 0 && head.endsWith(u')') ? head.mid(bracket + 2).chopped(1) : QString();
}

std::optional<SweepRow> readCsvRow(const QStringList& head, const QStringList& fields, bool hasY)
{
    if (fields.size() != head.size())
        return std::nullopt;
    SweepRow row;
    for (qsizetype i = 0; i < fields.size(); ++i) {
        const QString& name = head.at(i);
        if (name == u"policy" || name == u"class") {
            (name == u"policy" ? row.policy : row.runClass) = fields.at(i);
            continue;
        }
        bool ok = false;
        const double value = fields.at(i).toDouble(&ok);
        if (!ok)
            return std::nullopt;
        if (i == 0)
            row.x = value;
        else if (i == 1 && hasY)
            row.y = value;
        else if (!name.startsWith(u"share_"))
            row.outcome.append({name, value});
        else if (value > 0)
            row.shares[name.mid(6)] = value;
    }
    return row;
}

Result<SweepTable> readCsvSweep(const QByteArray& bytes, const QString& file)
{
    QStringList lines = QString::fromUtf8(bytes).split(u'\n');
    const bool cutOff = !lines.isEmpty() && !lines.last().isEmpty(); // the last row lacks its line end
    const QStringList head = csvFields(lines.value(0));
    const qsizetype policyColumn = head.indexOf(QStringLiteral("policy"));
    if (policyColumn != 1 && policyColumn != 2)
        return fail({file, 1, 1}, QStringLiteral("is no result of a sweep"),
            QStringLiteral("give files that siprace sweep --json or --csv wrote"));
    SweepTable table;
    splitAxisHead(head.at(0), table.header.x, table.header.xUnit);
    if (policyColumn == 2)
        splitAxisHead(head.at(1), table.header.y, table.header.yUnit);
    table.header.seeds = head.last().startsWith(u"share_") ? 2 : 1; // how many CSV does not say; more than one
    for (int i = 1; i < lines.size() - (cutOff ? 1 : 0); ++i) {
        if (lines.at(i).isEmpty())
            continue;
        auto row = readCsvRow(head, csvFields(lines.at(i)), policyColumn == 2);
        if (!row)
            return fail({file, i + 1, 1}, QStringLiteral("the row does not fit the head line"),
                QStringLiteral("%1 fields, numbers but for policy and class").arg(head.size()));
        table.rows.append(std::move(*row));
    }
    return table;
}
} // namespace

Result<SweepTable> readSweep(const QByteArray& bytes, const QString& file)
{
    if (bytes.trimmed().startsWith('{'))
        return readJsonSweep(bytes, file);
    return readCsvSweep(bytes, file);
}

} // namespace siprace
