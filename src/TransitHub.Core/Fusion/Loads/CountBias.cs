namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// By how much the counts of a vehicle are raised: by the band of its load (<see cref="LoadOptions.CountFactors"/>), and by how much its counters see
/// more of those who board than of those who leave, which its own whole runs tell.
/// </summary>
/// <remarks>
/// The bands cannot be learned from counts alone: on its way from empty to empty a vehicle passes every level of load as often upward as
/// downward, so in each band as many board as leave, and the sums come out even whatever the factors are. They need a survey.
/// </remarks>
internal sealed class CountBias(IReadOnlyList<double> factors)
{
    /// <summary>So many riders, counted alike on both sides, are added to what is known of a counter.</summary>
    private const double Prior = 200;

    /// <summary>A counter that sees so many times more on one side is broken, not askew.</summary>
    private const double MostAskew = 1.5;

    /// <summary>Share of what was learned that a run leaves: some fifty runs count.</summary>
    private const double Keep = 0.98;

    private double boarded;
    private double alighted;

    /// <summary>Runs that taught it.</summary>
    public int Runs { get; private set; }

    /// <summary>By what a count of those who board is to be multiplied.</summary>
    /// <param name="counted">The count.</param>
    /// <param name="load">Riders before they boarded.</param>
    /// <param name="riders">For how many there is room.</param>
    public double Boarding(double counted, double load, double riders)
    {
        // How full it gets depends on how many board, and how many of them were seen on how full it gets.
        double factor = CountBands.FactorAt(factors, load + counted, riders);
        for (int i = 0; i < 3; i++)
        {
            factor = CountBands.FactorAt(factors, load + (factor * counted), riders);
        }

        return factor / Math.Sqrt(this.Askew);
    }

    /// <summary>By what a count of those who leave is to be multiplied.</summary>
    /// <param name="load">Riders before they left.</param>
    /// <param name="riders">For how many there is room.</param>
    public double Alighting(double load, double riders) => CountBands.FactorAt(factors, load, riders) * Math.Sqrt(this.Askew);

    private double Askew => Math.Clamp((this.boarded + Prior) / (this.alighted + Prior), 1 / MostAskew, MostAskew);

    /// <summary>Writes what was learned.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(this.Runs);
        writer.Write(this.boarded);
        writer.Write(this.alighted);
    }

    /// <summary>Takes over what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">A value is out of its range.</exception>
    public void Read(BinaryReader reader)
    {
        this.Runs = Math.Max(0, reader.ReadInt32());
        this.boarded = StopRiders.ReadSum(reader);
        this.alighted = StopRiders.ReadSum(reader);
    }

    /// <summary>Learns from a run of which every stop was counted.</summary>
    /// <param name="boardings">Sum of the counts as raised here.</param>
    /// <param name="alightings">Sum of the counts as raised here.</param>
    public void Learn(double boardings, double alightings)
    {
        boardings *= Math.Sqrt(this.Askew);
        alightings /= Math.Sqrt(this.Askew);

        // A run without riders says nothing, and one that lost half of them was not whole.
        if (Math.Min(boardings, alightings) < Math.Max(boardings, alightings) / 2)
        {
            return;
        }

        this.Runs++;
        this.boarded = (Keep * this.boarded) + boardings;
        this.alighted = (Keep * this.alighted) + alightings;
    }
}
