namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// What is usual at the stops of a pattern: how many board, by the hour, and which share of those on board leaves. Learned from counted runs;
/// each stop is drawn to the pattern's mean as long as few are known.
/// </summary>
internal sealed class StopRiders
{
    /// <summary>So many runs at the mean are added to what is known of a stop or an hour.</summary>
    private const double Prior = 3;

    /// <summary>Runs after which older ones begin to count less.</summary>
    private const double Memory = 60;

    private readonly double[] boardings;
    private readonly double[] alightings;
    private readonly double[] loads;
    private readonly double[] runs;
    private readonly double[] hourBoardings = new double[24];
    private readonly double[] hourExpected = new double[24];

    /// <summary>Knows nothing.</summary>
    /// <param name="stops">Stops of the pattern.</param>
    public StopRiders(int stops)
    {
        this.boardings = new double[stops];
        this.alightings = new double[stops];
        this.loads = new double[stops];
        this.runs = new double[stops];
    }

    /// <summary>Runs learned from.</summary>
    public int Runs { get; private set; }

    /// <summary>Riders who usually board, and the variance of that; NaN while no run is known.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="hour">Of the local day, 0 to 23.</param>
    public (double Mean, double Variance) Boardings(int stop, int hour)
    {
        if (this.Runs == 0 || stop >= this.boardings.Length - 1)
        {
            return (double.NaN, double.NaN);
        }

        double usual = this.UsualBoardings(stop);
        double mean = usual * this.HourFactor(hour);

        // Overdispersed: riders come by the headway, which is seldom the usual one.
        return (mean, mean + (0.4 * mean * mean) + (mean * mean / (1 + this.runs[stop])) + 0.1);
    }

    /// <summary>Share of those on board who usually leave, and its variance; NaN while no run is known.</summary>
    public (double Share, double Variance) Alightings(int stop)
    {
        if (stop >= this.loads.Length - 1)
        {
            return (1, 0.0001);
        }

        if (this.Runs == 0 || this.loads[stop] + Prior <= 0)
        {
            return (double.NaN, double.NaN);
        }

        // Without any knowledge of the stop: as if riders leave evenly over what is left of the way.
        double even = 1.0 / (this.loads.Length - stop);
        double share = (this.alightings[stop] + (Prior * 5 * even)) / (this.loads[stop] + (Prior * 5));
        return (Math.Clamp(share, 0, 1), (0.15 * share * share) + (share * (1 - share) / (this.loads[stop] + (Prior * 5))));
    }

    /// <summary>With how many riders a vehicle usually leaves each stop; NaN while no run is known.</summary>
    /// <param name="hour">Of the local day, 0 to 23.</param>
    /// <param name="loads">Room for the answer; made anew when it is too small.</param>
    public ReadOnlySpan<double> Loads(int hour, ref double[] loads)
    {
        if (loads.Length < this.boardings.Length)
        {
            loads = new double[this.boardings.Length];
        }

        double load = 0;
        for (int stop = 0; stop < this.boardings.Length; stop++)
        {
            load = stop == this.boardings.Length - 1 ? 0 : (load * (1 - (stop == 0 ? 0 : this.Alightings(stop).Share))) + this.Boardings(stop, hour).Mean;
            loads[stop] = load;
        }

        return loads.AsSpan(0, this.boardings.Length);
    }

    /// <summary>Takes in a run whose counts were reconciled.</summary>
    /// <param name="hours">Local hour at each stop, 0 to 23.</param>
    /// <param name="boarded">Riders who boarded, by stop.</param>
    /// <param name="alighted">Riders who left, by stop.</param>
    public void Learn(ReadOnlySpan<int> hours, ReadOnlySpan<double> boarded, ReadOnlySpan<double> alighted)
    {
        double keep = 1 - (1 / Memory);
        double load = 0;
        for (int i = 0; i < this.boardings.Length; i++)
        {
            int hour = hours[i];
            if (this.Runs > 0)
            {
                this.hourExpected[hour] = (keep * this.hourExpected[hour]) + this.UsualBoardings(i);
                this.hourBoardings[hour] = (keep * this.hourBoardings[hour]) + boarded[i];
            }

            double factor = Math.Max(0.1, this.HourFactor(hour));
            this.boardings[i] = (keep * this.boardings[i]) + (boarded[i] / factor);
            this.runs[i] = (keep * this.runs[i]) + 1;
            this.loads[i] = (keep * this.loads[i]) + load;
            this.alightings[i] = (keep * this.alightings[i]) + Math.Min(load, alighted[i]);
            load = Math.Max(0, load - alighted[i]) + boarded[i];
        }

        this.Runs++;
    }

    /// <summary>Writes what was learned.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(this.boardings.Length);
        writer.Write(this.Runs);
        writer.Write(this.hourBoardings.Length);
        foreach (double[] sums in this.Sums())
        {
            Array.ForEach(sums, writer.Write);
        }
    }

    /// <summary>Takes over what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is of another number of stops, or a value is out of its range.</exception>
    public void Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != this.boardings.Length || reader.ReadInt32() is not (>= 0 and var known) || reader.ReadInt32() != this.hourBoardings.Length)
        {
            throw new FormatException("The riders are of another pattern.");
        }

        this.Runs = known;
        foreach (double[] sums in this.Sums())
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = ReadSum(reader);
            }
        }
    }

    /// <summary>Reads a sum of riders or runs.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static double ReadSum(BinaryReader reader) =>
        reader.ReadDouble() is var sum && sum is >= 0 and < 1e9 ? sum : throw new FormatException("A sum is out of its range.");

    private double[][] Sums() => [this.boardings, this.alightings, this.loads, this.runs, this.hourBoardings, this.hourExpected];

    private double UsualBoardings(int stop) => this.runs[stop] > 0 ? this.boardings[stop] / this.runs[stop] : 0;

    private double HourFactor(int hour)
    {
        // An hour counts from some twenty expected riders on.
        const double usual = 20;
        return (this.hourBoardings[hour] + usual) / (this.hourExpected[hour] + usual);
    }
}
