namespace TransitHub.Mqtt.Decoding;

/// <summary>The bounds of one payload.</summary>
public sealed record DecoderOptions
{
    /// <summary>
    /// Largest payload, bytes, 1,024 to 16,777,216; default 262,144: about 1,500 positions in one message,
    /// more than a gateway sends at once and little enough to hold for every connection.
    /// </summary>
    public int MaxPayloadBytes { get; init; } = 262_144;

    /// <summary>Most observations in one payload, 1 to 100,000; default 4,096. Those beyond it are refused one by one.</summary>
    public int MaxObservations { get; init; } = 4_096;

    /// <summary>Longest text of a field, bytes of UTF-8, 16 to 4,096; default 256: twice the longest ids seen in published feeds.</summary>
    public int MaxTextBytes { get; init; } = 256;

    /// <summary>
    /// How many texts (ids, signs) and how many topics are remembered, 256 to 4,194,304; default 65,536: a large
    /// city's trips of some hours at about 100 bytes each, so that a report costs no new text.
    /// </summary>
    public int RememberedTexts { get; init; } = 65_536;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(this.MaxPayloadBytes, 1_024, 16_777_216, nameof(this.MaxPayloadBytes));
        Check(this.MaxObservations, 1, 100_000, nameof(this.MaxObservations));
        Check(this.MaxTextBytes, 16, 4_096, nameof(this.MaxTextBytes));
        Check(this.RememberedTexts, 256, 4_194_304, nameof(this.RememberedTexts));
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}.");
        }
    }
}
