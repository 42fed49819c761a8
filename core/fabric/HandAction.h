#pragma once

#include "LinkRule.h"

namespace siprace {

/// What a person does to one direction of a link while a run goes on.
struct HandAction
{
    enum class Do
    {
        Hold, ///< what is sent from now on waits
        LetAllGo, ///< what waits goes, and the link is as before
        LetNextGo, ///< the oldest that waits goes
        DropNext ///< the oldest that waits is lost; when none does, the next that is sent
    };
    Do what = Do::Hold;
    Direction link;

    bool operator==(const HandAction&) const = default;
};

} // namespace siprace
