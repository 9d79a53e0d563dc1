using System.Collections.Frozen;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion;

public sealed class ObservationRouterTests
{
    private static readonly FeedId Feed = FeedId.Parse("city");

    private static readonly VehicleBook Book = new(new Dictionary<DeviceId, DescribedVehicle>
    {
        [DeviceId.Parse("car-9")] = new(IsPrivate: true, WheelchairAccessible: null),
        [DeviceId.Parse("bus-1")] = new(IsPrivate: null, WheelchairAccessible: 2),
    }.ToFrozenDictionary());

    private readonly FusionPipeline pipeline = new(Feed, Schedule.Empty, new FusionOptions(), new RejectionLedger(), devices: new DeviceRegistry("en", []) { Vehicles = Book });

    [Fact]
    public void A_private_vehicle_that_a_log_of_before_has_is_not_followed()
    {
        this.pipeline.Restore(Reports.Avl(1, 0, device: "car-9"));
        this.pipeline.Restore(Reports.Avl(1, 0, device: "someone") with { Class = "motorcycle" });
        this.pipeline.Restore(Reports.Avl(2, 1));

        VehicleSnapshot only = Assert.Single(this.pipeline.TakeSnapshot(Reports.Moment(3)).Vehicles);
        Assert.Equal("bus-1", only.Id.ToString());
        Assert.Equal((1L, 2L), (this.pipeline.Counters.Processed, this.pipeline.Counters.Ignored));
    }

    [Fact]
    public void Counts_on_board_go_to_their_vehicle_and_what_nobody_has_a_use_for_is_counted()
    {
        this.pipeline.Process(Reports.Load(0, 3));
        this.pipeline.Process(Reports.Avl(2, 1));
        this.pipeline.Process(Reports.Load(3, 3) with { Carriages = Carriage.InOrder([new() { OccupancyStatus = 1 }, new() { OccupancyStatus = 5 }]) });
        this.pipeline.Process(Reports.Passage(4, "e"));
        this.pipeline.Process(Reports.Count(0, 5, 3));

        Assert.Equal([1, 5], Assert.Single(this.pipeline.TakeSnapshot(Reports.Moment(6)).Vehicles).Carriages.Select(c => (int)c.OccupancyStatus!));
        Assert.Equal((2L, 3L), (this.pipeline.Counters.Processed, this.pipeline.Counters.Ignored));
    }

    [Fact]
    public void Carriages_that_a_counter_told_hold_a_quarter_of_an_hour_and_those_of_the_position_go_first()
    {
        this.pipeline.Process(Reports.Avl(1, 0));
        this.pipeline.Process(Reports.Load(2, 3) with { Carriages = Carriage.InOrder([new() { Label = "counted" }]) });
        Assert.Equal("counted", this.Shown(3).Carriages[0].Label);

        this.pipeline.Process(Reports.Avl(300, 299, north: 100) with { Carriages = Carriage.InOrder([new() { Label = "said" }]) });
        Assert.Equal("said", this.Shown(301).Carriages[0].Label);

        this.pipeline.Process(Reports.Avl(1000, 999, north: 200));
        Assert.Empty(this.Shown(1001).Carriages);
    }

    [Fact]
    public void Wheelchair_access_is_what_the_vehicle_says_and_else_what_the_operator_says()
    {
        this.pipeline.Process(Reports.Avl(1, 0));
        Assert.Equal(2, (int)this.Shown(2).WheelchairAccessible!);

        this.pipeline.Process(Reports.Avl(11, 10, north: 10) with { WheelchairAccessible = 3 });
        Assert.Equal(3, (int)this.Shown(12).WheelchairAccessible!);
    }

    private VehicleSnapshot Shown(double at) => Assert.Single(this.pipeline.TakeSnapshot(Reports.Moment(at)).Vehicles);
}
