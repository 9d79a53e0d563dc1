using BenchmarkDotNet.Attributes;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using AvlReport = TransitHub.Core.Observations.AvlReport;

namespace TransitHub.Benchmarks.Storage;

/// <summary>The steps from the intake to the disk and back, per observation.</summary>
[MemoryDiagnoser]
[Config(typeof(OnDisk))]
public class ObservationIngest
{
    private const int Observations = 200_000;
    private const int Senders = 50;
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-bench-").FullName;
    private readonly AvlReport[] reports = SeededReports.Make(Observations, 1000);
    private readonly byte[] buffer = new byte[4096];
    private readonly List<byte[]> records = [];
    private int run;

    [GlobalSetup]
    public async Task FillAsync()
    {
        await using SegmentObservationLog log = SegmentObservationLog.Open(Path.Combine(this.folder, "full"), new());
        for (int at = 0; at < Observations; at += 1000)
        {
            await log.AppendAsync(new ArraySegment<AvlReport>(this.reports, at, 1000), CancellationToken.None);
        }

        foreach (AvlReport report in this.reports)
        {
            this.records.Add(this.buffer[..LoggedObservationEncoder.Encode(report, this.buffer)]);
        }
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(this.folder, recursive: true);

    [Benchmark(OperationsPerInvoke = Observations)]
    public int Gate()
    {
        var gate = new ObservationGate(new(), null);
        return this.reports.Count(r => gate.Check(r).Accepted is not null);
    }

    [Benchmark(OperationsPerInvoke = Observations)]
    public int Encode() => this.reports.Sum(r => LoggedObservationEncoder.Encode(r, this.buffer));

    [Benchmark(OperationsPerInvoke = Observations)]
    public int Decode()
    {
        var decoder = new LoggedObservationDecoder();
        return this.records.Count(r => decoder.Decode(r) is not null);
    }

    [Benchmark(OperationsPerInvoke = Observations)]
    public int DecodeWithGoogleProtobuf() => this.records.Count(r => LoggedObservation.Parser.ParseFrom(r).Avl is not null);

    [Benchmark(OperationsPerInvoke = Observations)]
    public int ReadLog() => ObservationLogReader.Read(Path.Combine(this.folder, "full"), new Timestamp(long.MinValue)).Count();

    /// <summary>Fifty senders, each with twenty observations on the way, all acknowledged after the disk has them.</summary>
    [Benchmark(OperationsPerInvoke = Observations)]
    public async Task<long> IntakeGateAndDurableLog()
    {
        await using SegmentObservationLog log = SegmentObservationLog.Open(Path.Combine(this.folder, "run" + this.run++), new());
        var intake = new ObservationIntake(FeedId.Parse("f"), new(), new());
        var writer = new IngestWriter(intake, new ObservationGate(new(), null), log, new DeviceTable(10_000), static (_, _) => ValueTask.CompletedTask, TimeProvider.System);
        Task writing = writer.RunAsync();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(s => Task.Run(() => this.SendAsync(intake, s))));
        intake.Close(new IOException("done"), failQueued: false);
        await writing;
        return intake.Counters.Accepted == Observations ? Observations : throw new InvalidOperationException($"{intake.Counters}");
    }

    private async Task SendAsync(ObservationIntake intake, int sender)
    {
        // Each sender has its own vehicles, so that each vehicle's reports stay in order.
        AvlReport[] mine = [.. this.reports.Where((_, i) => i % Senders == sender)];
        foreach (AvlReport[] inFlight in mine.Chunk(20))
        {
            List<Task> settled = [];
            foreach (AvlReport report in inFlight)
            {
                settled.Add(await intake.EnqueueAsync([report], CancellationToken.None));
            }

            await Task.WhenAll(settled);
        }
    }
}
