#include "FreeMemory.h"

#include <cstdlib>
#include <tuple>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace siprace::ui {

void giveBackFreeMemory()
{
#ifdef __GLIBC__
    std::ignore = malloc_trim(0);
#endif
}

void keepLongListsApart()
{
#ifdef __GLIBC__
    constexpr int longList = 1 << 20; // bytes
    std::ignore = mallopt(M_MMAP_THRESHOLD, longList); // which else grows with what is freed
#endif
}

} // namespace siprace::ui
