using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A device counts as many channels, classes and directions as the option allows: a faulty one that makes up names costs a bounded
/// memory. When it is full, those that were silent for long make room.
/// </summary>
internal sealed class ChannelBound(GateOptions options)
{
    /// <summary>The track of a channel, made when it is new; null when there is no room for another.</summary>
    public ChannelTrack? FindOrAdd(CountingTrack device, ChannelKey key, Timestamp received)
    {
        if (!device.Channels.TryGetValue(key, out ChannelTrack? track))
        {
            if (device.Channels.Count >= options.MaxChannelsPerDevice && !this.TrySweep(device, received))
            {
                return null;
            }

            track = new ChannelTrack();
            device.Channels.Add(key, track);
        }

        return track;
    }

    /// <summary>What is wrong, for a person.</summary>
    public string Describe(ChannelKey key) =>
        $"channel '{key.Channel}', class '{key.Class}': {options.MaxChannelsPerDevice} channels with class and direction are known of the device already; GateOptions.MaxChannelsPerDevice allows no more";

    private bool TrySweep(CountingTrack device, Timestamp now)
    {
        foreach ((ChannelKey key, ChannelTrack track) in device.Channels)
        {
            if (now.SecondsSince(track.LastReceived) > options.ForgetAfterSeconds)
            {
                device.Channels.Remove(key);
            }
        }

        return device.Channels.Count < options.MaxChannelsPerDevice;
    }
}
