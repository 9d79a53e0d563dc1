using System.Globalization;
using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Recordings;

public sealed class PositionsCsvTests : IDisposable
{
    private const string Header = "received_unix,measured_unix,vehicle_id,trip_id,route_id,direction_id,start_date,start_time,lat,lon,bearing,speed_mps,occupancy_status,sign_text\n";
    private readonly RecordingFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Reads_every_column()
    {
        AvlReport report = this.Single(Header + "1700000010.5,1700000000,bus 7,T1,R1,1,20231114,25:10:00,13.75,100.5,359.5,6.25,3,\"Pier, \"\"Tha\"\"\"\n");

        Assert.Equal("bus 7", report.Device.ToString());
        Assert.Equal(new Timestamp(1_700_000_010_500), report.ReceivedAt);
        Assert.Equal(new Timestamp(1_700_000_000_000), report.MeasuredAt);
        Assert.Equal((13.75, 100.5), (report.Latitude, report.Longitude));
        Assert.Equal(("T1", "R1", (byte?)1), (report.TripId, report.RouteId, report.DirectionId));
        Assert.Equal(ServiceDate.From(2023, 11, 14), report.StartDate);
        Assert.Equal("25:10:00", report.StartTime.ToString());
        Assert.Equal((359.5f, 6.25f, (byte?)3), (report.Bearing, report.SpeedMps, report.OccupancyStatus));
        Assert.Equal("Pier, \"Tha\"", report.SignText);
    }

    [Fact]
    public void Takes_columns_by_name_in_any_order_and_ignores_unknown_ones()
    {
        AvlReport report = this.Single("lon,color,lat, vehicle_id ,measured_unix,received_unix\n100.5,blue,13.75,b,1700000000,1700000001\n");

        Assert.Equal((13.75, 100.5), (report.Latitude, report.Longitude));
        Assert.Equal("b", report.Device.ToString());
    }

    [Fact]
    public void Takes_an_empty_optional_field_as_unknown()
    {
        AvlReport report = this.Single(Header + "1700000001,1700000000,b,,,,,,13.75,100.5,,,,\n");

        Assert.Null(report.TripId);
        Assert.Null(report.RouteId);
        Assert.Null(report.DirectionId);
        Assert.Null(report.StartDate);
        Assert.Null(report.StartTime);
        Assert.Null(report.Bearing);
        Assert.Null(report.SpeedMps);
        Assert.Null(report.OccupancyStatus);
        Assert.Null(report.SignText);
    }

    [Theory]
    [InlineData("x,1700000000,b,,,,,,13.75,100.5,,,,", "received_unix is 'x'")]
    [InlineData("1700000001,,b,,,,,,13.75,100.5,,,,", "measured_unix is empty")]
    [InlineData("1700000001,1700000000000,b,,,,,,13.75,100.5,,,,", "measured_unix is '1700000000000'")]
    [InlineData("1700000001,1700000000,,,,,,,13.75,100.5,,,,", "vehicle_id is empty")]
    [InlineData("1700000001,1700000000,a/b,,,,,,13.75,100.5,,,,", "vehicle_id is 'a/b'")]
    [InlineData("1700000001,1700000000,b,,,,,,91,100.5,,,,", "lat is '91'")]
    [InlineData("1700000001,1700000000,b,,,,,,NaN,100.5,,,,", "lat is 'NaN'")]
    [InlineData("1700000001,1700000000,b,,,,,,13.75,-180.1,,,,", "lon is '-180.1'")]
    [InlineData("1700000001,1700000000,b,,,2,,,13.75,100.5,,,,", "direction_id is '2'")]
    [InlineData("1700000001,1700000000,b,,,,20231301,,13.75,100.5,,,,", "start_date is '20231301'")]
    [InlineData("1700000001,1700000000,b,,,,,8 o'clock,13.75,100.5,,,,", "start_time is '8 o'clock'")]
    [InlineData("1700000001,1700000000,b,,,,,,13.75,100.5,north,,,", "bearing is 'north'")]
    [InlineData("1700000001,1700000000,b,,,,,,13.75,100.5,,-1,,", "speed_mps is '-1'")]
    [InlineData("1700000001,1700000000,b,,,,,,13.75,100.5,,,1.5,", "occupancy_status is '1.5'")]
    [InlineData("1700000001,1700000000,b", "lat is empty")]
    public void Refuses_a_bad_row_with_its_line_column_and_value_and_goes_on(string row, string told)
    {
        string good = "1700000002,1700000001,c,,,,,,13.75,100.5,,,,\n";
        List<RecordedItem> items = RecordingFolder.ReadAll(this.folder.Write("p.csv", Header + row + "\n" + good), "positions-csv");

        Assert.Equal(2, items.Count);
        Assert.StartsWith("line 2: " + told, items[0].Refusal?.Detail, StringComparison.Ordinal);
        Assert.Equal("decode", items[0].Refusal!.Reason.Stage());
        Assert.Equal("c", items[1].Observation?.Device.ToString());
        Assert.Equal(3, items[1].Place);
    }

    [Fact]
    public void Makes_a_bearing_of_360_north()
    {
        Assert.Equal(0f, this.Single(Header + "1700000001,1700000000,b,,,,,,13.75,100.5,360,,,\n").Bearing);
    }

    [Fact]
    public void Refuses_a_row_far_out_of_received_order_and_draws_a_near_one_up()
    {
        string text = Header
            + "1700000100,1700000000,a,,,,,,13.75,100.5,,,,\n"
            + "1700000098,1700000000,b,,,,,,13.75,100.5,,,,\n"
            + "1700000010,1700000000,c,,,,,,13.75,100.5,,,,\n";
        List<RecordedItem> items = RecordingFolder.ReadAll(this.folder.Write("p.csv", text), "positions-csv");

        Assert.Equal(Timestamp.FromUnixSeconds(1_700_000_100L), items[1].ReceivedAt);
        Assert.Equal(items[1].ReceivedAt, items[1].Observation!.ReceivedAt);
        Assert.Null(items[2].Observation);
        Assert.Contains("90 s before the item ahead of it", items[2].Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_gzip_whatever_the_file_is_called_also_in_several_members()
    {
        byte[] first = RecordingFolder.Gzip(Header + "1700000001,1700000000,a,,,,,,13.75,100.5,,,,\n");
        byte[] second = RecordingFolder.Gzip("1700000002,1700000001,b,,,,,,13.75,100.5,,,,\n");
        List<RecordedItem> items = RecordingFolder.ReadAll(this.folder.Write("p.csv", [.. first, .. second]), "positions-csv");

        Assert.Equal(["a", "b"], items.Select(i => i.Observation!.Device.ToString()));
    }

    [Fact]
    public void Says_at_which_row_a_truncated_gzip_ends_wherever_it_was_cut()
    {
        StringBuilder text = new(Header);
        for (int i = 0; i < 3000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{1_700_000_000 + i},{1_700_000_000 + i},v{i * 7919 % 1000},,,,,,{13 + (i * 0.00017):F6},{100 + (i * 0.00013):F6},,,,\n");
        }

        byte[] whole = RecordingFolder.Gzip(text.ToString());
        foreach (int cut in new[] { 1, 4, 8, 9, whole.Length / 3, whole.Length / 2 })
        {
            string path = this.folder.Write("p.csv.gz", whole[..^cut]);
            using Recording recording = RecordingReader.Open(path, "positions-csv");
            RecordingException failure = Assert.Throws<RecordingException>(() =>
            {
                while (recording.TryRead(out _))
                {
                }
            });
            Assert.False(failure.IsWrongUse);
            Assert.Contains("is cut off or damaged at ", failure.Message, StringComparison.Ordinal);
            Assert.Contains($"row {recording.ItemsRead + 1} ", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Says_that_a_gzip_ends_within_the_header()
    {
        string path = this.folder.Write("p.csv.gz", RecordingFolder.Gzip(Header)[..30]);
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingReader.Open(path, "positions-csv"));

        Assert.StartsWith(path + " is cut off or damaged at its first line", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_a_changed_byte_in_a_gzip_by_its_checksum()
    {
        byte[] bytes = RecordingFolder.Gzip(Header + "1700000001,1700000000,a,,,,,,13.75,100.5,,,,\n");
        bytes[^6] ^= 0x40;
        string path = this.folder.Write("p.csv.gz", bytes);

        Assert.Throws<RecordingException>(() => RecordingFolder.ReadAll(path, "positions-csv"));
    }

    [Fact]
    public void Says_that_a_gzip_of_nothing_is_empty()
    {
        string path = this.folder.Write("p.csv.gz", RecordingFolder.Gzip(string.Empty));
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingFolder.ReadAll(path, "positions-csv"));

        Assert.StartsWith(path + " is empty", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("vehicle_id,lat,lon\nb,13,100\n", "has no column received_unix, measured_unix")]
    [InlineData("received_unix,measured_unix,vehicle_id,lat,lon\n", "holds nothing to replay")]
    public void Says_in_one_line_why_a_file_cannot_be_used(string text, string told)
    {
        string path = this.folder.Write("p.csv", text);
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingFolder.ReadAll(path, "positions-csv"));

        Assert.False(failure.IsWrongUse);
        Assert.StartsWith(path + " " + told, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Refuses_a_file_of_one_endless_row()
    {
        string path = this.folder.Write("p.csv", Header + new string('x', 1 << 20));
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingFolder.ReadAll(path, "positions-csv"));

        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_whole_Auckland_day_without_a_refusal()
    {
        Assert.SkipUnless(SharedData.Has("auckland-2019-08-13"), SharedData.SkipReason);
        using Recording recording = RecordingReader.Open(SharedData.Path("auckland-2019-08-13/positions-0500-1700.csv.gz"), RecordingFormat.PositionsCsv);
        long refused = 0;
        HashSet<string> vehicles = [];
        while (recording.TryRead(out RecordedItem item))
        {
            refused += item.Refusal is null ? 0 : 1;
            vehicles.Add(item.Observation!.Device.ToString());
        }

        Assert.Equal((753_080, 0, 1_295), (recording.ItemsRead, refused, vehicles.Count));
        Assert.Equal(1, recording.ShareRead);
    }

    private AvlReport Single(string text)
    {
        RecordedItem item = Assert.Single(RecordingFolder.ReadAll(this.folder.Write("p.csv", text), "positions-csv"));
        Assert.Null(item.Refusal);
        return Assert.IsType<AvlReport>(item.Observation);
    }
}
