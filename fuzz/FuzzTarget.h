#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <utility>

/// What every target gives, to libFuzzer as to the driver of this folder: takes one input, ends the program where
/// something that must hold does not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace siprace {

/// Ends the program, saying what does not hold.
void require(bool holds, const QString& what);

/// Takes an input apart, choice by choice; 0 once it is used up.
class FuzzInput
{
public:
    FuzzInput(const std::uint8_t* data, std::size_t size)
        : m_rest(QByteArray::fromRawData(reinterpret_cast<const char*>(data), qsizetype(size)))
    {
    }
    [[nodiscard]] bool isUsedUp() const { return m_rest.isEmpty(); }
    /// 0 … bound - 1, from two bytes.
    unsigned below(unsigned bound);
    /// Up to the next line that is only "--", or the end.
    QByteArray piece();
    QByteArray rest() { return std::exchange(m_rest, {}); }

private:
    QByteArray m_rest;
};

} // namespace siprace
