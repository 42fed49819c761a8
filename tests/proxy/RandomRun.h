#pragma once

#include <QString>

#include <functional>

namespace siprace::proxy {

/// Gives a number below `bound`: of chance, or of a fuzzer.
using Choose = std::function<unsigned(unsigned bound)>;

/// Drives a proxy core under that policy, with settings, messages and times that `choose` picks, and holds what it does
/// against what must never happen (RFC 3261 §9.1, §16.7). Empty when everything held, else what did not, and the log.
[[nodiscard]] QString brokenRandomRun(QStringView policy, const Choose& choose, int inputs);

} // namespace siprace::proxy
