using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>What holds of the pipeline whatever vehicles do.</summary>
public sealed class PipelineTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Fact]
    public void Two_runs_over_the_same_records_give_equal_snapshots()
    {
        StreetScene scene = BusyStreet();
        List<HubSnapshot> first = Run(scene, batch: 1);
        List<HubSnapshot> second = Run(scene, batch: 1);

        Assert.Equal(first.Select(Text), second.Select(Text));
    }

    [Fact]
    public void Taking_records_in_batches_changes_nothing()
    {
        StreetScene scene = BusyStreet();

        Assert.Equal(TextWithoutTimes(Run(scene, batch: 1)[^1]), TextWithoutTimes(Run(scene, batch: 1000)[^1]));
    }

    [Fact]
    public void What_did_not_change_is_the_same_object_in_the_next_snapshot()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops).Trip("U", "08:20:00", Stops);
        scene.Drive("a", "08:00:00", 0, "08:01:00", 500, "T").Report("b", "08:01:00", 0, "U");
        HubSnapshot first = scene.Snapshot("08:01:00");
        scene.Report("b", "08:01:05", 10, "U");
        HubSnapshot second = scene.Snapshot("08:01:06");

        Assert.Equal(first.Sequence + 1, second.Sequence);
        Assert.Same(first.Vehicles[0], second.Vehicles[0]);
        Assert.NotSame(first.Vehicles[1], second.Vehicles[1]);
        Assert.Same(first.Trips[0], second.Trips[0]);
        Assert.Equal("b", Assert.Single(second.Changes.Vehicles).Id.ToString());
    }

    [Fact]
    public void Published_times_increase_from_stop_to_stop_and_never_lie_in_the_past()
    {
        StreetScene scene = BusyStreet();
        foreach (HubSnapshot snapshot in Run(scene, batch: 1))
        {
            foreach (TripSnapshot trip in snapshot.Trips)
            {
                long last = 0;
                foreach (StopPrediction stop in trip.Stops)
                {
                    Assert.True(stop.Passed || stop.Arrival >= snapshot.CreatedAt.UnixSeconds, "in the past");
                    Assert.True(stop.Arrival > last && stop.Departure >= stop.Arrival, "not increasing");
                    Assert.True(stop.Quantiles.P10 <= stop.Quantiles.P50 && stop.Quantiles.P50 <= stop.Quantiles.P90, "quantiles");
                    last = stop.Arrival;
                }
            }
        }
    }

    [Fact]
    public void A_lower_published_quantile_promises_an_earlier_time()
    {
        long low = Last(new FusionOptions { PublishedQuantile = 0.1 });
        long high = Last(new FusionOptions { PublishedQuantile = 0.75 });

        Assert.True(low < high, $"{low} is not before {high}");

        static long Last(FusionOptions options)
        {
            StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops);
            scene.Options = options;
            scene.Drive("bus", "08:00:00", 0, "08:02:00", 1000, "T");
            return scene.TripOf("T", "08:02:00").Stops[^1].Arrival;
        }
    }

    [Fact]
    public void A_slow_link_is_expected_to_be_slow_for_the_next_vehicle()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops).Trip("U", "08:10:00", Stops);
        scene.Drive("a", "08:00:00", 0, "08:02:00", 1000, "T").Drive("a", "08:02:20", 1010, "08:08:00", 2000, "T").Drive("a", "08:08:20", 2050, "08:09:00", 2300, "T");
        scene.Report("b", "08:09:50", 0, "U");
        StopPrediction[] stops = [.. scene.TripOf("U", "08:09:50").Stops];

        Assert.InRange(stops[2].Arrival - stops[1].Arrival, 160, 400);
        Assert.InRange(stops[7].Arrival - stops[6].Arrival, 90, 150);
    }

    [Fact]
    public void Without_a_timetable_every_vehicle_is_unmatched_and_shown()
    {
        RejectionLedger ledger = new();
        FusionPipeline pipeline = new(FeedId.Parse("f"), Schedule.Empty, new FusionOptions(), ledger);
        pipeline.Process(StreetScene.Make("bus", "08:00:00", 0, "T", 0));

        VehicleSnapshot bus = Assert.Single(pipeline.TakeSnapshot(StreetScene.At("08:00:00")).Vehicles);

        Assert.Equal((VehiclePhase.Unmatched, RejectionReason.NoSchedule), (bus.Phase, bus.UnmatchedReason));
        Assert.Equal(1, ledger.CountOf(RejectionReason.NoSchedule));
    }

    [Fact]
    public void More_vehicles_than_the_bound_are_counted_and_left_out()
    {
        RejectionLedger ledger = new();
        FusionPipeline pipeline = new(FeedId.Parse("f"), Schedule.Empty, new FusionOptions { MaxVehicles = 1 }, ledger);
        pipeline.Process(StreetScene.Make("a", "08:00:00", 0, null, 0));
        pipeline.Process(StreetScene.Make("b", "08:00:00", 0, null, 0));

        Assert.Single(pipeline.TakeSnapshot(StreetScene.At("08:00:00")).Vehicles);
        Assert.Equal(1, ledger.CountOf(RejectionReason.TooManyDevices));
    }

    [Fact]
    public void An_option_out_of_range_names_itself()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FusionPipeline(
            FeedId.Parse("f"), Schedule.Empty, new FusionOptions { RemoveAfterSeconds = 10 }, new RejectionLedger()));

        Assert.Contains("RemoveAfterSeconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ping_in_steady_state_allocates_nothing()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops);
        AvlReport[] drive = [.. StreetScene.MakeDrive("bus", "08:00:00", 0, "08:16:00", 8000, "T")];
        FusionPipeline pipeline = scene.NewPipeline();
        foreach (AvlReport report in drive.AsSpan(0, 24))
        {
            pipeline.Process(report);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (AvlReport report in drive.AsSpan(24))
        {
            pipeline.Process(report);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8, pipeline.TakeSnapshot(drive[^1].ReceivedAt).Vehicles[0].StopPosition);
    }

    private static StreetScene BusyStreet() => new StreetScene()
        .Trip("T", "08:00:00", Stops, block: "B").Trip("U", "08:05:00", Stops).Trip("V", "08:30:00", [10, 9, 8, 7, 6], block: "B");

    private static List<HubSnapshot> Run(StreetScene scene, int batch)
    {
        FusionPipeline pipeline = scene.NewPipeline();
        List<HubSnapshot> snapshots = [];
        AvlReport[] reports =
        [
            .. StreetScene.MakeDrive("a", "08:00:00", 0, "08:20:00", 9900, "T")
                .Concat(StreetScene.MakeDrive("b", "08:05:10", 0, "08:25:10", 8000, "U"))
                .Concat(StreetScene.MakeDrive("c", "08:03:05", 0, "08:20:05", 9000, null))
                .OrderBy(r => r.ReceivedAt),
        ];
        foreach (AvlReport[] chunk in reports.Chunk(batch))
        {
            foreach (AvlReport report in chunk)
            {
                pipeline.Process(report);
            }

            snapshots.Add(pipeline.TakeSnapshot(chunk[^1].ReceivedAt));
        }

        return snapshots;
    }

    private static string Text(HubSnapshot snapshot) => string.Join('\n',
    [
        .. snapshot.Vehicles.Select(VehicleText),
        .. snapshot.Trips.Select(t => $"{t.Trip} {t.Vehicle} {t.IsCurrent} {t.DelaySeconds} {string.Join(';', t.Stops)}"),
    ]);

    /// <summary>Without the published times: they hold still against the ones published before, and so depend on when snapshots were taken.</summary>
    private static string TextWithoutTimes(HubSnapshot snapshot) => string.Join('\n',
    [
        .. snapshot.Vehicles.Select(VehicleText),
        .. snapshot.Trips.Select(t => $"{t.Trip} {t.Vehicle} {t.IsCurrent} {t.DelaySeconds} {string.Join(';', t.Stops.Select(s => s.Position))}"),
    ]);

    private static string VehicleText(VehicleSnapshot v) =>
        $"{v.Id} {v.Phase} {v.UnmatchedReason} {v.Trip} {v.StopPosition} {v.StopStatus} {v.AlongMeters:R} {v.DelaySeconds} {v.MatchProbability:R}";
}
