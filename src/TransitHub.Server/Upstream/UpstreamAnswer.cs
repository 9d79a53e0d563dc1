namespace TransitHub.Server.Upstream;

/// <summary>What one request to another agency came to.</summary>
/// <param name="Bytes">The message, unpacked; null: there is none.</param>
/// <param name="Problem">Why there is none, for an operator; null with bytes, or where nothing has changed.</param>
/// <param name="RetryAfter">How long the agency asks to be left alone; null: it does not say.</param>
internal readonly record struct UpstreamAnswer(byte[]? Bytes, string? Problem, TimeSpan? RetryAfter)
{
    /// <summary>Nothing has changed since the answer that was kept last.</summary>
    public static UpstreamAnswer NotModified => default;

    /// <summary>Nothing has changed.</summary>
    public bool IsNotModified => this.Bytes is null && this.Problem is null;

    /// <summary>There is no message.</summary>
    public static UpstreamAnswer Failed(string problem, TimeSpan? retryAfter = null) => new(null, problem, retryAfter);
}
