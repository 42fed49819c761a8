#include "Draw.h"

namespace siprace {

namespace {
// FNV-1a over the key gathers it into 64 bits; the splitmix64 finaliser then spreads them, since FNV alone leaves
// the low bits of short keys alike.
std::uint64_t mix(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

std::uint64_t bits(Seed seed, QByteArrayView key)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : key) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return mix(mix(seed.value) ^ hash);
}
} // namespace

double draw(Seed seed, QByteArrayView key)
{
    return static_cast<double>(bits(seed, key) >> 11U) * 0x1.0p-53;
}

std::uint64_t drawBelow(Seed seed, QByteArrayView key, std::uint64_t bound)
{
    return bound == 0 ? 0 : bits(seed, key) % bound;
}

} // namespace siprace
