using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>A zone in which riders of a stop wait. What it sees falls short the more, the fuller it is.</summary>
/// <param name="stop">The stop.</param>
/// <param name="room">People for whom it has room.</param>
/// <param name="factors">By how much what it sees is raised (<see cref="CrowdingOptions.ZoneFactors"/>).</param>
internal sealed class ZoneTrack(StopTrack stop, double room, IReadOnlyList<double> factors)
{
    /// <summary>People a square meter where a zone is full whose place's capacity nobody has told.</summary>
    public const double FullDensity = 2;

    /// <summary>Below this trust what it sees is worth nothing.</summary>
    private const double LeastTrust = 0.05;

    /// <summary>People who have just got off and walk through, square people.</summary>
    private const double Passing = 4;

    private double lastAt;

    /// <summary>The stop.</summary>
    public StopTrack Stop => stop;

    /// <summary>People present now as last seen and corrected, for stops of several zones; NaN: nothing was seen for long.</summary>
    private (double Riders, double Variance) Last { get; set; } = (double.NaN, double.NaN);

    /// <summary>Takes what it saw.</summary>
    /// <param name="count">Accepted.</param>
    /// <param name="trust">In its device, 0 to 1.</param>
    public void Take(TrafficCount count, double trust)
    {
        double at = count.CorrectedTo.UnixMilliseconds / 1000.0;
        double uptime = Math.Clamp(count.Uptime ?? 1, 0, 1);
        if (at <= this.lastAt || trust < LeastTrust || uptime < LeastTrust)
        {
            return;
        }

        // How full it is decides how many are missed, and those are missing in how full it seems.
        double raise = CountBands.FactorAt(factors, count.Count, room);
        for (int i = 0; i < 3; i++)
        {
            raise = CountBands.FactorAt(factors, raise * count.Count, room);
        }

        double riders = raise * count.Count;
        double common = 0.08 * riders;
        double sure = trust * uptime;
        this.lastAt = at;
        this.Last = (riders, (CountBands.Variance(count.Count, raise) + (common * common) + Passing) / (sure * sure));
        stop.See(at);
    }

    /// <summary>What it saw last, if that was not long before a moment.</summary>
    public (double Riders, double Variance)? At(double at) => at - this.lastAt < 90 ? this.Last : null;
}
