using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class ScheduleReaderTests
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["agency.txt"] = "agency_id,agency_name,agency_url,agency_timezone\nX,E,https://example.org,Asia/Bangkok\n",
        ["stops.txt"] = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\nA,Alpha,13.70,100.50,0,S\nB,\"Be, ta\",13.71,100.50,,\nC,C,13.72,100.51,,\nS,S,13.70,100.50,1,\n",
        ["routes.txt"] = "route_id,agency_id,route_short_name,route_type\nR,X,1,3\n",
        ["calendar.txt"] = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,1,1,20260101,20261231\n",
        ["trips.txt"] = "route_id,service_id,trip_id,shape_id,block_id\nR,W,T,H,1\nR,W,U,H,1\n",
        ["shapes.txt"] = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled\nH,13.70,100.50,1,0\nH,13.71,100.50,2,1\nH,13.72,100.51,3,2.5\n",
        ["stop_times.txt"] = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\nT,08:00:00,08:00:00,A,1,0\nT,,,B,2,1\nT,08:09:00,08:09:00,C,3,2.5\nU,09:00:00,09:00:00,A,1,\nU,09:05:00,09:05:30,B,2,\nU,,,C,3,\n",
        ["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\nU,09:00:00,12:00:00,600\n",
    };

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public void Reads_a_small_feed_without_a_notice()
    {
        var (schedule, notices) = FeedText.TwoStops().Read();

        Assert.Empty(notices);
        Assert.Equal((1, 2, 1, 1, 1, 1), (schedule.Agencies.Count, schedule.Stops.Count, schedule.Routes.Count, schedule.Services.Count, schedule.Trips.Count, schedule.Links.Count));
        Assert.Equal("Alpha to Beta", schedule.Routes.LongName(0));
        Assert.Equal([0], schedule.Routes.Trips(0).ToArray());
        Assert.Equal([0], schedule.Routes.Patterns(0).ToArray());
        Assert.True(schedule.Stops.TryFind("B", out var stop) && schedule.Stops.TryFind("B"u8, out _));
        Assert.Equal("Beta", schedule.Stops.Name(stop));
        Assert.False(schedule.Trips.TryFind("none", out _));
        Assert.Equal(32, schedule.Version.Length);
        Assert.Equal(new GeoExtent(13.70, 100.50, 13.71, 100.50), schedule.Extent);
        ScheduleSoundness.Check(schedule);
    }

    [Fact]
    public void Names_the_version_that_the_feed_states()
    {
        var schedule = FeedText.TwoStops()
            .With("feed_info.txt", """
                feed_publisher_name,feed_publisher_url,feed_lang,feed_version,feed_start_date
                Example,https://example.org,th,2026-11,20261101
                """)
            .Read().Schedule;

        Assert.Equal("2026-11", schedule.Version);
        Assert.NotEqual("2026-11", schedule.ContentHash);
        Assert.Equal("20261101", schedule.FeedInfo?.StartDate?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no zip")]
    [InlineData("PK\u0003\u0004 cut off")]
    public void Says_one_clear_thing_about_a_file_that_is_no_zip(string content)
    {
        var (schedule, notices) = ScheduleReader.Read(new MemoryStream(Encoding.Latin1.GetBytes(content)), cancellationToken: Cancellation);

        Assert.Equal(0, schedule.Trips.Count);
        Assert.Equal(NoticeSeverity.Error, Assert.Single(notices).Severity);
    }

    [Fact]
    public void Says_one_clear_thing_about_a_zip_that_was_cut_off()
    {
        var whole = FeedText.TwoStops().ToZip().ToArray();

        for (var length = 0; length < whole.Length; length += 7)
        {
            var (_, notices) = ScheduleReader.Read(new MemoryStream(whole, 0, length), cancellationToken: Cancellation);
            Assert.True(notices.HasErrors);
            Assert.Single(notices);
        }
    }

    [Theory]
    [InlineData(1L << 20)]
    [InlineData(1L)]
    public void Survives_any_damaged_byte_of_a_zip(long readAheadBytes)
    {
        var whole = FeedText.TwoStops().ToZip().ToArray();
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            var (schedule, _) = ScheduleReader.Read(
                new MemoryStream(damaged), new ScheduleReadOptions { ReadAheadBytes = readAheadBytes }, cancellationToken: Cancellation);

            ScheduleSoundness.Check(schedule);
        }
    }

    [Fact]
    public void Survives_any_damaged_byte_of_a_file()
    {
        const string Bytes = "0123456789,\"\n\r:-. \0\u00FFAT";
        string[] names = ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "agency.txt", "shapes.txt", "frequencies.txt"];
        var files = names.ToDictionary(name => name, name => Encoding.Latin1.GetBytes(Files[name]));
        var random = new Random(5);
        for (var round = 0; round < 600; round++)
        {
            var feed = FeedText.Empty();
            foreach (var (name, bytes) in files)
            {
                var damaged = bytes.ToArray();
                for (var fault = random.Next(4); fault > 0; fault--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)Bytes[random.Next(Bytes.Length)];
                }

                feed.With(name, damaged);
            }

            ScheduleSoundness.Check(feed.Read().Schedule);
        }
    }

    [Fact]
    public void Runs_to_the_ends_of_the_calendar()
    {
        var services = FeedText.TwoStops()
            .With("calendar.txt", """
                service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
                S,1,0,0,0,0,0,0,00010101,99991231
                """)
            .Read().Schedule.Services;

        Assert.Equal((ServiceDate.From(1, 1, 1), ServiceDate.From(9999, 12, 27)), (services.FirstDate, services.LastDate));
    }

    [Fact]
    public void Stops_at_a_row_that_is_no_row()
    {
        var (schedule, notices) = FeedText.TwoStops().With("stops.txt", [.. "stop_id,stop_lat,stop_lon\nA,13.7,100.5\n"u8, .. new byte[(1 << 24) + 10]]).Read();

        Assert.Equal(1, schedule.Stops.Count);
        Assert.Equal("stops.txt", Assert.Single(notices, notice => notice.Code == "unreadable_file").File);
    }

    [Fact]
    public void Notes_a_wrong_checksum_and_uses_what_was_read()
    {
        var feed = FeedText.TwoStops();
        var zip = feed.ToZip().ToArray();
        var header = zip.AsSpan().LastIndexOf("stops.txt"u8) - 46;
        zip[header + 16] ^= 0xFF;

        var (schedule, notices) = ScheduleReader.Read(new MemoryStream(zip), cancellationToken: Cancellation);

        Assert.Equal("stops.txt", Assert.Single(notices, notice => notice.Code == "unreadable_file").File);
        Assert.Equal(2, schedule.Stops.Count);
    }

    [Fact]
    public void Says_that_trips_are_missing()
    {
        var (schedule, notices) = FeedText.TwoStops().Without("trips.txt").Read();

        Assert.Equal(2, schedule.Stops.Count);
        Assert.Equal("trips.txt", Assert.Single(notices, notice => notice.Code == "missing_required_file").File);
    }

    [Fact]
    public void Says_that_a_folder_is_empty_and_that_a_path_is_not_there()
    {
        var folder = Directory.CreateTempSubdirectory("gtfs-empty");
        try
        {
            Assert.Equal("empty_feed", Assert.Single(ScheduleReader.Read(folder.FullName, cancellationToken: Cancellation).Notices).Code);
            Assert.Throws<FileNotFoundException>(() => ScheduleReader.Read(Path.Combine(folder.FullName, "none.zip"), cancellationToken: Cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("feed/")]
    [InlineData("a/b/")]
    [InlineData("feed\\")]
    public void Finds_the_files_in_a_folder_of_the_zip(string folder)
    {
        var nested = new MemoryStream();
        using (var from = new ZipArchive(FeedText.TwoStops().ToZip()))
        using (var to = new ZipArchive(nested, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var target = to.CreateEntry(folder + entry.Name).Open();
                using var source = entry.Open();
                source.CopyTo(target);
            }
        }

        var (schedule, notices) = ScheduleReader.Read(nested, cancellationToken: Cancellation);

        Assert.Equal(1, schedule.Patterns.Count);
        Assert.Equal("invalid_input_files_in_subfolder", Assert.Single(notices).Code);
    }

    [Fact]
    public void Names_file_line_field_and_value_of_a_fault()
    {
        var (_, notices) = FeedText.TwoStops()
            .With("stops.txt", """
                stop_id,stop_name,stop_lat,stop_lon
                A,"Alpha
                with two lines",13.70,100.50
                B,Beta,thirteen,100.50
                C,Gamma,13.71,100.50
                """)
            .Read();

        var notice = Assert.Single(notices, notice => notice.Code == "invalid_float");
        Assert.Equal(("stops.txt", 4L, "stop_lat", "thirteen"), (notice.File, notice.Line, notice.Field, notice.Value));
    }

    [Fact]
    public void Keeps_a_bounded_number_of_equal_notices_and_counts_all()
    {
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(row => $"nowhere{row},08:00:00,08:00:00,A,1\n"));
        var zip = FeedText.TwoStops().With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + rows).ToZip();

        var (_, notices) = ScheduleReader.Read(zip, new ScheduleReadOptions { NoticesPerCode = 3 }, cancellationToken: Cancellation);

        Assert.Equal(3, notices.Count(notice => notice.Code == "foreign_key_violation"));
        Assert.Equal(5000, notices.TotalOf("foreign_key_violation"));
        Assert.Equal(notices.Totals.Values.Sum(), notices.Total);
    }

    [Fact]
    public void Stops_reading_a_file_at_its_bound()
    {
        var zip = FeedText.TwoStops().With("extra.bin", new byte[100_000]).ToZip();

        var (schedule, notices) = ScheduleReader.Read(zip, new ScheduleReadOptions { MaxFileBytes = 50_000 }, cancellationToken: Cancellation);

        Assert.Equal(1, schedule.Trips.Count);
        Assert.Contains("MaxFileBytes", Assert.Single(notices, notice => notice.Code == "unreadable_file").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_its_progress_and_stops_when_asked()
    {
        var seen = new List<ReadProgress>();
        ScheduleReader.Read(FeedText.TwoStops().ToZip(), null, new Collector(seen), Cancellation);
        Assert.Equal(seen[^1].BytesTotal, seen[^1].BytesRead);

        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ScheduleReader.Read(FeedText.TwoStops().ToZip(), cancellationToken: stop.Token));
    }

    [Fact]
    public void Has_an_empty_schedule_for_a_feed_without_gtfs()
    {
        var empty = Schedule.Empty;

        Assert.Equal(0, empty.Trips.Count + empty.Stops.Count + empty.Patterns.Count);
        Assert.True(empty.Extent.IsEmpty);
        Assert.Empty(empty.Version);
        Assert.Equal(0, empty.ServiceDayStart(ServiceDate.From(1970, 1, 1)));
        Assert.False(empty.Trips.TryFind("T", out _));
    }

    private sealed class Collector(List<ReadProgress> seen) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => seen.Add(value);
    }
}
