using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Sources;

/// <summary>Zip files that somebody made to do harm.</summary>
public sealed class HostileFeedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-hostile-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    [Theory]
    [InlineData("../stops.txt")]
    [InlineData("../../../../../../../../tmp/transithub-escaped.txt")]
    [InlineData("/etc/stops.txt")]
    [InlineData("..\\stops.txt")]
    [InlineData("a/../../stops.txt")]
    public void A_name_that_leads_outside_is_a_name_and_nothing_is_written(string name)
    {
        string inner = Path.Combine(this.folder, "inner");
        Directory.CreateDirectory(inner);
        string path = Path.Combine(inner, "feed.zip");
        using (Stream feed = FeedText.TwoStops().With(name, "stop_id\nevil\n"u8.ToArray()).ToZip())
        using (FileStream file = File.Create(path))
        {
            feed.CopyTo(file);
        }

        using FileStream zip = File.OpenRead(path);
        var (schedule, _) = ScheduleReader.Read(zip, new ScheduleReadOptions(), cancellationToken: Cancellation);
        Assert.Equal(2, schedule.Stops.Count);
        Assert.False(schedule.Stops.TryFind("evil", out _));
        Assert.Equal([path], Directory.EnumerateFiles(this.folder, "*", SearchOption.AllDirectories));
        Assert.False(File.Exists("/tmp/transithub-escaped.txt"));
    }

    [Fact]
    public void A_small_zip_that_unpacks_to_one_endless_row_is_read_to_the_bound_of_a_row_and_named()
    {
        using var packed = new MemoryStream();
        FeedText.TwoStops().ToZip().CopyTo(packed);
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Update, leaveOpen: true))
        {
            using Stream bomb = zip.CreateEntry("shapes.txt", CompressionLevel.SmallestSize).Open();
            byte[] block = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
            for (int i = 0; i < 40; i++)
            {
                bomb.Write(block);
            }
        }

        Assert.InRange(packed.Length, 1, 1 << 20);
        packed.Position = 0;
        var (schedule, notices) = ScheduleReader.Read(packed, new ScheduleReadOptions(), cancellationToken: Cancellation);
        Assert.Equal(2, schedule.Stops.Count);
        Assert.Contains("is longer than", Assert.Single(notices, n => n.Code == "unreadable_file").Message, StringComparison.Ordinal);
    }
}
