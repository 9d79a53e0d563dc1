using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Tests.Reading;
using TransitHub.Gtfs.Writing;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Writing;

public sealed class GtfsZipWriterTests
{
    public static TheoryData<string> Feeds() =>
    [
        .. CorpusTests.Feeds().Select(row => row.Data),
        "auckland-2019-08-13/gtfs.zip", "nyc-b63/gtfs.zip", "feeds/raba-gtfs.zip", "feeds/unitrans-gtfs.zip",
    ];

    [Theory]
    [MemberData(nameof(Feeds))]
    public void Keeps_every_file_column_and_value_and_writes_the_same_bytes_again(string feed)
    {
        Assert.SkipUnless(SharedData.Has(feed), SharedData.SkipReason);
        var notices = new NoticeList();
        using var source = FeedSource.Open(SharedData.Path(feed), notices);
        if (source.Entries.Count == 0)
        {
            Assert.True(notices.HasErrors);
            Assert.Throws<InvalidDataException>(() => GtfsZipWriter.Write(SharedData.Path(feed), Stream.Null, TestContext.Current.CancellationToken));
            return;
        }

        var first = Write(source);
        using var again = FeedSource.OpenZip(new MemoryStream(first), new NoticeList());

        Assert.Equal(source.Entries.Select(entry => entry.Name), again.Entries.Select(entry => entry.Name));
        foreach (var (before, after) in source.Entries.Zip(again.Entries))
        {
            var (read, written) = (Bytes(source, before), Bytes(again, after));
            if (!GtfsFiles.IsKnown(before.Name))
            {
                Assert.True(read.AsSpan().SequenceEqual(written), before.Name);
                continue;
            }

            Assert.True(Rows(read).SequenceEqual(Rows(written)), before.Name);
        }

        Assert.True(first.AsSpan().SequenceEqual(Write(again)), "Written again, the bytes differ.");
    }

    [Fact]
    public void Writes_equal_bytes_for_a_folder_and_for_zips_packed_differently()
    {
        var folder = Directory.CreateTempSubdirectory("gtfs-writer");
        try
        {
            var feed = FeedText.TwoStops().With("notes.md", "kept as it is\r\n").With("locations.geojson", "{ \"type\" : \"FeatureCollection\",\r\n\"features\":[] }");
            feed.WriteFolder(folder.FullName);
            using var fromFolder = FeedSource.Open(folder.FullName, new NoticeList());
            using var fromZip = FeedSource.OpenZip(feed.ToZip(), new NoticeList());

            Assert.Equal(Write(fromFolder), Write(fromZip));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Writes_values_the_same_whatever_line_ends_quotes_and_marks_the_source_has()
    {
        var plain = FeedText.TwoStops().With("levels.txt", Encoding.UTF8.GetBytes("level_id,level_name\nL,\"a, b\"\n"));
        var odd = FeedText.TwoStops().With("levels.txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\"level_id\",level_name\r\n\r\n\"L\",\"a, b\"")]);
        using var first = FeedSource.OpenZip(plain.ToZip(), new NoticeList());
        using var second = FeedSource.OpenZip(odd.ToZip(), new NoticeList());

        Assert.Equal(Write(first), Write(second));
    }

    [Fact]
    public void Puts_files_in_the_order_of_the_reference_with_one_fixed_time()
    {
        using var source = FeedSource.OpenZip(FeedText.TwoStops().With("a.bin", [1, 2, 3]).ToZip(), new NoticeList());

        using var zip = new ZipArchive(new MemoryStream(Write(source)));

        Assert.Equal(["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "a.bin"], zip.Entries.Select(entry => entry.Name));
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public void Gives_a_schedule_the_same_version_whichever_way_its_canonical_zip_came_about()
    {
        using var source = FeedSource.OpenZip(FeedText.TwoStops().ToZip(), new NoticeList());
        var canonical = Write(source);

        var before = ScheduleReader.Read(new MemoryStream(canonical), cancellationToken: TestContext.Current.CancellationToken).Schedule;
        var after = FeedText.TwoStops().Read().Schedule;

        Assert.Equal(before.Version, after.Version);
        Assert.NotEqual(before.Version, FeedText.TwoStops().With("a.bin", [1]).Read().Schedule.Version);
    }

    private static byte[] Write(FeedSource source)
    {
        using var written = new MemoryStream();
        GtfsZipWriter.Write(source, written, TestContext.Current.CancellationToken);
        return written.ToArray();
    }

    private static byte[] Bytes(FeedSource source, FeedEntry entry)
    {
        using var stream = source.OpenEntry(entry);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The rows' values; bytes stay bytes, so that broken UTF-8 is compared too.</summary>
    private static IEnumerable<string> Rows(byte[] bytes)
    {
        var text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.Latin1.GetString(bytes.AsSpan(3)),
            [0xFF, 0xFE, ..] => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes.AsSpan(2)))),
            [0xFE, 0xFF, ..] => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2)))),
            _ => Encoding.Latin1.GetString(bytes),
        };
        return PlainCsv.Parse(text).Select(row => string.Join('\u001f', row.Fields));
    }
}
