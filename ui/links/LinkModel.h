#pragma once

#include "ScenarioDocument.h"
#include "SettingsModel.h"

namespace siprace::ui {

/// The links of the open scenario: a row each, or a row a direction where the two differ or the person wants them
/// apart. Writing changes the document, which can undo it.
class LinkModel : public SettingsModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Delay, ///< Qt::EditRole: milliseconds, double
        Loss, ///< Qt::EditRole: percent, double
        Split ///< Qt::EditRole: bool, the directions stand apart
    };

    explicit LinkModel(ScenarioDocument& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    /// False when the value is out of range.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

protected:
    [[nodiscard]] QVariant value(const QModelIndex& index, bool isShown) const override;
    [[nodiscard]] QString tip(const QModelIndex& index) const override;

private:
    struct Row
    {
        Direction direction;
        bool isBothWays = true;
        bool isFirst = true; ///< of its link: the one that carries the switch
        bool operator==(const Row&) const = default;
    };

    void rebuild();
    void refresh();
    [[nodiscard]] QList<Row> rows() const;
    [[nodiscard]] bool isApart(const Direction& link) const;
    [[nodiscard]] QString nameOf(const Row& row) const;
    bool change(const Row& row, int column, double value);
    bool join(const Row& row, bool apart);

    ScenarioDocument& m_document;
    QList<Direction> m_links; ///< one direction each, as the file has it
    QStringList m_apart; ///< links the person wants apart
    QList<Row> m_rows;
};

/// "Phone B1" → "B1" when no other node ends in that word; otherwise the whole name.
[[nodiscard]] QString shortName(const Scenario& scenario, const QString& nodeId);

} // namespace siprace::ui
