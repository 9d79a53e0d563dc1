using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;

namespace TransitHub.Browser.Tests;

/// <summary>A day of the river city that a hub has scored and kept: the boat came as it was told, the bus four minutes after.</summary>
internal static class ScoredDay
{
    public const string WorstLine = "C3";
    private const int StopSeconds = 400;
    private const int Stops = 7;
    private static readonly ServiceDate Day = ServiceDate.From(2026, 11, 23);

    /// <summary>Puts it where a hub looks at its start.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string gtfs = Directory.CreateTempSubdirectory("transithub-browser-").FullName;
        RiverCity.WriteGtfs(gtfs);
        Schedule schedule = ScheduleReader.Read(gtfs).Schedule;
        Directory.Delete(gtfs, recursive: true);
        LiveAccuracy accuracy = new();
        for (int at = 0; at <= Stops * StopSeconds; at += 30)
        {
            HubSnapshot state = StateAt(schedule, at);
            accuracy.Observe(state, state.Trips, state.CreatedAt);
            if (at % LiveAccuracy.EverySeconds == 0)
            {
                accuracy.Sample(state, state.CreatedAt);
            }
        }

        StateFile.Write(Path.Combine(folder, "accuracy"), accuracy.Encode());
    }

    private static HubSnapshot StateAt(Schedule schedule, int at)
    {
        long eight = schedule.ToUnixSeconds(Day, 8 * 3600);
        return new HubSnapshot
        {
            Sequence = at + 1,
            Feed = FeedId.Parse(RiverCity.Feed),
            CreatedAt = Timestamp.FromUnixSeconds(eight + at),
            Schedule = schedule,
            Vehicles = [],
            Trips = [.. new[] { Run(schedule, "boat-0", eight, at, 0), Run(schedule, "bus-0", eight, at, 240) }.OrderBy(t => t.Trip)],
            Changes = SnapshotChanges.None,
        };
    }

    private static TripSnapshot Run(Schedule schedule, string trip, long eight, int at, int later)
    {
        Assert.True(schedule.Trips.TryFind(trip, out int index));
        int reached = Math.Min(Stops - 1, at / StopSeconds);
        return new TripSnapshot
        {
            Trip = new TripInstance(index, Day, 8 * 3600),
            Vehicle = DeviceId.Parse(trip),
            IsCurrent = true,
            MeasuredAt = Timestamp.FromUnixSeconds(eight + at),
            Stops =
            [
                .. Enumerable.Range(reached, Stops - reached).Select(position => Stop(position, eight + (position * StopSeconds) - (position == reached ? 0 : later), position == reached)),
            ],
        };
    }

    private static StopPrediction Stop(int position, long time, bool passed) => new()
    {
        Position = position, Arrival = time, Departure = time, Passed = passed, Quantiles = passed ? default : new ArrivalQuantiles(-30, -10, 0, 10, 30),
    };
}
