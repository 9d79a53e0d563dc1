using TransitHub.Core.Ids;
using TransitHub.Mqtt.Decoding;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Ingest;

/// <summary>Makes what reads MQTT for feeds whose devices files tell which vehicle a boat is.</summary>
internal static class MessageDecoders
{
    /// <summary>One for all of them.</summary>
    public static MessageDecoder Of(IReadOnlyDictionary<FeedId, LoadedSchedule> feeds) => new(new DecoderOptions())
    {
        Vessels = (feed, mmsi) => feeds.TryGetValue(feed, out LoadedSchedule? loaded) ? loaded.Devices.Vessels.Find(mmsi) : null,
    };
}
