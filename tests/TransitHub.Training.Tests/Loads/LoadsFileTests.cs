using TransitHub.Training.Loads;

namespace TransitHub.Training.Tests.Loads;

public sealed class LoadsFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(this.path);

    [Fact]
    public void Reads_means_of_many_days_as_they_are_published()
    {
        RecordedTrip trip = Assert.Single(this.Read(
            "\"trip_seq\",\"stop_seq\",\"trip_id\",\"circulation_name\",\"line_name\",\"vehicle\",\"occupancy\",\"departure_time\",\"number_of_measurements\",\"direction\"",
            "6,2,44044,8,4,\"PO\",20.5,\"05:45:00\",58,1",
            "6,1,44044,8,4,\"PO\",18.37931,\"05:43:30\",58,1"));

        Assert.Equal(("4", "1", "44044", "", "PO", "4/8"), (trip.Loads.Line, trip.Loads.Direction, trip.Loads.Trip, trip.Loads.Day, trip.Vehicle, trip.Circulation));
        Assert.Equal([18.37931, 20.5], trip.Loads.Passages.Select(p => p.Load));
        Assert.Equal(20_610, trip.Loads.Passages[0].DepartureSeconds);
    }

    [Fact]
    public void Reads_single_days_with_delays_and_room()
    {
        IReadOnlyList<RecordedTrip> trips = this.Read(
            "service_date,route_id,direction_id,trip_id,stop_sequence,departure_time,load,delay_seconds,capacity",
            "2026-03-07,10,0,T,1,24:10:00,12,90,80",
            "20260302,10,0,T,1,24:10:00,7,,80");

        Assert.Equal(["20260302", "20260307"], trips.Select(t => t.Loads.Day));
        Assert.Equal([0, 1], trips.Select(t => t.Loads.DayKind));
        Assert.Equal((87_000.0, 87_090.0, 80.0), (trips[1].Loads.Passages[0].DepartureSeconds, trips[1].Loads.Passages[0].LeftSeconds, trips[1].Loads.Room));
        Assert.True(double.IsNaN(trips[0].Loads.Passages[0].DelaySeconds));
    }

    [Theory]
    [InlineData("route_id,trip_id,stop_sequence,load", "1,T,1,5", "has no column departure_time")]
    [InlineData("route_id,trip_id,stop_sequence,departure_time,load", "1,T,1,7.05,5", "row 2: departure_time '7.05' is no time; write it as 07:05:30")]
    [InlineData("route_id,trip_id,stop_sequence,departure_time,load", "1,T,1,07:05:00,many", "row 2: 'many' in column load is no number")]
    [InlineData("service_date,route_id,trip_id,stop_sequence,departure_time,load", "yesterday,1,T,1,07:05:00,5", "service_date 'yesterday' is no date")]
    public void Names_what_is_wrong_and_where(string header, string row, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => this.Read(header, row)).Message, StringComparison.Ordinal);

    private IReadOnlyList<RecordedTrip> Read(params string[] lines)
    {
        File.WriteAllLines(this.path, lines);
        return LoadsFile.Read(this.path);
    }
}
