#include "Dialog.h"

#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
QByteArray headerOf(const sip::Message& message, const QByteArray& name)
{
    const QByteArrayList values = message.headers(name);
    return values.isEmpty() ? QByteArray() : values.first();
}

QByteArray withTag(const QByteArray& value, const QByteArray& tag)
{
    return value.contains(";tag=") ? value : value + ";tag=" + tag;
}

/// The route set of our requests, as this message of theirs has it.
QByteArrayList routesOf(const sip::Message& message)
{
    QByteArrayList uris;
    for (const sip::RouteValue& route : message.recordRoutes())
        uris.append(route.uri);
    return uris;
}
} // namespace

Dialog Dialog::ofResponse(const sip::Message& invite, const sip::Message& response)
{
    Dialog dialog;
    dialog.isOurCall = true;
    dialog.callId = invite.callId();
    dialog.localTag = invite.fromTag();
    dialog.remoteTag = response.toTag();
    dialog.local = headerOf(invite, "From");
    dialog.remote = headerOf(response, "To");
    dialog.inviteCseq = invite.cseq();
    dialog.localCseq = invite.cseq();
    dialog.remoteTarget = response.contactUri();
    dialog.routeSet = routesOf(response);
    std::reverse(dialog.routeSet.begin(), dialog.routeSet.end());
    return dialog;
}

Dialog Dialog::ofRequest(const sip::Message& invite, const QByteArray& localTag)
{
    Dialog dialog;
    dialog.callId = invite.callId();
    dialog.localTag = localTag;
    dialog.remoteTag = invite.fromTag();
    dialog.local = withTag(headerOf(invite, "To"), localTag);
    dialog.remote = headerOf(invite, "From");
    dialog.inviteCseq = invite.cseq();
    dialog.remoteCseq = invite.cseq();
    dialog.remoteTarget = invite.contactUri();
    dialog.routeSet = routesOf(invite);
    return dialog;
}

void Dialog::confirm(const sip::Message& response)
{
    const Dialog fresh = ofResponse(response, response); // the From of a response is that of its request
    remoteTarget = fresh.remoteTarget;
    routeSet = fresh.routeSet;
    state = DialogState::Confirmed;
}

bool Dialog::owns(const sip::Message& request) const
{
    return request.callId() == callId && request.toTag() == localTag && request.fromTag() == remoteTag;
}

RequestDraft Dialog::draft(const QByteArray& method, quint32 cseq) const
{
    RequestDraft draft;
    draft.method = method;
    draft.from = local;
    draft.to = remote;
    draft.callId = callId;
    draft.cseq = cseq;
    draft.uri = remoteTarget;
    draft.routes = routeSet;
    const auto first = routeSet.isEmpty() ? std::nullopt : sip::Uri::parse(routeSet.first());
    if (first && !first->isLoose()) { // a strict router wants its own URI in front, §12.2.1.1
        draft.uri = routeSet.first();
        draft.routes = routeSet.mid(1);
        draft.routes.append(remoteTarget);
    }
    return draft;
}

sip::Hop Dialog::nextHop() const
{
    const auto uri = sip::Uri::parse(routeSet.isEmpty() ? remoteTarget : routeSet.first());
    return uri ? uri->hop() : sip::Hop{};
}

QString Dialog::machine() const
{
    return QString::fromLatin1(callId + ';' + localTag + ';' + remoteTag);
}

QString toString(DialogState state)
{
    switch (state) {
    case DialogState::Early:
        return u"early"_s;
    case DialogState::Confirmed:
        return u"confirmed"_s;
    case DialogState::Terminated:
        break;
    }
    return u"terminated"_s;
}

} // namespace siprace
