using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>What is kept of a device that counts, to notice when it fails.</summary>
internal sealed class WatchedDevice
{
    private const double LeastSilence = 900;

    /// <summary>Who tells only of what passes is quiet where nothing comes.</summary>
    private const double LeastSilenceOfPassages = 3600;
    private const double GapsOfSilence = 4;
    private const double GapGain = 0.1;
    private const long ClockStepMilliseconds = 5_000;
    private const double ClockStepStands = 3600;
    private double gap;
    private bool hasCounted;
    private long? countCorrection;
    private long? passageCorrection;
    private Timestamp? steppedAt;

    /// <summary>Its channels.</summary>
    public SortedDictionary<ChannelKey, ChannelWatch> Channels { get; } = [];

    /// <summary>What its zones saw lately.</summary>
    public SortedDictionary<ChannelKey, ZoneLooks> Zones { get; } = [];

    /// <summary>Evidence that it counts next to nothing, clearly less, or twice.</summary>
    public FaultEvidence Blind { get; } = new();

    /// <inheritdoc cref="Blind"/>
    public FaultEvidence Low { get; } = new();

    /// <inheritdoc cref="Blind"/>
    public FaultEvidence Doubled { get; } = new();

    /// <summary>When anything came from it last.</summary>
    public Timestamp LastHeard { get; private set; }

    /// <summary>Whether its last word on itself, or its last will, was that it is offline.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>The last windows: counted, expected, hours counting, hours covered.</summary>
    public Queue<(double Counted, double Expected, double Counting, double Covered)> Recent { get; } = [];

    /// <summary>Since when each fault is known, by kind; null: it is not.</summary>
    public Timestamp?[] Since { get; } = new Timestamp?[Enum.GetValues<DeviceFaultKind>().Length];

    /// <summary>Notes that it was heard.</summary>
    public void Hear(Observation observation)
    {
        if (observation is StatusReport { Online: false })
        {
            this.IsOffline = true;
            return;
        }

        double pause = this.LastHeard.UnixMilliseconds == 0 ? 0 : Math.Max(0, observation.ReceivedAt.SecondsSince(this.LastHeard));
        this.gap += GapGain * (Math.Min(pause, 3600) - this.gap);
        this.LastHeard = observation.ReceivedAt;
        this.IsOffline = false;
        this.hasCounted |= observation is TrafficCount;
        this.NoteClock(observation);
        if (observation is TrafficCount { IsPresent: true } seen)
        {
            this.See(seen);
        }
    }

    /// <summary>Whether it has fallen silent.</summary>
    public bool IsSilent(Timestamp now) =>
        this.IsOffline || now.SecondsSince(this.LastHeard) > Math.Max(this.hasCounted ? LeastSilence : LeastSilenceOfPassages, GapsOfSilence * this.gap);

    /// <summary>Whether its clock was set lately.</summary>
    public bool HasSteppedClock(Timestamp now) => this.steppedAt is { } at && now.SecondsSince(at) < ClockStepStands;

    private void See(TrafficCount seen)
    {
        if (!this.Zones.TryGetValue(seen.Key, out ZoneLooks? zone) && this.Zones.Count < DeviceCounts.MaxChannels)
        {
            zone = new ZoneLooks();
            this.Zones.Add(seen.Key, zone);
        }

        zone?.Add(seen.CorrectedTo, seen.Count, seen.Uptime);
    }

    /// <summary>Counts and passages are corrected apart, since counts may be older.</summary>
    private void NoteClock(Observation observation)
    {
        bool isStep = false;
        if (observation is PassageReport passage)
        {
            isStep = IsStep(this.passageCorrection, passage.ClockCorrectionMilliseconds);
            this.passageCorrection = passage.ClockCorrectionMilliseconds;
        }
        else if (observation is TrafficCount count)
        {
            isStep = IsStep(this.countCorrection, count.ClockCorrectionMilliseconds);
            this.countCorrection = count.ClockCorrectionMilliseconds;
        }

        this.steppedAt = isStep ? observation.ReceivedAt : this.steppedAt;
    }

    private static bool IsStep(long? before, long now) => before is { } known && Math.Abs(now - known) > ClockStepMilliseconds;
}
