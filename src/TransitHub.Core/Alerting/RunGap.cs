using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Alerting;

/// <summary>Two vehicles that follow each other on a pattern, at the stop that the first of them passed last.</summary>
/// <param name="Leader">The first.</param>
/// <param name="Follower">The next that is seen.</param>
/// <param name="Seconds">Between their departures from that stop; the follower's may be a prediction.</param>
/// <param name="PlannedSeconds">The same by the timetable, or the headway in force.</param>
internal readonly record struct RunGap(TripSnapshot Leader, TripSnapshot Follower, double Seconds, double PlannedSeconds)
{
    /// <summary>Index of that stop.</summary>
    public int Stop { get; init; }

    /// <summary>When the first left it, Unix seconds.</summary>
    public double LeftAt { get; init; }

    /// <summary>
    /// The longest that riders wait at that stop between both, seconds: a vehicle of the line on another pattern that comes in between takes them too.
    /// </summary>
    public double LongestWait(HubSnapshot state)
    {
        List<double> coming = [0, this.Seconds];
        foreach (TripSnapshot run in Sight.RunsUnderWay(state))
        {
            if (run != this.Leader && run != this.Follower && Sight.ShareLine(state, this.Leader.Trip, run.Trip) && ExpectedAt(state.Schedule, run, this.Stop) is { } at)
            {
                coming.Add(Math.Clamp(at - this.LeftAt, 0, this.Seconds));
            }
        }

        coming.Sort();
        return Enumerable.Range(1, coming.Count - 1).Max(i => coming[i] - coming[i - 1]);
    }

    /// <summary>Gaps between runs that are seen. One whose plan is not known is left out.</summary>
    public static IEnumerable<RunGap> Find(HubSnapshot state)
    {
        foreach (IGrouping<int, TripSnapshot> pattern in Sight.RunsUnderWay(state).GroupBy(t => state.Schedule.Trips.PatternIndex(t.Trip.TripIndex)))
        {
            // Who is farther is ahead; of two behind the same stop, who left it first.
            TripSnapshot[] inOrder = [.. pattern.OrderByDescending(t => t.Stops[0].Position).ThenBy(t => t.Stops[0].Departure).ThenBy(t => t.Trip)];
            for (int i = 1; i < inOrder.Length; i++)
            {
                if (Between(state, inOrder[i - 1], inOrder[i]) is { } gap)
                {
                    yield return gap;
                }
            }
        }
    }

    private static RunGap? Between(HubSnapshot state, TripSnapshot leader, TripSnapshot follower)
    {
        StopPrediction left = leader.Stops[0];
        int index = left.Position - follower.Stops[0].Position;
        if (leader.Stops.Length < 2 || index < 0 || index >= follower.Stops.Length || PlannedBetween(state.Schedule, leader.Trip, follower.Trip, left.Position) is not { } planned)
        {
            return null;
        }

        StopPrediction next = follower.Stops[index];
        double expected = next.Departure + (next.Passed ? 0 : next.Quantiles.P50);
        return new RunGap(leader, follower, expected - left.Departure, planned)
        {
            Stop = state.Schedule.Patterns.Stops(state.Schedule.Trips.PatternIndex(leader.Trip.TripIndex))[left.Position],
            LeftAt = left.Departure,
        };
    }

    /// <summary>When a run leaves a stop; null: it does not come there any more.</summary>
    private static double? ExpectedAt(Schedule schedule, TripSnapshot run, int stop)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(run.Trip.TripIndex));
        foreach (StopPrediction there in run.Stops)
        {
            if (stops[there.Position] == stop)
            {
                return there.Departure + (there.Passed ? 0 : there.Quantiles.P50);
            }
        }

        return null;
    }

    private static double? PlannedBetween(Schedule schedule, TripInstance leader, TripInstance follower, int position)
    {
        ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(follower.TripIndex);
        if (!windows.IsEmpty && !windows[0].ExactTimes)
        {
            foreach (FrequencyWindow window in windows)
            {
                if (follower.StartSeconds >= window.StartSeconds && follower.StartSeconds < window.EndSeconds)
                {
                    return window.HeadwaySeconds;
                }
            }

            return null;
        }

        double planned = Planned(schedule, follower, position) - Planned(schedule, leader, position);
        return planned > 0 ? planned : null;
    }

    private static double Planned(Schedule schedule, TripInstance run, int position)
    {
        int shift = schedule.Trips.Frequencies(run.TripIndex).IsEmpty ? 0 : run.StartSeconds - schedule.Trips.StartSeconds(run.TripIndex);
        return schedule.ToUnixSeconds(run.ServiceDate, schedule.Trips.Departures(run.TripIndex)[position] + shift);
    }
}
