#include "PhoneModel.h"

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
    : SettingsModel({tr("phone"), tr("rings"), tr("answers")}, {Ring, Answer}, parent)
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
    } else {
        tellEveryRow();
    }
}

void PhoneModel::setAliases(const NodeAliases& aliases)
{
    m_aliases = aliases;
    tellEveryRow();
}

const ScenarioNode* PhoneModel::phone(int row) const
{
    return m_document.scenario().node(m_phones.value(row));
}

int PhoneModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_phones.size());
}

QString PhoneModel::tip(const QModelIndex& index) const
{
    const ScenarioNode* node = phone(index.row());
    if (!node)
        return {};
    const QString name = shortName(m_document.scenario(), node->id, m_aliases);
    return index.column() == Ring  ? tr("%1 rings so long after its INVITE").arg(name)
        : index.column() == Answer ? tr("%1 answers so long after its INVITE; \"never\": only by hand").arg(name)
                                   : nodeName(m_document.scenario(), node->id, m_aliases);
}

QVariant PhoneModel::value(const QModelIndex& index, bool isShown) const
{
    const ScenarioNode* node = phone(index.row());
    if (!node)
        return {};
    if (index.column() == Name)
        return shortName(m_document.scenario(), node->id, m_aliases);
    QString text = habitText(index.column() == Ring ? node->callee.ring : node->callee.answer);
    if (isShown && text.endsWith("ms"_L1))
        text.insert(text.size() - 2, u' ');
    return text;
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
