#include "StreamTimes.h"

namespace siprace {

namespace {
constexpr Duration leastTimeout = 200ms;
constexpr Duration firstTimeout = 1s;
} // namespace

Duration segmentTimeout(Duration roundTrip)
{
    return leastTimeout + roundTrip;
}

Duration openingTimeout()
{
    return firstTimeout;
}

Duration delayOfTry(int losses, Duration timeout)
{
    return timeout * ((std::int64_t{1} << losses) - 1);
}

} // namespace siprace
