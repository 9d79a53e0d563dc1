using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>What the gate keeps of one device.</summary>
internal sealed class DeviceTrack
{
    /// <summary>Keys of its last accepted reports.</summary>
    public RecentReports Recent;

    /// <summary>Where in <see cref="Recent"/> the next key goes.</summary>
    public int NextRecent { get; set; }

    /// <summary>When anything came from it last.</summary>
    public Timestamp LastReceived { get; set; }

    /// <summary>Its last accepted fix; null: none yet.</summary>
    public Fix? Last { get; set; }

    /// <summary>The last fix refused for its speed, when the one before this was refused too or this is the first.</summary>
    public Fix Stray { get; set; }

    /// <summary>How many such fixes in a row agree with each other.</summary>
    public int Strays { get; set; }

    /// <summary>What is known of its clock.</summary>
    public DeviceClock Clock { get; } = new();

    /// <summary>Its last word about itself.</summary>
    public StatusReport? Status { get; set; }

    /// <summary>What is known of it as a counter; null: it never counted.</summary>
    public CountingTrack? Counting { get; set; }

    /// <summary>Whether anything of it was ever accepted.</summary>
    public bool IsProven => this.Last is not null || this.Status is not null || this.Counting is { IsProven: true };
}

/// <summary>A place and when the device was there by the hub's clock.</summary>
/// <param name="At">Corrected measured time.</param>
/// <param name="Correction">What was added to the measured time for it, milliseconds.</param>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
internal readonly record struct Fix(Timestamp At, long Correction, double Latitude, double Longitude)
{
    /// <summary>Seconds since another fix by the device's own clock, which a correction that changed between them does not stretch or squeeze.</summary>
    public double OwnSecondsSince(Fix other) => this.At.SecondsSince(other.At) + ((other.Correction - this.Correction) / 1000.0);
}
