#pragma once

#include "LibraryModel.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeView;

namespace siprace::ui {

/// Finds every word of a search in title, id or group of a scenario.
class LibraryFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LibraryFilter(QObject* parent = nullptr);
    void setSearch(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

/// The scenarios to choose from, grouped, with a search above them.
class LibraryPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LibraryPanel(QWidget* parent = nullptr);

    void setEntries(const QList<LibraryEntry>& entries);
    /// Marks the scenario that is open, without opening it.
    void setCurrent(const QString& path);
    void focusSearch();
    [[nodiscard]] LibraryModel* model() { return &m_model; }

Q_SIGNALS:
    void chosen(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void refilter(const QString& text);

    LibraryModel m_model;
    LibraryFilter m_filter;
    QLineEdit* m_search = nullptr;
    QTreeView* m_tree = nullptr;
    QLabel* m_nothing = nullptr;
    QString m_current;
};

} // namespace siprace::ui
