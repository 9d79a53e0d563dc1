using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>The file in which a feed keeps what it learned over the days: its links' times, tides, and who runs what. Without it the feed learns anew.</summary>
/// <param name="path">The file, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class HistoryFile(string path, Action<string> notice)
{
    private readonly KeptState state = new(path, "history of links", notice);

    /// <summary>Lets a pipeline that has seen nothing yet take over what the file holds.</summary>
    internal void Restore(FusionPipeline pipeline) => this.state.Restore(bytes => pipeline.RestoreHistory(bytes) >= 0);

    /// <summary>Replaces what the file holds.</summary>
    internal void Write(byte[] history) => this.state.Write(history);
}
