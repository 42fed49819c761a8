#include "Sdp.h"

#include <QByteArrayList>

namespace siprace {

namespace {
constexpr int rtpPort = 40000; // even, as RFC 3550 §11 asks; nothing listens there

struct SdpCodec
{
    const char* format;
    const char* map;
};
constexpr SdpCodec sdpCodecs[] = {{"0", "PCMU/8000"}, {"8", "PCMA/8000"}};

/// The first format of an m= line that we know too; nullptr when there is none.
const SdpCodec* commonCodec(const QByteArrayList& words)
{
    for (qsizetype i = 3; i < words.size(); ++i) {
        for (const SdpCodec& codec : sdpCodecs) {
            if (words[i] == codec.format)
                return &codec;
        }
    }
    return nullptr;
}

QByteArray rtpmap(const SdpCodec& codec)
{
    return QByteArray("a=rtpmap:") + codec.format + ' ' + codec.map + "\r\n";
}
} // namespace

SdpSession::SdpSession(QByteArray name, sip::Hop self)
    : m_name(std::move(name))
    , m_self(std::move(self))
{
}

QByteArray SdpSession::sessionPart()
{
    ++m_version;
    return "v=0\r\no=" + m_name + " 1 " + QByteArray::number(m_version) + " IN IP4 " + m_self.host
        + "\r\ns=-\r\nc=IN IP4 " + m_self.host + "\r\nt=0 0\r\n";
}

QByteArray SdpSession::offer()
{
    QByteArray sdp = sessionPart() + "m=audio " + QByteArray::number(rtpPort) + " RTP/AVP 0 8\r\n";
    for (const SdpCodec& codec : sdpCodecs)
        sdp += rtpmap(codec);
    return sdp;
}

QByteArray SdpSession::answer(const QByteArray& theirOffer)
{
    QByteArray sdp = sessionPart();
    bool hasAudio = false;
    for (const QByteArray& line : theirOffer.split('\n')) {
        if (!line.startsWith("m="))
            continue;
        const QByteArrayList words = line.mid(2).simplified().split(' ');
        if (words.size() < 4)
            continue;
        const SdpCodec* codec = words[0] == "audio" && words[1] != "0" && !hasAudio ? commonCodec(words) : nullptr;
        hasAudio = hasAudio || codec;
        const QByteArray port = codec ? QByteArray::number(rtpPort) : QByteArray("0");
        sdp += "m=" + words[0] + ' ' + port + ' ' + words[2] + ' ' + (codec ? QByteArray(codec->format) : words[3])
            + "\r\n";
        if (codec)
            sdp += rtpmap(*codec);
    }
    return sdp;
}

} // namespace siprace
