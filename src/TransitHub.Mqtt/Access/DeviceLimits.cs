namespace TransitHub.Mqtt.Access;

/// <summary>How much one device may send and hold, over all its connections together.</summary>
public sealed record DeviceLimits
{
    /// <summary>Messages a second in the long run, 0.01 to 100,000; default 10: ten times what a position each second needs.</summary>
    public double MessagesPerSecond { get; init; } = 10;

    /// <summary>
    /// Messages at once after a silence, 1 to 1,000,000; default 600: a box that had no network for ten minutes sends what it kept.
    /// </summary>
    public int MessageBurst { get; init; } = 600;

    /// <summary>Bytes of payload a second in the long run, 16 to 1,000,000,000; default 65,536: a batch of 500 positions each second.</summary>
    public double BytesPerSecond { get; init; } = 65_536;

    /// <summary>Bytes of payload at once after a silence, at least <see cref="MaxPayloadBytes"/>, at most 1,000,000,000; default 1,048,576.</summary>
    public int ByteBurst { get; init; } = 1_048_576;

    /// <summary>Largest payload, bytes, 64 to 33,554,432; default 65,536: a batch of 500 positions. MQTT 5 clients are told it.</summary>
    public int MaxPayloadBytes { get; init; } = 65_536;

    /// <summary>
    /// Connections at one time, 1 to 1,000; default 2: the one in use, and the lost one of which the hub has not heard yet. One more ends the oldest.
    /// </summary>
    public int MaxConnections { get; init; } = 2;

    /// <summary>Logins a minute, 1 to 6,000; default 30: a box on a flapping link tries every few seconds. More are refused.</summary>
    public int ConnectsPerMinute { get; init; } = 30;

    /// <summary>
    /// Refused messages in a minute that end the connection, 10 to 1,000,000; default 1,000: below it the device is told with each message, beyond it
    /// reading what it sends costs more than the device is worth.
    /// </summary>
    public int RefusalsPerMinute { get; init; } = 1_000;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() =>
    [
        .. Range(this.MessagesPerSecond, 0.01, 100_000, nameof(this.MessagesPerSecond), "messages"),
        .. Range(this.MessageBurst, 1, 1_000_000, nameof(this.MessageBurst), "messages"),
        .. Range(this.BytesPerSecond, 16, 1_000_000_000, nameof(this.BytesPerSecond), "bytes"),
        .. Range(this.MaxPayloadBytes, 64, 33_554_432, nameof(this.MaxPayloadBytes), "bytes"),
        .. Range(this.ByteBurst, Math.Clamp(this.MaxPayloadBytes, 64, 33_554_432), 1_000_000_000, nameof(this.ByteBurst), "bytes, as the largest payload must fit"),
        .. Range(this.MaxConnections, 1, 1_000, nameof(this.MaxConnections), "connections"),
        .. Range(this.ConnectsPerMinute, 1, 6_000, nameof(this.ConnectsPerMinute), "logins"),
        .. Range(this.RefusalsPerMinute, 10, 1_000_000, nameof(this.RefusalsPerMinute), "messages"),
    ];

    private static IEnumerable<string> Range(double value, double least, double most, string name, string unit)
    {
        // Written so that NaN fails.
        if (!(value >= least && value <= most))
        {
            yield return FormattableString.Invariant($"{name} is {value} and must be {least} to {most} {unit}.");
        }
    }
}
