#pragma once

#include <QList>
#include <QTableView>

#include <utility>

namespace siprace::ui {

/// A small table of names and fields, as high as its rows: the first column takes the room, the others have a width.
class SettingsTable : public QTableView
{
    Q_OBJECT

public:
    /// The columns behind the first, with their widths at 100 %.
    SettingsTable(const QList<std::pair<int, int>>& widths, QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fit();

    QList<std::pair<int, int>> m_widths;
};

} // namespace siprace::ui
