namespace TransitHub.Chaos;

/// <summary>How a <see cref="ChaosRun"/> is made.</summary>
/// <param name="Executable">The built <c>transithub</c>.</param>
/// <param name="Seconds">How long observations are published, seconds; trouble that has begun by then is gone through to its end.</param>
/// <param name="Rate">Observations a second, 20 or more: half of them positions, half counts.</param>
public sealed record ChaosOptions(string Executable, double Seconds, int Rate)
{
    /// <summary>How long all is left alone between two troubles, seconds.</summary>
    public double RestSeconds { get; init; } = 5;

    /// <summary>Shards of the feed.</summary>
    public int Shards { get; init; } = 2;

    /// <summary>The least time between two states that are kept of a shard, seconds.</summary>
    public double SaveSeconds { get; init; } = 5;

    /// <summary>Takes a line for each step; null: nobody does.</summary>
    public Action<string>? Notice { get; init; }
}
