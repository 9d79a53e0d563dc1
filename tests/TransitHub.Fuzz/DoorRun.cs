using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace TransitHub.Fuzz;

/// <summary>
/// Throws inputs at one door for a time. Inputs that reach code which none reached before are kept and changed further. The newest input is in
/// a file that outlives a crash; one that hangs ends the process.
/// </summary>
internal sealed class DoorRun : IDisposable
{
    private const int HungSeconds = 60;
    private const int DeadSeconds = 1800;
    private readonly Door door;
    private readonly string folder;
    private readonly Action<byte[]> take;
    private readonly EdgeMap map;
    private readonly List<byte[]> corpus = [];
    private readonly Dictionary<string, int> findings = [];
    private readonly MemoryMappedFile lastFile;
    private readonly MemoryMappedViewAccessor last;
    private long begunAt;
    private long begunAfterTicks;
    private volatile bool isEnough;
    private double longestSeconds;
    private long mostBytes;

    private DoorRun(Door door, EdgeMap map, string folder)
    {
        (this.door, this.map, this.folder, this.take) = (door, map, folder, door.Open());
        this.lastFile = MemoryMappedFile.CreateFromFile(Path.Combine(folder, door.Name + ".last"), FileMode.Create, null, Mutator.MaxBytes + sizeof(int));
        this.last = this.lastFile.CreateViewAccessor();
    }

    /// <summary>Runs a door for some seconds of the processor, or until it is told to end (SIGTERM, SIGINT); 1: there are findings.</summary>
    public static int Run(Door door, EdgeMap map, int seconds, int seed, string folder)
    {
        using var run = new DoorRun(door, map, folder);
        return run.Run(seconds, seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.last.Dispose();
        this.lastFile.Dispose();
    }

    private int Run(int seconds, int seed)
    {
        using var watch = new Timer(_ => this.EndIfHung(), null, 1000, 1000);
        using var asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, this.End);
        using var broken = PosixSignalRegistration.Create(PosixSignal.SIGINT, this.End);
        TimeSpan until = Environment.CpuUsage.TotalTime + TimeSpan.FromSeconds(seconds);
        var mutator = new Mutator(this.door, this.corpus, new Random(seed));
        long started = Stopwatch.GetTimestamp();
        long inputs = 0;
        foreach (byte[] input in this.door.Seeds)
        {
            this.Throw(input);
            this.corpus.Add(input);
        }

        int seedEdges = this.map.Edges;
        for (; !this.isEnough && Environment.CpuUsage.TotalTime < until; inputs++)
        {
            byte[] input = mutator.Next();
            if (this.Throw(input))
            {
                this.corpus.Add(input);
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {this.door.Name} | {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} | {process.TotalProcessorTime.TotalSeconds:F0} | {inputs} | {seedEdges} | {this.map.Edges} | {this.corpus.Count} | {this.longestSeconds * 1000:F0} | {this.mostBytes / 1e6:F1} | {process.PeakWorkingSet64 / 1e6:F0} | {this.findings.Count} |"));
        foreach ((string key, int times) in this.findings.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {this.door.Name}: {key} ({times} times)");
        }

        return this.findings.Count == 0 ? 0 : 1;
    }

    /// <summary>True: the input reached something new.</summary>
    private bool Throw(byte[] input)
    {
        this.last.Write(0, input.Length);
        this.last.WriteArray(sizeof(int), input, 0, input.Length);
        this.map.Clear();
        Finding? finding = this.Try(input, noteBounds: true);
        bool isNew = this.map.TakeNew();
        if (finding is not null)
        {
            // The first time the code is compiled, too.
            if (finding.Key != "slow" || this.Try(input, noteBounds: false)?.Key == "slow")
            {
                this.Keep(input, finding);
            }
        }

        return isNew;
    }

    private Finding? Try(byte[] input, bool noteBounds)
    {
        Finding? thrown = null;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        Volatile.Write(ref this.begunAfterTicks, worked.Ticks);
        Volatile.Write(ref this.begunAt, Stopwatch.GetTimestamp());
        try
        {
            this.take(input);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            thrown = Finding.Of(exception);
        }

        Volatile.Write(ref this.begunAt, 0);

        // Of the processor's time: a machine that does other work makes anything wait.
        double took = (Environment.CpuUsage.TotalTime - worked).TotalSeconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        if (noteBounds)
        {
            (this.longestSeconds, this.mostBytes) = (Math.Max(this.longestSeconds, took), Math.Max(this.mostBytes, bytes));
        }

        return thrown
            ?? (took > Finding.SlowSeconds ? new Finding("slow", $"{took:F1} s") : bytes > Finding.MuchBytes ? new Finding("much memory", $"{bytes} bytes") : null);
    }

    private void Keep(byte[] input, Finding finding)
    {
        this.findings[finding.Key] = this.findings.GetValueOrDefault(finding.Key) + 1;
        if (this.findings[finding.Key] > 1)
        {
            return;
        }

        byte[] least = Minimizer.Minimize(input, smaller => this.Try(smaller, noteBounds: false)?.Key == finding.Key);
        string name = Path.Combine(this.folder, $"{this.door.Name}-{this.findings.Count}");
        File.WriteAllBytes(name + ".bin", least);
        File.WriteAllText(name + ".txt", $"{finding.Key}\n{finding.Detail}\n");
        Console.WriteLine($"  {this.door.Name}: {finding.Key}: {name}.bin, {least.Length} bytes");
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        this.isEnough = true;
    }

    // Of the processor's time, as above; by the clock only who waits for what never comes.
    private void EndIfHung()
    {
        long begun = Volatile.Read(ref this.begunAt);
        if (begun == 0)
        {
            return;
        }

        double worked = (Environment.CpuUsage.TotalTime - TimeSpan.FromTicks(Volatile.Read(ref this.begunAfterTicks))).TotalSeconds;
        if (worked > HungSeconds || Stopwatch.GetElapsedTime(begun).TotalSeconds > DeadSeconds)
        {
            this.last.Flush();
            Console.WriteLine($"  {this.door.Name}: hangs, the input is in {this.door.Name}.last (its length, four bytes, and itself)");
            Environment.Exit(2);
        }
    }
}
