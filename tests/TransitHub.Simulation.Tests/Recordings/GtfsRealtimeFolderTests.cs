using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Recordings;

public sealed class GtfsRealtimeFolderTests : IDisposable
{
    private readonly RecordingFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Reads_files_in_name_order_and_takes_the_header_for_the_time_of_receipt()
    {
        this.Write("b.pb", 1_700_000_030, Vehicle("v2", 1_700_000_020));
        this.Write("a.pb", 1_700_000_000, Vehicle("v1", 1_699_999_990), new FeedEntity { Id = "tu", TripUpdate = new TripUpdate { Trip = new TripDescriptor() } });
        this.folder.Write("readme.txt", "not a feed");

        List<RecordedItem> items = this.Read();

        Assert.Equal(["v1", "a", "v2"], items.Select(i => i.Observation!.Device.ToString()));
        Assert.IsType<UpstreamEntity>(items[1].Observation);
        Assert.Equal(Timestamp.FromUnixSeconds(1_700_000_000L), items[0].ReceivedAt);
        Assert.Equal(Timestamp.FromUnixSeconds(1_699_999_990L), ((AvlReport)items[0].Observation!).MeasuredAt);
    }

    [Fact]
    public void Takes_the_label_or_the_entity_for_a_vehicle_without_id()
    {
        FeedEntity labeled = Vehicle(null, 0);
        labeled.Vehicle.Vehicle = new VehicleDescriptor { Label = "Bus 12" };
        FeedEntity bare = Vehicle(null, 0);
        bare.Id = "e9";
        this.Write("a.pb", 1_700_000_000, labeled, bare);

        List<RecordedItem> items = this.Read();

        Assert.Equal(["Bus 12", "e9"], items.Select(i => i.Observation!.Device.ToString()));
        Assert.Equal(items[0].ReceivedAt, ((AvlReport)items[0].Observation!).MeasuredAt);
    }

    [Fact]
    public void Reads_the_trip_and_leaves_out_values_that_cannot_be()
    {
        FeedEntity entity = Vehicle("v", 1_700_000_000);
        entity.Vehicle.Trip = new TripDescriptor { TripId = "T", RouteId = "R", DirectionId = 1, StartDate = "20231114", StartTime = "24:01:00" };
        entity.Vehicle.Position.Bearing = -1;
        entity.Vehicle.Position.Speed = 7;
        this.Write("a.pb", 1_700_000_001, entity);

        AvlReport report = Assert.IsType<AvlReport>(Assert.Single(this.Read()).Observation);

        Assert.Equal(("T", "R", (byte?)1), (report.TripId, report.RouteId, report.DirectionId));
        Assert.Equal(("20231114", "24:01:00"), (report.StartDate.ToString(), report.StartTime.ToString()));
        Assert.Null(report.Bearing);
        Assert.Equal(7f, report.SpeedMps);
    }

    [Fact]
    public void Refuses_a_broken_file_by_name_and_goes_on()
    {
        this.folder.Write("a.pb", [0x0a, 0xff]);
        this.Write("b.pb", 0, Vehicle("v", 1));
        this.Write("c.pb", 1_700_000_000_000, Vehicle("v", 1));
        FeedEntity placeless = Vehicle("w", 1_700_000_000);
        placeless.Vehicle.Position = null;
        this.Write("d.pb", 1_700_000_000, placeless, Vehicle("v", 1_700_000_000));

        List<RecordedItem> items = this.Read();

        Assert.Equal(
            [RejectionReason.MalformedPayload, RejectionReason.MissingField, RejectionReason.InvalidField, RejectionReason.MissingField, null],
            items.Select(i => i.Refusal?.Reason));
        Assert.StartsWith("a.pb ", items[0].Refusal!.Detail, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 4], items.Select(i => i.Place));
    }

    [Fact]
    public void Says_that_a_folder_has_no_feed()
    {
        RecordingException none = Assert.Throws<RecordingException>(this.Read);
        this.Write("a.pb", 1_700_000_000);
        RecordingException empty = Assert.Throws<RecordingException>(this.Read);

        Assert.Contains("has no .pb file", none.Message, StringComparison.Ordinal);
        Assert.Contains("no file in it has a VehiclePosition", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_feeds_of_real_agencies()
    {
        Assert.SkipUnless(SharedData.Has("feeds"), SharedData.SkipReason);
        File.Copy(SharedData.Path("feeds/unitrans-vehicle-positions.pb"), Path.Combine(this.folder.Path, "u.pb"));

        Assert.All(this.Read(), i => Assert.NotNull(i.Observation));
    }

    private List<RecordedItem> Read() => RecordingFolder.ReadAll(this.folder.Path, "gtfsrt-dir");

    private void Write(string name, ulong timestamp, params FeedEntity[] entities) => this.folder.Write(name, new FeedMessage
    {
        Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = timestamp },
        Entity = { entities },
    }.ToByteArray());

    private static FeedEntity Vehicle(string? id, ulong measured)
    {
        var entity = new FeedEntity
        {
            Id = id ?? "e",
            Vehicle = new VehiclePosition { Position = new Position { Latitude = 13.75f, Longitude = 100.5f } },
        };
        if (id is not null)
        {
            entity.Vehicle.Vehicle = new VehicleDescriptor { Id = id };
        }

        if (measured > 0)
        {
            entity.Vehicle.Timestamp = measured;
        }

        return entity;
    }
}
