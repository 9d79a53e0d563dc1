using System.Globalization;
using System.IO.Compression;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Testing;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Truth;

public sealed class TruthDeriverTests
{
    [Fact]
    public void An_arrival_is_when_the_way_between_two_fixes_comes_within_ten_meters_of_the_stop()
    {
        // 1,000 m from stop to stop in 100 s: ten meters before a stop is one second before it.
        TrueRun run = Assert.Single(Derive(Enumerable.Range(0, 21).Select(i => FiveStops.Report("bus", 0, i * 20, i * 0.2))).Runs);

        Assert.Equal([3, 99, 199, 299, 399], run.Arrivals.Select(a => Math.Round(a - FiveStops.Start)));
        Assert.Equal("bus", run.Vehicle);
    }

    [Fact]
    public void Nothing_is_derived_between_fixes_that_lie_too_far_apart()
    {
        TrueRun run = Assert.Single(Derive([FiveStops.Report("bus", 0, 0, 0), FiveStops.Report("bus", 0, 60, 0.6), FiveStops.Report("bus", 0, 151, 1.51), FiveStops.Report("bus", 0, 240, 2.4)]).Runs);

        Assert.True(double.IsNaN(run.Arrivals[1]));
        Assert.Equal(199, run.Arrivals[2] - FiveStops.Start, 1.0);
    }

    [Fact]
    public void A_fix_that_jumps_ahead_and_back_moves_no_arrival()
    {
        AvlReport[] reports = [.. Enumerable.Range(0, 21).Select(i => FiveStops.Report("bus", 0, i * 20, i == 3 ? 3.5 : i * 0.2))];
        TrueRun run = Assert.Single(Derive(reports).Runs);

        Assert.Equal([99, 199, 299, 399], run.Arrivals.Skip(1).Select(a => Math.Round(a - FiveStops.Start)));
    }

    [Fact]
    public void A_vehicle_that_waits_at_its_first_stop_has_not_begun()
    {
        IEnumerable<AvlReport> waits = Enumerable.Range(0, 30).Select(i => FiveStops.Report("bus", 0, (i * 20) - 600, 0));
        TrueRun run = Assert.Single(Derive([.. waits, .. Enumerable.Range(0, 21).Select(i => FiveStops.Report("bus", 0, i * 20, i * 0.2))]).Runs);

        Assert.Equal(3, run.Begins - FiveStops.Start, 1.0);
    }

    [Fact]
    public void Of_two_vehicles_on_one_run_the_one_seen_at_more_stops_counts()
    {
        IEnumerable<AvlReport> brief = Enumerable.Range(0, 8).Select(i => FiveStops.Report("bus-1", 0, i * 20, i * 0.2));
        IEnumerable<AvlReport> whole = Enumerable.Range(0, 21).Select(i => FiveStops.Report("bus-2", 0, 60 + (i * 20), i * 0.2));
        Assert.Equal("bus-2", Assert.Single(Derive([.. brief, .. whole]).Runs).Vehicle);
    }

    [Fact]
    public void Reports_of_unknown_trips_or_another_day_tell_nothing()
    {
        AvlReport report = FiveStops.Report("bus", 0, 0, 0);
        ArrivalTruth truth = Derive([report with { TripId = "none" }, report with { TripId = null }, report with { StartDate = FiveStops.Monday.AddDays(3) }]);
        Assert.Empty(truth.Runs);
    }

    [Fact]
    public void Agrees_with_arrivals_that_others_derived_from_real_positions()
    {
        Assert.SkipUnless(SharedData.Has("wmata-2026-02-16/positions.csv.gz"), SharedData.SkipReason);
        Schedule schedule = ScheduleReader.Read(SharedData.Path("wmata-2026-02-16/gtfs.zip"), cancellationToken: TestContext.Current.CancellationToken).Schedule;
        TruthDeriver deriver = new(schedule);
        foreach (AvlReport report in Positions(SharedData.Path("wmata-2026-02-16/positions.csv.gz")))
        {
            deriver.Add(report);
        }

        ArrivalTruth derived = deriver.Derive();
        ArrivalTruth others = new(schedule);
        ArrivalsFile.Read(SharedData.Path("wmata-2026-02-16/derived_arrivals.csv.gz"), schedule, others);
        others.Close();
        List<double> differences = [];
        long missing = 0;
        foreach (TrueRun run in others.Runs)
        {
            TrueRun? own = derived.RunsOf(run.Trip.TripIndex).FirstOrDefault(r => r.Trip == run.Trip);
            for (int stop = 1; stop < run.StopCount; stop++)
            {
                double difference = own is null ? double.NaN : own.Arrivals[stop] - run.Arrivals[stop];
                missing += !double.IsNaN(run.Arrivals[stop]) && double.IsNaN(difference) ? 1 : 0;
                if (!double.IsNaN(difference))
                {
                    differences.Add(Math.Abs(difference));
                }
            }
        }

        differences.Sort();
        Assert.InRange(missing, 0, others.Arrivals / 20);
        Assert.InRange(differences[differences.Count / 2], 0, 2);
        Assert.InRange(differences[(int)(differences.Count * 0.95)], 0, 10);
    }

    private static ArrivalTruth Derive(IEnumerable<AvlReport> reports)
    {
        TruthDeriver deriver = new(FiveStops.Schedule());
        foreach (AvlReport report in reports)
        {
            deriver.Add(report);
        }

        return deriver.Derive();
    }

    private static IEnumerable<AvlReport> Positions(string path)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] names = reader.ReadLine()!.Split(',');
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            string Field(string name) => fields[Array.IndexOf(names, name)];
            yield return new AvlReport
            {
                Device = DeviceId.Parse(Field("vehicle_id")),
                ReceivedAt = Timestamp.FromUnixSeconds(double.Parse(Field("received_unix"), CultureInfo.InvariantCulture)),
                MeasuredAt = Timestamp.FromUnixSeconds(double.Parse(Field("measured_unix"), CultureInfo.InvariantCulture)),
                Latitude = double.Parse(Field("lat"), CultureInfo.InvariantCulture),
                Longitude = double.Parse(Field("lon"), CultureInfo.InvariantCulture),
                TripId = Field("trip_id"),
                StartDate = ServiceDate.TryParse(Field("start_date"), out ServiceDate date) ? date : null,
            };
        }
    }
}
