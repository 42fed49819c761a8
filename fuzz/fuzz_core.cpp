#include "FuzzTarget.h"
#include "Policies.h"
#include "RandomRun.h"

#include <utility>

using namespace siprace;

// The pure proxy core: the input is the choices of a random run, whose invariants must hold.

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    const auto all = proxy::policies();
    const QStringView policy = all[input.below(unsigned(all.size()))].id;
    const int inputs = int(input.below(120));
    const QString broken = proxy::brokenRandomRun(
        policy, [&input](unsigned bound) { return input.below(bound); }, inputs);
    require(broken.isEmpty(), policy.toString() + QStringLiteral(": ") + broken);
    return 0;
}
