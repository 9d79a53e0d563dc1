using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Archive.Tests.Tables;

public sealed class PassengerEventsTests : IDisposable
{
    private readonly ArchiveScene scene = new();

    public void Dispose() => this.scene.Dispose();

    [Fact]
    public async Task Makes_one_event_of_those_who_got_on_and_one_of_those_who_got_off()
    {
        await this.scene.WriteAsync(new MemoryLog().Add(Count(boardings: 3, alightings: 1, stop: "B")));

        IReadOnlyList<Dictionary<string, object>> rows = await TableRows.ReadAsync(this.scene.FolderOf(), "passenger_events");

        Assert.Equal(["1-boarded", "1-alighted"], rows.Select(r => r["passenger_event_id"]));
        Assert.Equal(["Passenger boarded", "Passenger alighted"], rows.Select(r => r["event_type"]));
        Assert.Equal([3, 1], rows.Select(r => r["event_count"]));
        Assert.All(rows, r => Assert.Equal((2, 2, "T", "B"), (r["trip_stop_sequence"], r["scheduled_stop_sequence"], r["trip_id_scheduled"], r["stop_id"])));
        Assert.All(rows, r => Assert.Equal(new DateOnly(2026, 3, 2), r["service_date"]));
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(0, null)]
    public async Task Makes_none_of_what_nobody_counted(int? boardings, int? alightings)
    {
        await this.scene.WriteAsync(new MemoryLog().Add(Count(boardings, alightings, stop: "A")));

        IReadOnlyList<Dictionary<string, object>> rows = await TableRows.ReadAsync(this.scene.FolderOf(), "passenger_events");

        Assert.Equal(alightings is null ? [] : ["Passenger alighted"], rows.Select(r => r["event_type"]));
    }

    [Fact]
    public async Task Leaves_the_place_in_the_trip_empty_where_it_is_not_known()
    {
        await this.scene.WriteAsync(new MemoryLog().Add(Count(boardings: 1, alightings: null, stop: "nowhere")));

        Dictionary<string, object> row = Assert.Single(await TableRows.ReadAsync(this.scene.FolderOf(), "passenger_events"));

        Assert.Null(row.GetValueOrDefault("trip_stop_sequence"));
    }

    private static PassengerCount Count(int? boardings, int? alightings, string stop) => new()
    {
        Device = DeviceId.Parse("bus-1"), ReceivedAt = Samples.At(8 * 3600), MeasuredAt = Samples.At((8 * 3600) - 1), Load = 9, Boardings = boardings,
        Alightings = alightings, TripId = "T", StopId = stop,
    };
}
