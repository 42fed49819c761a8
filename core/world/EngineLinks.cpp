#include "Engine.h"

// What a person does to the links of a run while it goes.

namespace siprace {

using namespace Qt::StringLiterals;

Result<void> Engine::setImpairment(const QString& from, const QString& to, const Impairment& impairment)
{
    const int a = trace().nodeIndex(from);
    const int b = trace().nodeIndex(to);
    if (a < 0 || b < 0)
        return fail({}, u"no node \"%1\""_s.arg(a < 0 ? from : to));
    m_fabric->setImpairment(a, b, impairment);
    return {};
}

Result<void> Engine::byHand(const HandAction& action)
{
    m_loop.makeCurrent();
    m_isQuiet = false;
    const int from = trace().nodeIndex(action.link.from);
    const int to = trace().nodeIndex(action.link.to);
    if (from < 0 || to < 0)
        return fail({}, u"no node \"%1\""_s.arg(from < 0 ? action.link.from : action.link.to));
    m_fabric->byHand(action.what, from, to);
    return {};
}

} // namespace siprace
