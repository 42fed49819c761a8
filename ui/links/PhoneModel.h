#pragma once

#include "ScenarioDocument.h"

#include <QAbstractTableModel>

namespace siprace::ui {

/// The phones of the open scenario: when each rings and answers after its INVITE. Writing changes the document, which
/// can undo it.
class PhoneModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Ring, ///< "0ms", "never"
        Answer, ///< "300ms", "never"
        ColumnCount
    };

    explicit PhoneModel(ScenarioDocument& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// "450", "450ms", "2s", "never"; false for anything else.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

private:
    void rebuild();
    [[nodiscard]] const ScenarioNode* phone(int row) const;

    ScenarioDocument& m_document;
    QStringList m_phones; ///< ids
};

} // namespace siprace::ui
