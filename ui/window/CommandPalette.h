#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QPointer>
#include <QSortFilterProxyModel>

class QAction;
class QLineEdit;
class QListView;
class QMenuBar;

namespace siprace::ui {

/// Every action of a menu bar as a list: "Run › Restart proxy", and its key.
class CommandModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        KeyRole = Qt::UserRole ///< the shortcut as text, may be empty
    };
    explicit CommandModel(QObject* parent = nullptr);
    void read(const QMenuBar& menus);
    [[nodiscard]] QAction* action(const QModelIndex& index) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Command
    {
        QString text;
        QString key;
        QPointer<QAction> action;
    };
    void addMenu(const QString& path, const QList<QAction*>& actions);

    QList<Command> m_commands;
};

/// Keeps what has every typed word in it, in any order; what is called so comes before what only lies in such a menu.
class CommandFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    [[nodiscard]] int rank(const QString& text) const;

    QStringList m_words;
};

/// A field over the window in which any command is found by a few letters and done with Return.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QMenuBar& menus, QWidget* parent);

    void open();
    [[nodiscard]] QAbstractItemModel* model() { return &m_filter; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void run(const QModelIndex& index);
    void close();

    QMenuBar& m_menus;
    CommandModel m_model;
    CommandFilter m_filter;
    QLineEdit* m_text = nullptr;
    QListView* m_list = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace siprace::ui
