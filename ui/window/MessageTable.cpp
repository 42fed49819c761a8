#include "MessageTable.h"

#include "Scale.h"

#include <QEvent>
#include <QHeaderView>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QString timeText(Instant instant)
{
    return QString::number(toMs(instant), 'f', 1) + u" ms"_s;
}

} // namespace

MessageTableModel::MessageTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void MessageTableModel::setTrace(const Trace& trace)
{
    beginResetModel();
    m_trace = trace;
    endResetModel();
}

void MessageTableModel::grow(const Trace& trace)
{
    const auto before = static_cast<int>(m_trace.messages.size());
    const auto now = static_cast<int>(trace.messages.size());
    if (now < before || m_trace.nodes != trace.nodes)
        return setTrace(trace);
    if (now > before)
        beginInsertRows({}, before, now - 1);
    m_trace = trace;
    if (now > before)
        endInsertRows();
    if (before > 0)
        Q_EMIT dataChanged(index(0, Arrived), index(before - 1, Arrived));
}

int MessageTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_trace.messages.size());
}

int MessageTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MessageTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole))
        return {};
    const TraceMessage& message = m_trace.messages.at(index.row());
    switch (index.column()) {
    case Number:
        return message.n;
    case Sent:
        return timeText(message.sent);
    case From:
        return m_trace.nodes.at(message.from).name;
    case To:
        return m_trace.nodes.at(message.to).name;
    case Message: {
        const QString first = QString::fromUtf8(message.firstLine);
        const QString copy
            = message.retransmissionOf > 0 ? tr(", a copy of %1").arg(message.retransmissionOf) : QString();
        return (message.isRequest() ? first.section(u' ', 0, 0) : first.section(u' ', 1)) + copy;
    }
    case Arrived:
        switch (message.fate) {
        case Fate::Lost:
            return tr("lost");
        case Fate::InFlight:
            return tr("on its way");
        case Fate::Discarded:
            return message.arrived ? tr("%1, discarded").arg(timeText(*message.arrived)) : tr("discarded");
        case Fate::Delivered:
            break;
        }
        return message.arrived ? timeText(*message.arrived) : QString();
    case Reason:
        return message.why.text;
    default:
        return {};
    }
}

QVariant MessageTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Number:
        return tr("No.");
    case Sent:
        return tr("Sent");
    case From:
        return tr("From");
    case To:
        return tr("To");
    case Message:
        return tr("Message");
    case Arrived:
        return tr("Arrived");
    default:
        return tr("Why");
    }
}

MessageTable::MessageTable(QWidget* parent)
    : QTableView(parent)
{
    setModel(&m_model);
    setAccessibleName(tr("Messages of the run"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setProperty("ownSize", true);
    fitRows();
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultSectionSize(96);
    horizontalHeader()->resizeSection(MessageTableModel::Number, 48);
    horizontalHeader()->resizeSection(MessageTableModel::Message, 170);
    horizontalHeader()->setHighlightSections(false);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (!m_isSelecting)
            Q_EMIT chosen(index.isValid() ? index.row() + 1 : 0);
    });
}

void MessageTable::fitRows()
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + scaled(8));
}

void MessageTable::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        fitRows();
    QTableView::changeEvent(event);
}

void MessageTable::select(int n)
{
    m_isSelecting = true;
    if (n > 0)
        setCurrentIndex(m_model.index(n - 1, currentIndex().isValid() ? currentIndex().column() : 0));
    else
        selectionModel()->clear(); // the current row too: coming to it again must choose it again
    m_isSelecting = false;
}

} // namespace siprace::ui
