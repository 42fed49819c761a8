#include "EndingsModel.h"

#include <QCoreApplication>

namespace siprace::ui {

namespace {
struct EndingWords
{
    const char* runClass;
    const char* words;
};
constexpr EndingWords endingTable[] = {
    {"clean", QT_TRANSLATE_NOOP("Endings", "It ends well")},
    {"two-2xx", QT_TRANSLATE_NOOP("Endings", "Two phones answer, and the caller cleans up")},
    {"ghost-call", QT_TRANSLATE_NOOP("Endings", "A phone is in a call that nobody wants, for a while")},
    {"orphan-dialog", QT_TRANSLATE_NOOP("Endings", "A phone answers, and nobody ever acknowledges it")},
    {"stray-in-call", QT_TRANSLATE_NOOP("Endings", "A stray response comes into a call that is up")},
    {"call-lost", QT_TRANSLATE_NOOP("Endings", "The call is lost, although a phone answered")},
    {"other", QT_TRANSLATE_NOOP("Endings", "A rule is broken in another way")},
};

QString wordsOf(const QString& runClass)
{
    for (const EndingWords& row : endingTable) {
        if (runClass == QLatin1StringView(row.runClass))
            return QCoreApplication::translate("Endings", row.words);
    }
    return runClass;
}
} // namespace

EndingsModel::EndingsModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void EndingsModel::setFound(const Exploration& found)
{
    beginResetModel();
    m_found = found;
    endResetModel();
}

int EndingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.endings.size());
}

QVariant EndingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_found.endings.size())
        return {};
    const Ending& one = ending(index.row());
    const int steps = static_cast<int>(one.steps.size());
    switch (role) {
    case Qt::DisplayRole:
        return wordsOf(one.runClass);
    case Qt::AccessibleTextRole:
        return wordsOf(one.runClass) + QStringLiteral(". ") + one.steps.join(QStringLiteral(". "));
    case ClassRole:
        return one.runClass;
    case CountRole:
        return tr("%1 · %2 · %3 of %4 replays")
            .arg(one.runClass, steps == 1 ? tr("1 step") : tr("%1 steps").arg(steps))
            .arg(one.replays)
            .arg(m_found.replays);
    case StepsRole:
        return one.steps.isEmpty() ? QStringList{tr("Everything comes as early as it can.")} : one.steps;
    default:
        return {};
    }
}

} // namespace siprace::ui
