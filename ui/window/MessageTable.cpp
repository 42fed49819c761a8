#include "MessageTable.h"

#include "LabelBook.h"
#include "Numbers.h"
#include "Scale.h"

#include <QEvent>
#include <QHeaderView>

#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// "620.0 ms"; from ten seconds on in seconds, as they are read.
QString timeText(Instant instant)
{
    constexpr double longMs = 10'000;
    const double ms = toMs(instant);
    return localNumber(
        ms < longMs ? QString::number(ms, 'f', 1) + u" ms"_s : QString::number(ms / 1000, 'f', 3) + u" s"_s);
}

QString fateText(const TraceMessage& message)
{
    switch (message.fate) {
    case Fate::Lost:
        return MessageTableModel::tr("lost");
    case Fate::InFlight:
        return MessageTableModel::tr("on its way");
    case Fate::Discarded:
        return MessageTableModel::tr("discarded");
    case Fate::Delivered:
        break;
    }
    return message.isStray ? MessageTableModel::tr("stray") : MessageTableModel::tr("delivered");
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
    m_names = NodeNames(trace, m_names.aliases());
    endResetModel();
}

void MessageTableModel::setLabels(std::function<QString(int)> labelOf)
{
    m_labelOf = std::move(labelOf);
}

void MessageTableModel::setNames(const NodeNames& names)
{
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString MessageTableModel::labelOf(const TraceMessage& message) const
{
    const QString label = m_labelOf ? m_labelOf(message.n) : QString();
    return label.isEmpty() ? shortFirstLine(message) : label;
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
        Q_EMIT dataChanged(index(0, Arrived), index(before - 1, FateOf));
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
        return m_names.of(message.from);
    case To:
        return m_names.of(message.to);
    case Message:
        return labelOf(message)
            + (message.retransmissionOf > 0 ? tr(", a copy of %1").arg(message.retransmissionOf) : QString());
    case Arrived:
        return message.arrived ? timeText(*message.arrived) : QString();
    case FateOf:
        return fateText(message);
    case Reason:
        return m_names.in(message.why.text);
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
    case FateOf:
        return tr("Fate");
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
    horizontalHeader()->setDefaultSectionSize(82);
    horizontalHeader()->resizeSection(MessageTableModel::Number, 48);
    horizontalHeader()->resizeSection(MessageTableModel::Message, 200);
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
