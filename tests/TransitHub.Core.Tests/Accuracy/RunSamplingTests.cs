using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Accuracy;

/// <summary>More predictions than the bound: whole runs are drawn, and the figures are those of the runs that were drawn.</summary>
public sealed class RunSamplingTests
{
    private const int Runs = 400;
    private static readonly Schedule Schedule = PredictedCity.Read(Runs);

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(2_400, 1)]
    [InlineData(2_399, 0.5)]
    [InlineData(1_000, 0.25)]
    public void Takes_down_no_more_than_the_bound_and_tells_the_share(int most, double share)
    {
        LiveAccuracy accuracy = new(most);
        HubSnapshot state = State(0);
        accuracy.Observe(state, state.Trips, state.CreatedAt);
        accuracy.Sample(state, state.CreatedAt);
        Assert.Equal(share, accuracy.Share);
        Assert.InRange(accuracy.Open, share * Runs * 6 * 0.7, most);
    }

    [Fact]
    public void Who_is_not_drawn_is_not_missing()
    {
        LiveAccuracy accuracy = new(1_000);
        for (int at = 0; at <= 360; at += 30)
        {
            HubSnapshot state = State(at);
            accuracy.Observe(state, state.Trips, state.CreatedAt);
            if (at % 60 == 0)
            {
                accuracy.Sample(state, state.CreatedAt);
            }
        }

        AccuracyDay day = Assert.Single(accuracy.Days);
        Assert.Equal(0, day.All.Published.Missing);
        Assert.InRange(day.All.Published.Count, 1, Runs * 4 / 2);
        Assert.Equal(0, day.All.Published.Count % 4);
    }

    [Fact]
    public void Half_of_the_runs_is_drawn_at_the_first_level_and_a_rarer_look_takes_some_of_the_same()
    {
        int[] levels = [.. Enumerable.Range(0, 10_000).Select(i => RunSampling.LevelOf(new TripInstance(i, PredictedCity.Day, 28_800)))];
        Assert.InRange(levels.Count(l => l >= 1), 4_800, 5_200);
        Assert.InRange(levels.Count(l => l >= 3), 1_130, 1_370);
        Assert.Equal(0, RunSampling.FewEnough([5, 5, 5, .. new long[18]], 15));
        Assert.Equal(1, RunSampling.FewEnough([5, 5, 5, .. new long[18]], 14));
    }

    /// <summary>All runs leave at 08:00 and are on time.</summary>
    private static HubSnapshot State(int at)
    {
        long eight = Schedule.ToUnixSeconds(PredictedCity.Day, 8 * 3600);
        int reached = at / 300;
        return new HubSnapshot
        {
            Sequence = at + 1,
            Feed = FeedId.Parse("city"),
            CreatedAt = Timestamp.FromUnixSeconds(eight + at),
            Schedule = Schedule,
            Vehicles = [],
            Changes = SnapshotChanges.None,
            Trips =
            [
                .. Enumerable.Range(0, Runs).Select(i => Run($"T{i}")).Order().Select(run => new TripSnapshot
                {
                    Trip = run,
                    Vehicle = DeviceId.Parse("bus"),
                    IsCurrent = true,
                    MeasuredAt = Timestamp.FromUnixSeconds(eight + at),
                    Stops =
                    [
                        .. Enumerable.Range(at == 0 ? 0 : reached, at == 0 ? 6 : 6 - reached).Select(position => new StopPrediction
                        {
                            Position = position,
                            Arrival = eight + (position * 300),
                            Departure = eight + (position * 300),
                            Passed = at > 0 && position == reached,
                        }),
                    ],
                }),
            ],
        };
    }

    private static TripInstance Run(string trip)
    {
        Assert.True(Schedule.Trips.TryFind(trip, out int index));
        return new TripInstance(index, PredictedCity.Day, Schedule.Trips.StartSeconds(index));
    }
}
