using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Simulation.Faults;

namespace TransitHub.Simulation;

/// <summary>What city is simulated, from when, and how much goes wrong in it.</summary>
public sealed record SimulationOptions
{
    /// <summary>The feed in the topics.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>When the first message is due. The city is mid-service by then.</summary>
    public required Timestamp StartAt { get; init; }

    /// <summary>Chooses one of all possible days. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// About how many vehicles with a device are on the road at the start, 1 to 1,000,000, of each line its share and at least one.
    /// Null (default) or more than the timetable needs: all of them. For more, simulate a larger network.
    /// </summary>
    public int? Vehicles { get; init; }

    /// <summary>How often every device reports, seconds, 1 to 3,600; null (default): as its line's traits say.</summary>
    public double? ReportIntervalSeconds { get; init; }

    /// <summary>
    /// How full vehicles of a line are in its busiest hour where they are fullest, as a share of their capacity. 0 to 2; default 0.7.
    /// Above 1, riders are left behind.
    /// </summary>
    public double PeakLoad { get; init; } = 0.7;

    /// <summary>How uneven links, drivers and riders are; 1 (default) is usual, 0 is a city like a clockwork. 0 to 3.</summary>
    public double Unevenness { get; init; } = 1;

    /// <summary>
    /// How long the city runs before <see cref="StartAt"/> without a word, so that vehicles bunch, are late and full as they would be.
    /// Seconds, 0 to 21,600; default 1,800.
    /// </summary>
    public int WarmUpSeconds { get; init; } = 1800;

    /// <summary>Where the river runs to, degrees clockwise from north, [0, 360). Default 180: to the sea in the south.</summary>
    public double DownstreamBearing { get; init; } = 180;

    /// <summary>What goes wrong with the service.</summary>
    public ServiceFaults Service { get; init; } = new();

    /// <summary>What goes wrong with the devices.</summary>
    public DeviceFaults Devices { get; init; } = new();

    /// <summary>What goes wrong with the counters over the doors of vehicles.</summary>
    public CounterFaults Counters { get; init; } = new();

    /// <summary>What goes wrong with the cameras.</summary>
    public CameraFaults Cameras { get; init; } = new();

    /// <summary>Share of cameras that send running totals instead of counts per interval, 0 to 1. Default 0.25.</summary>
    public double RunningTotalShare { get; init; } = 0.25;

    /// <summary>How busy the streets are with others than the lines' vehicles, as seen by cameras; 1 (default) is a main road. 0 to 10.</summary>
    public double BackgroundTraffic { get; init; } = 1;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Ranges.Between(wrong, this.Vehicles ?? 1, 1, 1_000_000, nameof(this.Vehicles));
        Ranges.Between(wrong, this.ReportIntervalSeconds ?? 1, 1, 3600, nameof(this.ReportIntervalSeconds));
        Ranges.Between(wrong, this.PeakLoad, 0, 2, nameof(this.PeakLoad));
        Ranges.Between(wrong, this.Unevenness, 0, 3, nameof(this.Unevenness));
        Ranges.Between(wrong, this.WarmUpSeconds, 0, 21_600, nameof(this.WarmUpSeconds));
        Ranges.Between(wrong, this.DownstreamBearing, 0, 359.999, nameof(this.DownstreamBearing));
        this.Service.Check(wrong);
        this.Devices.Check(wrong);
        this.Counters.Check(wrong);
        this.Cameras.Check(wrong);
        Ranges.Share(wrong, this.RunningTotalShare, nameof(this.RunningTotalShare));
        Ranges.Between(wrong, this.BackgroundTraffic, 0, 10, nameof(this.BackgroundTraffic));
        return wrong;
    }
}
