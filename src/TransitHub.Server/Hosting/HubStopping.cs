namespace TransitHub.Server.Hosting;

/// <summary>Tells open streams that the hub stops, so that they end with a word instead of a cut line.</summary>
internal sealed class HubStopping : IDisposable
{
    private readonly CancellationTokenSource source = new();

    /// <summary>Cancelled when streams are to end.</summary>
    public CancellationToken Token => this.source.Token;

    /// <summary>Ends the streams.</summary>
    public void Begin() => this.source.Cancel();

    /// <inheritdoc/>
    public void Dispose() => this.source.Dispose();
}
