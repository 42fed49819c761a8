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

} // namespace siprace::ui
