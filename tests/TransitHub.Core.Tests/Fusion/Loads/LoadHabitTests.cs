using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>What riders teach outlives the process.</summary>
public sealed class LoadHabitTests
{
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]).Trip("later", "08:20:00", [0, 1, 2, 3, 4]);

    public LoadHabitTests() => this.scene.Options = new FusionOptions
    {
        Load = new LoadOptions { CountFactors = [1, 1, 1, 1], Rooms = new Dictionary<string, VehicleRoom> { [LoadOptions.AnyLine] = new(30, 80) } },
    };

    [Fact]
    public void A_hub_that_starts_again_foretells_as_before()
    {
        Observation[] morning = Morning();
        FusionPipeline first = this.scene.NewPipeline();
        Array.ForEach(morning, first.Process);
        FusionPipeline next = this.scene.NewPipeline();
        next.RestoreHistory(first.EncodeHistory());

        Assert.Equal([3, 2, 1, 1, null], Foretold(next));
        Assert.NotEqual(Foretold(this.scene.NewPipeline()), Foretold(next));
    }

    [Fact]
    public void What_is_kept_and_stands_in_the_log_as_well_is_learned_once()
    {
        Observation[] morning = Morning();
        FusionPipeline first = this.scene.NewPipeline();
        Array.ForEach(morning, first.Process);
        byte[] kept = first.EncodeHistory();
        FusionPipeline next = this.scene.NewPipeline();
        next.RestoreHistory(kept);
        Array.ForEach(morning, next.Restore);

        Assert.Equal(kept, next.EncodeHistory());
    }

    [Fact]
    public void Comes_back_from_its_bytes_and_damaged_bytes_are_left_out()
    {
        LoadHabits habits = Known();
        byte[] bytes = LoadHabitCodec.Encode(this.scene.Schedule, habits);
        LoadHabits restored = new(new LoadOptions());

        Assert.True(LoadHabitCodec.Decode(bytes, this.scene.Schedule, restored));
        Assert.Equal(bytes, LoadHabitCodec.Encode(this.scene.Schedule, restored));
        Assert.Equal(habits.Patterns[0].Boardings(1, 8), restored.Patterns[0].Boardings(1, 8));
        DeviceId bus = DeviceId.Parse("bus");
        Assert.NotEqual(new CountBias(LoadOptions.UsualFactors).Alighting(40, 80), restored.BiasOf(bus).Alighting(40, 80));
        Assert.Equal(habits.BiasOf(bus).Alighting(40, 80), restored.BiasOf(bus).Alighting(40, 80));

        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 1;
            Assert.False(LoadHabitCodec.Decode(damaged, this.scene.Schedule, new LoadHabits(new LoadOptions())));
        }
    }

    [Fact]
    public void A_history_of_an_earlier_hub_is_read_without_riders()
    {
        RunTurns turns = new(this.scene.Schedule, new VehicleHabits(this.scene.Schedule));
        LinkHistory links = new(this.scene.Schedule.Links) { Through = Timestamp.FromUnixSeconds(5) };
        byte[] bytes = FeedHistory.Encode(links, new LinkTides(this.scene.Schedule), this.scene.Schedule, turns, Known());
        int riders = BitConverter.ToInt32(bytes, 12);
        int from = 16 + BitConverter.ToInt32(bytes, 4) + BitConverter.ToInt32(bytes, 8);
        byte[] earlier = [.. "TFH1"u8, .. bytes[4..12], .. bytes[16..from], .. bytes[(from + riders)..]];
        LinkHistory restored = new(this.scene.Schedule.Links);
        LoadHabits none = new(new LoadOptions());

        Assert.True(FeedHistory.Decode(earlier, restored, new LinkTides(this.scene.Schedule), this.scene.Schedule, turns, none) >= 0);
        Assert.Equal(links.Through, restored.Through);
        Assert.Empty(none.Patterns);
    }

    private static LoadHabits Known()
    {
        LoadHabits habits = new(new LoadOptions());
        habits.OwnBiasOf(DeviceId.Parse("bus")).Learn(120, 90);
        habits.UsualOf(0, 5).Learn([8, 8, 8, 8, 8], [20, 5, 5, 5, 0], [0, 5, 10, 10, 10]);
        return habits;
    }

    private static Observation[] Morning() =>
    [
        .. StreetScene.MakeDrive("bus", "08:00:00", 0, "08:08:30", 4000, "T").Cast<Observation>()
            .Concat([Count("08:00:05", "S0", 40, 0), Count("08:02:10", "S1", 5, 30), Count("08:04:10", "S2", 0, 5), Count("08:06:10", "S3", 0, 5), Count("08:08:20", "S4", 0, 5)])
            .OrderBy(o => o.ReceivedAt.UnixMilliseconds),
    ];

    private static int?[] Foretold(FusionPipeline pipeline)
    {
        foreach (AvlReport report in StreetScene.MakeDrive("bus", "08:20:00", 0, "08:20:30", 250, "later"))
        {
            pipeline.Process(report);
        }

        pipeline.Process(Count("08:20:31", "S0", 40, 0));
        TripSnapshot trip = Assert.Single(pipeline.TakeSnapshot(StreetScene.At("08:20:40")).Trips, t => t.IsCurrent);
        return [.. trip.Stops.Select(s => (int?)s.DepartureOccupancy)];
    }

    private static PassengerCount Count(string at, string stop, int boardings, int alightings) => new()
    {
        Device = DeviceId.Parse("bus"), ReceivedAt = StreetScene.At(at), MeasuredAt = StreetScene.At(at), Boardings = boardings, Alightings = alightings, StopId = stop,
    };
}
