namespace TransitHub.Core.Observations.Rules;

/// <summary>What is known of one device's clock. Lag is received minus measured, milliseconds: the clock's error and the way's delay together.</summary>
internal sealed class DeviceClock
{
    /// <summary>What to add to its times, milliseconds; 0 for a clock that seems right.</summary>
    public long Correction { get; set; }

    /// <summary>When <see cref="Correction"/> was last looked at, Unix milliseconds of the hub.</summary>
    public long CorrectedAt { get; set; }

    /// <summary>Reports in a row that do not fit <see cref="Correction"/> but agree with each other.</summary>
    public int Suspects { get; set; }

    /// <summary>When the first of them came, Unix milliseconds.</summary>
    public long SuspectsSince { get; set; }

    /// <summary>Their least lag.</summary>
    public long LeastLag { get; set; }

    /// <summary>Their greatest lag.</summary>
    public long GreatestLag { get; set; }
}
