namespace TransitHub.Simulation.Faults;

/// <summary>
/// How often the counters over a vehicle's doors err. Defaults are what field tests found: nearly all riders are seen in light load,
/// six of ten in a crowd. Every share is 0 to 1.
/// </summary>
public sealed record CounterFaults
{
    /// <summary>Counters that see every rider.</summary>
    public static CounterFaults None { get; } = new() { MissShare = 0, CrowdMissShare = 0, FalsePerStop = 0, LostShare = 0 };

    /// <summary>Share of riders who are never seen. Default 0.05.</summary>
    public double MissShare { get; init; } = 0.05;

    /// <summary>
    /// Share that is missed beyond that in a vehicle of which four in five places are taken; from there down to three in ten less and less.
    /// Default 0.35.
    /// </summary>
    public double CrowdMissShare { get; init; } = 0.35;

    /// <summary>Riders counted at a stop who were not there, mean for each way, 0 to 10. Default 0.03.</summary>
    public double FalsePerStop { get; init; } = 0.03;

    /// <summary>Share of stops of which the count never arrives. Default 0.01.</summary>
    public double LostShare { get; init; } = 0.01;

    internal void Check(List<string> wrong)
    {
        Ranges.Share(wrong, this.MissShare, nameof(this.MissShare));
        Ranges.Share(wrong, this.CrowdMissShare, nameof(this.CrowdMissShare));
        Ranges.Between(wrong, this.FalsePerStop, 0, 10, nameof(this.FalsePerStop));
        Ranges.Share(wrong, this.LostShare, nameof(this.LostShare));
    }
}
