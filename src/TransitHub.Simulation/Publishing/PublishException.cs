namespace TransitHub.Simulation.Publishing;

/// <summary>Publishing could not go on: the message is one line for a person and names the broker and the remedy.</summary>
public sealed class PublishException : Exception
{
    /// <summary>With what was done up to then.</summary>
    public PublishException(string message, PublishCounts counts, Exception? cause = null)
        : base(message, cause) => this.Counts = counts;

    /// <summary>What was done before it failed.</summary>
    public PublishCounts Counts { get; }
}
