using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Simulation.Chance;

namespace TransitHub.Simulation.Cameras;

/// <summary>A camera; all of its mutable state.</summary>
internal sealed class CameraTrack(CountingDevice device, int sender, SeededChance luck, bool sendsTotals)
{
    public SeededChance Luck = luck;

    public CountingDevice Device { get; } = device;

    /// <summary>Number of the sender of its messages.</summary>
    public int Sender { get; } = sender;

    /// <summary>Whether it sends running totals instead of counts per interval.</summary>
    public bool SendsTotals { get; } = sendsTotals;

    /// <summary>It sees nothing until then, Unix milliseconds.</summary>
    public long DownUntil { get; set; }

    /// <summary>Whether it has said that it is up.</summary>
    public bool IsUp { get; set; }

    /// <summary>Passages named so far.</summary>
    public long Passages { get; set; }

    public long LastSendAt { get; set; }
}

/// <summary>One counting line or zone of a camera.</summary>
internal sealed class ChannelTrack
{
    public ChannelTrack(CameraTrack camera, CountingChannel channel)
    {
        this.Camera = camera;
        this.Channel = channel;
        this.Classes = [.. channel.Counts.Concat(channel.Passages).Distinct()];
        this.Seen = new long[this.Classes.Length * channel.Directions.Length];
        this.Totals = new long[this.Seen.Length];
        this.Riders = new long[channel.Directions.Length];
    }

    public CameraTrack Camera { get; }

    public CountingChannel Channel { get; }

    public ImmutableArray<string> Classes { get; }

    /// <summary>Counted in this interval, by direction and then class.</summary>
    public long[] Seen { get; }

    /// <summary>Counted since the device began.</summary>
    public long[] Totals { get; }

    /// <summary>Riders of the stop up to the last interval, by direction.</summary>
    public long[] Riders { get; }

    /// <summary>Riders who had got off at the stop when its zone was looked at last.</summary>
    public long Alighted { get; set; }

    /// <summary>Unix milliseconds of the interval's start; 0: none has begun.</summary>
    public long From { get; set; }

    /// <summary>Share of the interval in which it looks.</summary>
    public double Uptime { get; set; } = 1;

    /// <summary>Where the counts of a class in a direction stand; -1: it does not tell such apart.</summary>
    public int IndexOf(int direction, string @class) =>
        this.Classes.IndexOf(@class) is >= 0 and var found ? (direction * this.Classes.Length) + found : -1;
}
