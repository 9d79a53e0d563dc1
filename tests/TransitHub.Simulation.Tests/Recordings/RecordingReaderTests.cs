using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Simulation.Tests.Recordings;

public sealed class RecordingReaderTests : IDisposable
{
    private readonly RecordingFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Names_the_formats_when_one_is_not_known()
    {
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingReader.Open("x", "csv"));

        Assert.True(failure.IsWrongUse);
        Assert.Equal("'csv' is no format of recordings: use one of positions-csv, mqtt-text, gtfsrt-dir, log, archive.", failure.Message);
    }

    [Theory]
    [InlineData("positions-csv")]
    [InlineData("mqtt-text")]
    public void Refuses_a_folder_where_a_file_is_due(string format)
    {
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingReader.Open(this.folder.Path, format));

        Assert.True(failure.IsWrongUse);
        Assert.StartsWith(this.folder.Path + " is a folder", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gtfsrt-dir")]
    [InlineData("log")]
    public void Refuses_a_file_where_a_folder_is_due(string format)
    {
        string path = this.folder.Write("file", "x");

        Assert.True(Assert.Throws<RecordingException>(() => RecordingReader.Open(path, format)).IsWrongUse);
    }

    [Theory]
    [InlineData("positions-csv")]
    [InlineData("mqtt-text")]
    [InlineData("gtfsrt-dir")]
    [InlineData("log")]
    public void Says_that_a_path_does_not_exist(string format)
    {
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingReader.Open(Path.Combine(this.folder.Path, "none"), format));

        Assert.True(failure.IsWrongUse);
        Assert.StartsWith("There is no ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_the_log_that_a_hub_wrote()
    {
        AvlReport report = new()
        {
            Device = DeviceId.Parse("v1"),
            ReceivedAt = Timestamp.FromUnixSeconds(1_700_000_010L),
            MeasuredAt = Timestamp.FromUnixSeconds(1_600_000_000L),
            ClockCorrectionMilliseconds = 100_000_005_000,
            Latitude = 13.75,
            Longitude = 100.5,
            TripId = "T",
        };
        await using (SegmentObservationLog log = SegmentObservationLog.Open(this.folder.Path, new ObservationLogOptions()))
        {
            await log.AppendAsync([report, report with { ReceivedAt = report.ReceivedAt.AddSeconds(1) }], TestContext.Current.CancellationToken);
        }

        List<RecordedItem> items = RecordingFolder.ReadAll(this.folder.Path, "log");

        Assert.Equal([1, 2], items.Select(i => i.Place));
        Assert.Equal(report, items[0].Observation);
    }

    [Fact]
    public void Says_that_a_log_is_empty()
    {
        RecordingException failure = Assert.Throws<RecordingException>(() => RecordingFolder.ReadAll(this.folder.Path, "log"));

        Assert.Contains("no segment file in it holds an observation", failure.Message, StringComparison.Ordinal);
    }
}
