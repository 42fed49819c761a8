#include "DifferencesModel.h"

#include "ComparisonPicture.h"
#include "DivergenceWords.h"
#include "Numbers.h"

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

DifferencesModel::DifferencesModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void DifferencesModel::setComparison(const Comparison& comparison)
{
    beginResetModel();
    m_comparison = comparison;
    m_rows.clear();
    std::copy_if(comparison.messages.begin(), comparison.messages.end(), std::back_inserter(m_rows),
        [](const MatchedMessage& match) { return match.kind != MatchedMessage::Kind::Common; });
    endResetModel();
}

int DifferencesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DifferencesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstRun + static_cast<int>(m_comparison.runs.size());
}

QString DifferencesModel::timeText(const MatchedMessage& match, int run) const
{
    const int n = match.n.value(run);
    if (n == 0)
        return u"–"_s;
    const TraceMessage& message = m_comparison.runs.at(run).trace.messages.at(n - 1);
    const QString sent = localNumber(humanDuration(message.sent.time_since_epoch()));
    switch (message.fate) {
    case Fate::Lost:
        return tr("%1, lost").arg(sent);
    case Fate::Discarded:
        return tr("%1, discarded").arg(sent);
    case Fate::InFlight:
    case Fate::Delivered:
        break;
    }
    return sent;
}

QVariant DifferencesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const MatchedMessage& match = m_rows.at(index.row());
    if (role == NumbersRole)
        return QVariant::fromValue(match.n);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Kind:
        return differenceWords(m_comparison, match);
    case Message:
        return messageWords(m_comparison, match);
    default:
        return timeText(match, index.column() - FirstRun);
    }
}

QVariant DifferencesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Kind:
        return tr("Difference");
    case Message:
        return tr("Message");
    default:
        return headingOf(m_comparison.runs.value(section - FirstRun));
    }
}

} // namespace siprace::ui
