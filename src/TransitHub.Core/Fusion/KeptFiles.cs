using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The files in which a feed keeps over a restart what it would otherwise have to learn or count anew: <c>link-history</c> with what it learned over the days (its
/// links' times, tides, riders, and who runs what), <c>counts</c> with grand totals that outlive the log, <c>crowding</c> with what its stops taught of those
/// who wait. It can do without any of them.
/// </summary>
/// <param name="folder">Where they lie, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class KeptFiles(string folder, Action<string> notice)
{
    /// <summary>The parts of a pipeline that are kept, in the order in which they are written.</summary>
    internal IReadOnlyList<KeptPart> PartsOf(FusionPipeline pipeline)
    {
        List<KeptPart> parts =
        [
            new KeptPart(
                this.File("link-history", "history of links"), () => pipeline.Counters.StopsPassed, pipeline.EncodeHistory, bytes => pipeline.RestoreHistory(bytes) >= 0) { Name = "link-history" },
            new KeptPart(
                this.File("counts", "counts"), () => pipeline.Counting.Through.UnixMilliseconds, pipeline.Counting.Encode, pipeline.Counting.TryRestore) { Name = "counts", IsInLog = true },
        ];
        if (pipeline.Crowding is { } crowding)
        {
            parts.Insert(0, new KeptPart(this.File("crowding", "crowding at stops"), () => crowding.MeasuredAt, crowding.Encode, crowding.TryRestore) { Name = "crowding", IsInLog = true });
        }

        return parts;
    }

    private KeptState File(string name, string what) => new(Path.Combine(folder, name), what, notice);
}
