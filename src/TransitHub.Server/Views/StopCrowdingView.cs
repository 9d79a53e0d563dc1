using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Views;

/// <summary>How full it is where riders of a stop wait, in JSON, as anybody may know it. Times are Unix seconds.</summary>
internal sealed record StopCrowdingView
{
    public required string StopId { get; init; }

    /// <summary>When the newest evidence was measured, to the minute.</summary>
    public required long MeasuredAt { get; init; }

    /// <summary>People who wait, in steps of the fewest told; null: too few to be told.</summary>
    public int? Waiting { get; init; }

    /// <summary>Start of the interval that holds eight of ten; null where <see cref="Waiting"/> is.</summary>
    public int? WaitingLow { get; init; }

    /// <summary>End of the interval that holds eight of ten; null where <see cref="Waiting"/> is.</summary>
    public int? WaitingHigh { get; init; }

    /// <summary>None, or fewer than this; there exactly where <see cref="Waiting"/> is not.</summary>
    public int? FewerThan { get; init; }

    /// <summary>People for whom the place has room; null: not known.</summary>
    public int? Capacity { get; init; }

    /// <summary>How full it is.</summary>
    public required CrowdingLevel Level { get; init; }

    /// <summary>Where the number is going over the next quarter of an hour.</summary>
    public required CrowdingTrend Trend { get; init; }

    /// <summary>What is expected, by time, up to 30 minutes ahead; null in the stream's brief form.</summary>
    public IReadOnlyList<CrowdingAheadView>? Ahead { get; init; }

    /// <summary>The next vehicles, by time, and whether who comes now will find room; null in the stream's brief form.</summary>
    public IReadOnlyList<RideChanceView>? Rides { get; init; }

    /// <summary>As much as a map draws.</summary>
    public static StopCrowdingView Brief(StopCrowding crowding, Schedule schedule, StopBounds bounds)
    {
        string stop = schedule.Stops.Id(crowding.Stop);
        PublicPeople told = PublicPeople.Of(crowding.Waiting, bounds.Of(stop));
        return new StopCrowdingView
        {
            StopId = stop,
            MeasuredAt = PublicPeople.Told(crowding.MeasuredAt).UnixSeconds,
            Waiting = told.Waiting,
            WaitingLow = told.Low,
            WaitingHigh = told.High,
            FewerThan = told.FewerThan,
            Capacity = crowding.Capacity,
            Level = told.Told(crowding.Level),
            Trend = crowding.Trend,
        };
    }

    /// <summary>All that may be told of a stop.</summary>
    public static StopCrowdingView Of(StopCrowding crowding, Schedule schedule, StopBounds bounds)
    {
        int fewest = bounds.Of(schedule.Stops.Id(crowding.Stop));
        return Brief(crowding, schedule, bounds) with
        {
            Ahead = [.. crowding.Ahead.Select(a => CrowdingAheadView.Of(a, fewest))],
            Rides = [.. crowding.Rides.Select(r => RideChanceView.Of(r, schedule))],
        };
    }
}

/// <summary>People expected at a stop at a moment; told like those who wait now.</summary>
/// <param name="At">The moment, Unix seconds.</param>
/// <param name="Waiting">People who wait then; null: too few to be told.</param>
/// <param name="WaitingLow">Start of the interval that holds eight of ten.</param>
/// <param name="WaitingHigh">Its end.</param>
/// <param name="FewerThan">None, or fewer than this.</param>
/// <param name="Level">How full it is then.</param>
internal sealed record CrowdingAheadView(long At, int? Waiting, int? WaitingLow, int? WaitingHigh, int? FewerThan, CrowdingLevel Level)
{
    /// <summary>Of a forecast.</summary>
    public static CrowdingAheadView Of(CrowdingAhead ahead, int fewestTold)
    {
        PublicPeople told = PublicPeople.Of(ahead.Waiting, fewestTold);
        return new CrowdingAheadView(ahead.At.UnixSeconds, told.Waiting, told.Low, told.High, told.FewerThan, told.Told(ahead.Level));
    }
}
