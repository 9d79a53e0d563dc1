using System.Diagnostics;
using System.IO.Pipes;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Storage;

/// <summary>A real process that is killed while it appends: this test program itself, started once more.</summary>
public sealed class KilledWriterTests
{
    private const string FolderVariable = "TRANSITHUB_TEST_LOG_FOLDER";
    private const string PipeVariable = "TRANSITHUB_TEST_ACK_PIPE";
    private const int Senders = 40;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_every_acknowledged_observation_is_there_and_none_twice_even_if_all_are_sent_again()
    {
        using var folder = new TempFolder();
        int acknowledgedInAll = 0;
        for (int round = 0; round < 2; round++)
        {
            HashSet<string> acknowledged = await this.RunAndKillAsync(folder.Path, 1500 + (700 * round));
            acknowledgedInAll += acknowledged.Count;
            HashSet<string> logged = Logged(folder.Path);
            Assert.Empty(acknowledged.Except(logged));
            await RepeatAsync(folder.Path, logged);
            Assert.Equal(logged, Logged(folder.Path));
        }

        Assert.True(acknowledgedInAll >= 3700);
    }

    /// <summary>Not a test: what the process does that is killed.</summary>
    [Fact(Explicit = true)]
    public async Task Appends_until_it_is_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "Runs only as the process that another test kills.");
        await using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.Out);
        await pipe.ConnectAsync(Cancel);
        await using var acknowledgements = TextWriter.Synchronized(new StreamWriter(pipe) { AutoFlush = true });
        await using SegmentObservationLog log = SegmentObservationLog.Open(folder!, new());
        await using var runtime = new FeedRuntime(FeedId.Parse("f"), Schedule.Empty, log, new(), TimeProvider.System);
        Task running = runtime.RunAsync(Cancel);
        await Task.WhenAll([running, .. Enumerable.Range(0, Senders).Select(i => SendAsync(runtime.Intake, "bus-" + i, acknowledgements))]);
    }

    private static async Task SendAsync(ObservationIntake intake, string device, TextWriter acknowledgements)
    {
        for (long last = 0; ;)
        {
            Timestamp now = Timestamp.Now(TimeProvider.System);
            now = new Timestamp(Math.Max(now.UnixMilliseconds, last + 1));
            last = now.UnixMilliseconds;
            AvlReport report = Avl(0, 0, device: device) with { ReceivedAt = now, MeasuredAt = now };
            await await intake.EnqueueAsync([report], Cancel);
            await acknowledgements.WriteLineAsync(Name(report));
        }
    }

    private static string Name(AvlReport report) => $"{report.Device} {report.MeasuredAt.UnixMilliseconds}";

    private static HashSet<string> Logged(string folder)
    {
        HashSet<string> names = [];
        foreach (LoggedRecord record in ObservationLogReader.Read(folder, new Timestamp(long.MinValue), null, Cancel))
        {
            Assert.True(names.Add(Name((AvlReport)record.Observation)), "logged twice");
        }

        return names;
    }

    /// <summary>What senders do that saw no acknowledgement: all of what they last sent once more.</summary>
    private static async Task RepeatAsync(string folder, HashSet<string> logged)
    {
        using var stop = new CancellationTokenSource();
        await using SegmentObservationLog log = SegmentObservationLog.Open(folder, new());
        await using var runtime = new FeedRuntime(FeedId.Parse("f"), Schedule.Empty, log, new(), TimeProvider.System);
        Task running = runtime.RunAsync(stop.Token);
        Timestamp now = Timestamp.Now(TimeProvider.System);
        AvlReport[] again = [.. logged.Select(n => n.Split(' ')).Select(n => Avl(0, 0, device: n[0]) with
        {
            MeasuredAt = new(long.Parse(n[1], null)),
            ReceivedAt = now,
        })];
        await await runtime.Intake.EnqueueAsync(again, Cancel);
        Assert.Equal(again.Length, runtime.Ledger.CountOf(RejectionReason.Duplicate) + runtime.Ledger.CountOf(RejectionReason.OutOfOrder));
        await stop.CancelAsync();
        await running;
    }

    private async Task<HashSet<string>> RunAndKillAsync(string folder, int acknowledgements)
    {
        string pipeName = "transithub-test-" + Path.GetFileName(folder);
        await using var pipe = new NamedPipeServerStream(pipeName, PipeDirection.In);
        string assembly = typeof(KilledWriterTests).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [assembly, "--explicit", "only", "--filter-method", $"{typeof(KilledWriterTests).FullName}.{nameof(this.Appends_until_it_is_killed)}"])
        {
            Environment = { [FolderVariable] = folder, [PipeVariable] = pipeName },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            await pipe.WaitForConnectionAsync(Cancel);
            using var lines = new StreamReader(pipe);
            HashSet<string> seen = [];
            while (await lines.ReadLineAsync(Cancel) is { } line)
            {
                // The last line may be cut: it was not acknowledged whole.
                if (line.Split(' ') is [_, { Length: 13 }])
                {
                    seen.Add(line);
                }

                if (seen.Count == acknowledgements)
                {
                    process.Kill();
                }
            }

            return seen;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Cancel);
        }
    }
}
