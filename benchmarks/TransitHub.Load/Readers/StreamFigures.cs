using System.Globalization;

namespace TransitHub.Load.Readers;

/// <summary>What <c>stream-readers</c> found.</summary>
/// <param name="ProcessorSeconds">Its own.</param>
/// <param name="Groups">By kind of reader.</param>
internal sealed record StreamReport(double ProcessorSeconds, StreamFigures[] Groups);

/// <summary>Of one kind of readers.</summary>
/// <param name="Name">Which.</param>
/// <param name="Readers">How many.</param>
/// <param name="Events">Events to all.</param>
/// <param name="Megabytes">Bytes to all.</param>
/// <param name="Changes">Positions in them.</param>
/// <param name="Median">From publish to reader, ms.</param>
/// <param name="Late">The same that 99 % kept.</param>
/// <param name="Worst">The largest of the single readers' own 99 % figures.</param>
/// <param name="Conflated">States that the hub left out.</param>
/// <param name="Ended">Streams that the hub ended.</param>
internal sealed record StreamFigures(string Name, int Readers, long Events, double Megabytes, long Changes, double Median, double Late, double Worst, long Conflated, int Ended)
{
    private const int Enough = 20;

    public static StreamFigures Of(string name, IEnumerable<StreamReader> readers)
    {
        StreamReader[] all = [.. readers];
        LatencyCounts together = new();
        Array.ForEach(all, r => together.Add(r.Latencies));
        double worst = all.Where(r => r.Latencies.Count >= Enough).Select(r => r.Latencies.At(0.99)).DefaultIfEmpty(-1).Max();
        return new StreamFigures(
            name, all.Length, all.Sum(r => r.Events), all.Sum(r => r.Bytes) / 1e6, together.Count, Told(together.At(0.5)), Told(together.At(0.99)), worst, all.Sum(r => r.Conflated), all.Sum(r => r.Ended));
    }

    public string Line(double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{this.Name}: {this.Readers} readers, {this.Events / seconds:N0} events/s, {this.Megabytes / seconds:F1} MB/s, {this.Changes / seconds:N0} positions/s, publish to reader p50 {this.Median:F0} ms, p99 {this.Late:F0} ms, p99 of the reader worst off {this.Worst:F0} ms; {this.Conflated:N0} states left out, {this.Ended} streams ended by the hub");

    private static double Told(double value) => double.IsNaN(value) ? -1 : value;
}
