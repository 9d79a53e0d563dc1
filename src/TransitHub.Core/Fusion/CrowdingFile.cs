using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>The file in which a feed keeps what its stops have taught about those who wait at them. Without it the feed learns anew.</summary>
/// <param name="path">The file, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class CrowdingFile(string path, Action<string> notice)
{
    private readonly KeptState state = new(path, "crowding at stops", notice);

    /// <summary>Lets a pipeline that has seen nothing yet take over what the file holds.</summary>
    internal void Restore(FusionPipeline pipeline)
    {
        if (pipeline.Crowding is { } crowding)
        {
            this.state.Restore(crowding.TryRestore);
        }
    }

    /// <summary>Replaces what the file holds.</summary>
    internal void Write(byte[] learned) => this.state.Write(learned);
}
