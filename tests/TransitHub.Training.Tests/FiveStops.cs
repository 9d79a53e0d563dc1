using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests;

/// <summary>A street straight north with stops A to E one kilometer apart, and trips T1, T2, T3 at 08:00, 08:10, 08:20 that take two minutes from stop to stop.</summary>
internal static class FiveStops
{
    /// <summary>2026-03-02 08:00:00 in Bangkok, when T1 leaves A.</summary>
    public const long Start = 1_772_413_200;

    /// <summary>Degrees of latitude from stop to stop: about a kilometer.</summary>
    public const double Step = 0.009042;

    public static ServiceDate Monday { get; } = ServiceDate.From(2026, 3, 2);

    public static FeedText Feed() => FeedText.TwoStops()
        .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + string.Join('\n', "ABCDE".Select((c, i) => FormattableString.Invariant($"{c},Stop {c},{13.7 + (Step * i):F6},100.5"))))
        .With("trips.txt", "route_id,service_id,trip_id\nR,S,T1\nR,S,T2\nR,S,T3")
        .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join('\n', Enumerable.Range(0, 3).SelectMany(t => Enumerable.Range(0, 5).Select(s => $"T{t + 1},{Clock((600 * t) + (120 * s))},{Clock((600 * t) + (120 * s))},{"ABCDE"[s]},{s + 1}"))));

    public static Schedule Schedule() => Feed().Read().Schedule;

    /// <summary>A run of a trip (0 to 2) with arrivals so many seconds after the schedule's start of T1; NaN: not known.</summary>
    public static void AddRun(ArrivalTruth truth, Schedule schedule, int trip, params double[] after)
    {
        Assert.True(schedule.Trips.TryFind($"T{trip + 1}", out int index));
        for (int stop = 0; stop < after.Length; stop++)
        {
            truth.Add(index, Monday, null, null, stop + 1, Start + after[stop], double.NaN);
        }
    }

    public static AvlReport Report(string vehicle, int trip, double at, double stops, double lag = 5) => new()
    {
        Device = DeviceId.Parse(vehicle),
        MeasuredAt = Timestamp.FromUnixSeconds(Start + at),
        ReceivedAt = Timestamp.FromUnixSeconds(Start + at + lag),
        Latitude = 13.7 + (Step * stops),
        Longitude = 100.5,
        TripId = $"T{trip + 1}",
        StartDate = Monday,
    };

    private static string Clock(int seconds) => FormattableString.Invariant($"{8 + (seconds / 3600):00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
