#include "PhoneModel.h"

#include "LinkModel.h"

#include <optional>
#include <tuple>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QString neverWord = u"never"_s; // of the format

QStringList phonesOf(const Scenario& scenario)
{
    QStringList ids;
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::Callee)
            ids.append(node.id);
    }
    return ids;
}

QString habitText(const std::optional<Duration>& after)
{
    return after ? formatDuration(*after) : neverWord;
}

} // namespace

PhoneModel::PhoneModel(ScenarioDocument& document, QObject* parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    for (const auto changed : {&ScenarioDocument::opened, &ScenarioDocument::scenarioChanged})
        connect(&document, changed, this, &PhoneModel::rebuild);
    rebuild();
}

void PhoneModel::rebuild()
{
    const QStringList phones = phonesOf(m_document.scenario());
    if (phones != m_phones) {
        beginResetModel();
        m_phones = phones;
        endResetModel();
    } else if (!m_phones.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const ScenarioNode* PhoneModel::phone(int row) const
{
    return m_document.scenario().node(m_phones.value(row));
}

int PhoneModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_phones.size());
}

int PhoneModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PhoneModel::data(const QModelIndex& index, int role) const
{
    const ScenarioNode* node = index.isValid() ? phone(index.row()) : nullptr;
    if (!node)
        return {};
    const QString name = shortName(m_document.scenario(), node->id);
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
        return index.column() == Ring  ? tr("%1 rings so long after its INVITE").arg(name)
            : index.column() == Answer ? tr("%1 answers so long after its INVITE; \"never\": only by hand").arg(name)
                                       : node->name;
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    if (index.column() == Name)
        return name;
    QString text = habitText(index.column() == Ring ? node->callee.ring : node->callee.answer);
    if (role == Qt::DisplayRole && text.endsWith("ms"_L1))
        text.insert(text.size() - 2, u' ');
    return text;
}

QVariant PhoneModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("phone") : section == Ring ? tr("rings") : tr("answers");
}

Qt::ItemFlags PhoneModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags plain = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.column() == Name ? plain : plain | Qt::ItemIsEditable;
}

bool PhoneModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const ScenarioNode* node = index.isValid() ? phone(index.row()) : nullptr;
    if (!node || role != Qt::EditRole || index.column() == Name)
        return false;
    QString text = value.toString().remove(u' ');
    bool isNumber = false;
    std::ignore = text.toDouble(&isNumber);
    if (isNumber)
        text += u"ms"_s;
    const auto after = parseDuration(text);
    if (!after && text != neverWord)
        return false;
    const QString path = u"nodes.%1.%2"_s.arg(node->id, index.column() == Ring ? u"ring"_s : u"answer"_s);
    return m_document.apply({{path, after ? formatDuration(*after) : neverWord}}, tr("change of %1").arg(path))
        .has_value();
}

} // namespace siprace::ui
