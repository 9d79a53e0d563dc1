using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The file in which a feed keeps what was counted, so that grand totals outlive the log and a start need not read all of it. Without it
/// the counts that the log still has are taken anew.
/// </summary>
/// <param name="path">The file, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class CountsFile(string path, Action<string> notice)
{
    private readonly KeptState state = new(path, "counts", notice);

    /// <summary>Lets a pipeline that has seen nothing yet take over what the file holds.</summary>
    internal void Restore(FusionPipeline pipeline) => this.state.Restore(bytes => pipeline.Counting.TryRestore(bytes));

    /// <summary>Replaces what the file holds.</summary>
    internal void Write(byte[] counts) => this.state.Write(counts);
}
