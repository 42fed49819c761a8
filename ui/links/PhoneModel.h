#pragma once

#include "NodeAliases.h"
#include "ScenarioDocument.h"
#include "SettingsModel.h"

namespace siprace::ui {

/// The phones of the open scenario: when each rings and answers after its INVITE. Writing changes the document, which
/// can undo it.
class PhoneModel : public SettingsModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Ring, ///< "0ms", "never"
        Answer ///< "300ms", "never"
    };

    explicit PhoneModel(ScenarioDocument& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    /// "450", "450ms", "2s", "never"; false for anything else.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    void setAliases(const NodeAliases& aliases);

protected:
    [[nodiscard]] QVariant value(const QModelIndex& index, bool isShown) const override;
    [[nodiscard]] QString tip(const QModelIndex& index) const override;

private:
    void rebuild();
    [[nodiscard]] const ScenarioNode* phone(int row) const;

    ScenarioDocument& m_document;
    QStringList m_phones; ///< ids
    NodeAliases m_aliases;
};

} // namespace siprace::ui
