using BenchmarkDotNet.Attributes;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Records;

namespace TransitHub.Benchmarks.Storage;

/// <summary>Durable appends, each flushed to the disk: ours in batches, and a plain file flushed after every record. Per observation.</summary>
[Config(typeof(OnDisk))]
public class ObservationLogAppend : IDisposable
{
    private const int Observations = 1000;
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-bench-").FullName;
    private readonly AvlReport[] reports = SeededReports.Make(Observations, 1000);
    private readonly byte[] buffer = new byte[4096];
    private SegmentObservationLog log = null!;
    private FileStream plain = null!;

    [Params(1, 20, 100, 1000)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Open()
    {
        this.log = SegmentObservationLog.Open(Path.Combine(this.folder, "log"), new());
        this.plain = new FileStream(Path.Combine(this.folder, "plain"), FileMode.Append);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await this.log.DisposeAsync();
        this.Dispose();
        Directory.Delete(this.folder, recursive: true);
    }

    public void Dispose()
    {
        this.plain.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Observations)]
    public async Task SegmentLog()
    {
        for (int at = 0; at < Observations; at += this.Batch)
        {
            await this.log.AppendAsync(new ArraySegment<AvlReport>(this.reports, at, this.Batch), CancellationToken.None);
        }
    }

    [Benchmark(OperationsPerInvoke = Observations, Baseline = true)]
    public void PlainFileFlushedPerRecord()
    {
        foreach (AvlReport report in this.reports)
        {
            this.plain.Write(this.buffer, 0, LoggedObservationEncoder.Encode(report, this.buffer));
            this.plain.Flush(flushToDisk: true);
        }
    }
}
