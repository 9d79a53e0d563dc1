namespace TransitHub.Simulation.Faults;

/// <summary>How often cameras miss, invent, misread and fail. Every share is 0 to 1.</summary>
public sealed record CameraFaults
{
    /// <summary>Cameras that see everything and read it right.</summary>
    public static CameraFaults None { get; } = new()
    {
        MissShare = 0, CrowdMissShare = 0, FalsePerHour = 0, UnreadShare = 0, MisreadShare = 0, OutagesPerDay = 0, PartTimeShare = 0, ResetsPerDay = 0,
    };

    /// <summary>Share of what crosses that is not seen. Default 0.05.</summary>
    public double MissShare { get; init; } = 0.05;

    /// <summary>Share of a crowd of one a second or more that is missed beyond that; of less, in proportion. Default 0.3.</summary>
    public double CrowdMissShare { get; init; } = 0.3;

    /// <summary>Things of each class and direction that are counted and were not there, per hour, 0 to 1,000. Default 0.5.</summary>
    public double FalsePerHour { get; init; } = 0.5;

    /// <summary>Share of passages whose route is not read. Default 0.2.</summary>
    public double UnreadShare { get; init; } = 0.2;

    /// <summary>Share of routes that are read wrongly. Default 0.06.</summary>
    public double MisreadShare { get; init; } = 0.06;

    /// <summary>Failures of a camera, per day, for half an hour on average, 0 to 100. Default 0.3.</summary>
    public double OutagesPerDay { get; init; } = 0.3;

    /// <summary>Share of intervals in which a camera looked only a part of the time, and says so. Default 0.05.</summary>
    public double PartTimeShare { get; init; } = 0.05;

    /// <summary>How often running totals begin anew, per day, 0 to 100. Default 0.5.</summary>
    public double ResetsPerDay { get; init; } = 0.5;

    internal void Check(List<string> wrong)
    {
        Ranges.Share(wrong, this.MissShare, nameof(this.MissShare));
        Ranges.Share(wrong, this.CrowdMissShare, nameof(this.CrowdMissShare));
        Ranges.Between(wrong, this.FalsePerHour, 0, 1000, nameof(this.FalsePerHour));
        Ranges.Share(wrong, this.UnreadShare, nameof(this.UnreadShare));
        Ranges.Share(wrong, this.MisreadShare, nameof(this.MisreadShare));
        Ranges.Between(wrong, this.OutagesPerDay, 0, 100, nameof(this.OutagesPerDay));
        Ranges.Share(wrong, this.PartTimeShare, nameof(this.PartTimeShare));
        Ranges.Between(wrong, this.ResetsPerDay, 0, 100, nameof(this.ResetsPerDay));
    }
}
