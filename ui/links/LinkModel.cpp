#include "LinkModel.h"

#include "Guests.h"

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double largestDelayMs = 300'000;

/// The pairs a person may want to change: the links of the file, then each proxy with every node it may talk to;
/// without a proxy, callers with callees.
QList<Direction> pairsOf(const Scenario& scenario)
{
    QList<Direction> pairs;
    const auto add = [&pairs](const QString& from, const QString& to) {
        const bool isKnown = std::any_of(pairs.begin(), pairs.end(), [&](const Direction& pair) {
            return (pair.from == from && pair.to == to) || (pair.from == to && pair.to == from);
        });
        if (from != to && !isKnown)
            pairs.append({from, to});
    };
    for (const ScenarioLink& link : scenario.links)
        add(link.a, link.b);
    const bool hasProxy = std::any_of(scenario.nodes.begin(), scenario.nodes.end(),
        [](const ScenarioNode& node) { return node.part() == Role::Proxy; });
    for (const ScenarioNode& hub : scenario.nodes) {
        if (hub.part() != (hasProxy ? Role::Proxy : Role::Caller))
            continue;
        for (const ScenarioNode& other : scenario.nodes) {
            if (other.part() == Role::Caller)
                add(other.id, hub.id);
            else
                add(hub.id, other.id);
        }
    }
    return pairs;
}

QString delayText(double milliseconds)
{
    return QString::number(milliseconds, 'g', 7) + u" ms"_s;
}

} // namespace

LinkModel::LinkModel(ScenarioDocument& document, QObject* parent)
    : SettingsModel({tr("link"), tr("delay"), tr("loss"), {}}, {Delay, Loss}, parent)
    , m_document(document)
{
    connect(&document, &ScenarioDocument::opened, this, [this] {
        m_guests.clear();
        m_apart.clear();
        rebuild();
    });
    connect(&document, &ScenarioDocument::impairmentChanged, this, &LinkModel::refresh);
    connect(&document, &ScenarioDocument::scenarioChanged, this, [this] {
        m_seen = seen();
        if (m_links != pairsOf(m_seen)) {
            m_apart.clear();
            rebuild();
        }
    });
    rebuild();
}

void LinkModel::follow(const Trace& trace)
{
    const QList<TraceNode> guests = guestsOf(trace, m_document.scenario());
    if (guests == m_guests)
        return;
    if (guests.size() < m_guests.size())
        m_turned.clear(); // another run
    m_guests = guests;
    rebuild();
}

void LinkModel::setAliases(const NodeAliases& aliases)
{
    m_aliases = aliases;
    tellEveryRow();
}

Scenario LinkModel::seen() const
{
    Scenario scenario = withGuests(m_document.scenario(), m_guests);
    for (ScenarioLink& link : scenario.links) {
        link.forward = m_turned.value(Direction{link.a, link.b}.text(), link.forward);
        link.back = m_turned.value(Direction{link.b, link.a}.text(), link.back);
    }
    return scenario;
}

void LinkModel::rebuild()
{
    beginResetModel();
    m_seen = seen();
    m_links = pairsOf(m_seen);
    m_rows = rows();
    endResetModel();
}

void LinkModel::refresh()
{
    m_seen = seen();
    const QList<Row> wanted = rows();
    if (wanted != m_rows) {
        beginResetModel();
        m_rows = wanted;
        endResetModel();
        return;
    }
    tellEveryRow();
}

bool LinkModel::isApart(const Direction& link) const
{
    return m_apart.contains(link.text())
        || !(m_seen.impairment(link.from, link.to) == m_seen.impairment(link.to, link.from));
}

QList<LinkModel::Row> LinkModel::rows() const
{
    QList<Row> rows;
    for (const Direction& link : m_links) {
        const bool apart = isApart(link);
        rows.append({link, !apart, true});
        if (apart)
            rows.append({{link.to, link.from}, false, false});
    }
    return rows;
}

int LinkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString LinkModel::nameOf(const Row& row) const
{
    return shortName(m_seen, row.direction.from, m_aliases) + (row.isBothWays ? u" ↔ "_s : u" → "_s)
        + shortName(m_seen, row.direction.to, m_aliases);
}

QString LinkModel::tip(const QModelIndex& index) const
{
    const Row& row = m_rows.at(index.row());
    switch (index.column()) {
    case Delay:
        return tr("One-way delay of %1, in milliseconds").arg(nameOf(row));
    case Loss:
        return tr("Datagrams lost on %1, in percent").arg(nameOf(row));
    case Split:
        return row.isBothWays ? tr("Set each direction by itself") : tr("Set both directions together");
    default:
        return nameOf(row);
    }
}

QVariant LinkModel::value(const QModelIndex& index, bool isShown) const
{
    const Row& row = m_rows.at(index.row());
    const Impairment impairment = m_seen.impairment(row.direction.from, row.direction.to);
    switch (index.column()) {
    case Name:
        return nameOf(row);
    case Delay:
        return isShown ? QVariant(delayText(toMs(impairment.delay))) : QVariant(toMs(impairment.delay));
    case Loss:
        return isShown ? QVariant(QString::number(impairment.loss, 'g', 6) + u" %"_s) : QVariant(impairment.loss);
    default:
        if (!isShown)
            return !row.isBothWays;
        return row.isFirst ? QVariant(row.isBothWays ? u"⇅"_s : u"="_s) : QVariant();
    }
}

bool LinkModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    const Row row = m_rows.at(index.row());
    if (index.column() == Split)
        return join(row, value.toBool());
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    return isNumber && change(row, index.column(), number);
}

bool LinkModel::change(const Row& row, int column, double value)
{
    const double largest = column == Delay ? largestDelayMs : 100.0;
    if ((column != Delay && column != Loss) || value < 0 || value > largest)
        return false;
    const auto changed = [&](const Direction& direction) {
        Impairment impairment = m_seen.impairment(direction.from, direction.to);
        if (column == Delay)
            impairment.delay = std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(value));
        else
            impairment.loss = value;
        return DirectedImpairment{direction, impairment};
    };
    QList<DirectedImpairment> wanted{changed(row.direction)};
    if (row.isBothWays)
        wanted.append(changed({row.direction.to, row.direction.from}));
    set(wanted);
    return true;
}

void LinkModel::set(const QList<DirectedImpairment>& wanted)
{
    QList<DirectedImpairment> ofTheFile;
    for (const DirectedImpairment& one : wanted) {
        const auto& [direction, impairment] = one;
        const Scenario& scenario = m_document.scenario();
        if (scenario.node(direction.from) && scenario.node(direction.to)) {
            ofTheFile.append(one);
            continue;
        }
        m_turned.insert(direction.text(), impairment);
        Q_EMIT guestTurned(direction.from, direction.to, impairment);
    }
    if (!ofTheFile.isEmpty())
        m_document.setImpairments(ofTheFile);
    refresh();
}

bool LinkModel::join(const Row& row, bool apart)
{
    const bool isForward = m_links.contains(row.direction);
    const Direction link = isForward ? row.direction : Direction{row.direction.to, row.direction.from};
    m_apart.removeAll(link.text());
    if (apart)
        m_apart.append(link.text());
    else
        set({{{link.to, link.from}, m_seen.impairment(link.from, link.to)}});
    refresh();
    return true;
}

} // namespace siprace::ui
