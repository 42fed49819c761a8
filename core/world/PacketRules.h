#pragma once

#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace siprace {

/// What the first packet of a protocol at a port meets.
struct PacketKind
{
    QString protocol; ///< "udp", "tcp"
    quint16 port = 0;
};

/// The rules of a packet filter as far as they can be told from their text: what is not understood makes the answer
/// unknown, never wrong.
class PacketRules
{
public:
    enum class Verdict
    {
        None, ///< it only counts, logs, marks
        Accept,
        Drop,
        Return,
        Jump,
        Goto,
        Anything ///< not understood
    };
    struct Rule
    {
        /// All have to hold: "dport 22, 5060-5061", "l4proto { udp, 6 }", "ct state established, new", "never"; any
        /// other text is one that is not understood.
        QStringList conditions;
        Verdict verdict = Verdict::None;
        QString target; ///< of Jump and Goto: a key of chains
    };
    struct Chain
    {
        QList<Rule> rules;
        bool isHook = false; ///< what comes in meets it; its policy is for what no rule has told
        bool isElsewhere = false; ///< a hook that only part of what comes in may meet
        bool isDropping = false; ///< its policy
    };

    QHash<QString, Chain> chains;

    /// Whether the packet gets through all hooks; empty when that cannot be told.
    [[nodiscard]] std::optional<bool> isLetIn(const PacketKind& packet) const;

private:
    /// What may become of a packet in a chain; several when it cannot be told.
    struct Fates
    {
        bool accepted = false;
        bool dropped = false;
        bool passed = false; ///< to what is behind the chain
    };
    [[nodiscard]] Fates fatesIn(const Chain& chain, const PacketKind& packet, int depth) const;
    [[nodiscard]] Fates fatesOf(const Rule& rule, const PacketKind& packet, int depth) const;
};

} // namespace siprace
