#pragma once

// sofia-sip's headers with its context types untyped, said once. Private to core/sip.

#define SU_ROOT_MAGIC_T void
#define SU_WAKEUP_ARG_T void
#define SU_TIMER_ARG_T void
#define NTA_AGENT_MAGIC_T void
#define NTA_LEG_MAGIC_T void
#define NTA_OUTGOING_MAGIC_T void
#define NTA_INCOMING_MAGIC_T void
#define NTA_RELIABLE_MAGIC_T void

#include <sofia-sip/msg.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_tag_io.h>
#include <sofia-sip/su_time.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>

#include <memory>

namespace siprace::sip {

template <auto Release> struct ReleasedBy
{
    void operator()(auto* handle) const noexcept { Release(handle); }
};
using Root = std::unique_ptr<su_root_t, ReleasedBy<&su_root_destroy>>;
using Agent = std::unique_ptr<nta_agent_t, ReleasedBy<&nta_agent_destroy>>;

} // namespace siprace::sip
