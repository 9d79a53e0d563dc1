namespace TransitHub.Training.Fitting;

/// <summary>How a network is fitted. The defaults suit some ten thousand to a few million rows.</summary>
public sealed record FitOptions
{
    /// <summary>Draws the first weights and the order of the rows.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Times all rows are gone through at most, 1 to 1,000; default 40. It ends earlier when validation no longer gains.</summary>
    public int MaxEpochs { get; init; } = 40;

    /// <summary>Epochs without a gain after which it ends, 1 or more; default 5.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Rows between two moves of the weights; default 256.</summary>
    public int BatchRows { get; init; } = 256;

    /// <summary>Learning rate of Adam at first; it falls along a cosine to a twentieth; default 0.001.</summary>
    public float Rate { get; init; } = 0.001f;

    /// <summary>Weight decay; default 0.3: a net that leans on no single feature carries over better to a city it has not seen.</summary>
    public float Decay { get; init; } = 0.3f;
}
