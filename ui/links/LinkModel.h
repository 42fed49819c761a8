#pragma once

#include "NodeAliases.h"
#include "ScenarioDocument.h"
#include "SettingsModel.h"

#include <QHash>

namespace siprace::ui {

/// The links of the open scenario: a row each, or a row a direction where the two differ or the person wants them
/// apart. Writing changes the document, which can undo it. Below them, while it runs, those with the phones of a LAN
/// that have come: the file does not name these, so that writing changes the run alone.
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
    /// Shows whoever has come to the run, and nobody whom it does not know.
    void follow(const Trace& trace);
    void setAliases(const NodeAliases& aliases);

Q_SIGNALS:
    /// The person has changed a direction of a link that the file does not have.
    void guestTurned(const QString& from, const QString& to, const siprace::Impairment& impairment);

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

    void set(const QList<DirectedImpairment>& wanted);
    [[nodiscard]] Scenario seen() const;

    ScenarioDocument& m_document;
    QList<TraceNode> m_guests;
    QHash<QString, Impairment> m_turned; ///< directions of their links
    Scenario m_seen; ///< the document's, with the guests
    NodeAliases m_aliases;
    QList<Direction> m_links; ///< one direction each, as the file has it
    QStringList m_apart; ///< links the person wants apart
    QList<Row> m_rows;
};

} // namespace siprace::ui
