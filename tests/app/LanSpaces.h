#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace siprace::app_test {

/// Two network namespaces of this process, gone with it: the lab in one, phones in the other, and cables between them.
/// Each cable is a network of its own, 10.231.N.0/24: the phones are at .2, the lab has every address from .11 on.
class LanSpaces
{
public:
    LanSpaces();
    ~LanSpaces();
    LanSpaces(const LanSpaces&) = delete;
    LanSpaces& operator=(const LanSpaces&) = delete;

    /// False where that is not allowed.
    [[nodiscard]] bool areThere() const { return m_areThere; }
    /// Lays the cable of network N with so many addresses of the lab; false when the system refuses.
    [[nodiscard]] bool lay(int network, int labAddresses) const;
    /// Pulls the cable of that network out of the phones, or puts it back.
    [[nodiscard]] bool pull(int network) const;
    [[nodiscard]] bool putBack(int network) const;

    /// The words that start a program there.
    [[nodiscard]] QStringList inLab(const QStringList& words) const { return inSpace(m_lab, words); }
    [[nodiscard]] QStringList atPhones(const QStringList& words) const { return inSpace(m_phones, words); }
    [[nodiscard]] static QString labAddress(int network, int number);
    [[nodiscard]] static QString phoneAddress(int network);
    /// Whether somebody listens in the lab on that address, UDP port 5060.
    [[nodiscard]] bool isOpen(const QString& address) const;

private:
    [[nodiscard]] static QStringList inSpace(const QString& space, const QStringList& words);

    QString m_lab;
    QString m_phones;
    bool m_areThere = false;
};

/// Starts a program with nothing on its input; it is killed with what is returned.
[[nodiscard]] std::unique_ptr<QProcess> started(const QStringList& words, const QString& folder);

} // namespace siprace::app_test
