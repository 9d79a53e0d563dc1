namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// Those who boarded a vehicle as the platform sees it: who waited before, less who waits after. What is seen later still tells of them: where a zone
/// finds more people than those who should be left, fewer have boarded.
/// </summary>
/// <param name="at">When the vehicle left, Unix seconds.</param>
/// <param name="lines">Lines that riders board at the stop.</param>
internal sealed class BoardedRiders(double at, int lines)
{
    private readonly double[] covariance = new double[lines];

    /// <summary>When the vehicle left, Unix seconds.</summary>
    public double At => at;

    /// <summary>Riders; NaN: not yet worked out.</summary>
    public double Mean { get; private set; } = double.NaN;

    /// <summary>Square riders.</summary>
    public double Variance { get; private set; }

    /// <summary>A vehicle leaves.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="boarded">Those who boarded.</param>
    /// <param name="before">Covariance of those who waited for the line with those of each line.</param>
    /// <param name="full">Probability that it left some behind.</param>
    /// <param name="roomVariance">Variance of the room that it had for them.</param>
    public void Begin(int line, double boarded, ReadOnlySpan<double> before, double full, double roomVariance)
    {
        this.Mean = Math.Max(0, boarded);
        this.Variance = ((1 - full) * before[line]) + (full * roomVariance);
        for (int i = 0; i < lines; i++)
        {
            this.covariance[i] = i == line ? -full * roomVariance : (1 - full) * before[i];
        }
    }

    /// <summary>Another vehicle leaves after it: of those of its line only the ones left behind are still there.</summary>
    public void Depart(int line, double share) => this.covariance[line] *= share;

    /// <summary>Those who wait are measured.</summary>
    /// <param name="line">Of one line, or with -1 of all together.</param>
    /// <param name="gains">Covariance of each line with what is measured.</param>
    /// <param name="spread">Variance of what was expected to be measured.</param>
    /// <param name="surprise">Riders more than expected.</param>
    public void Correct(int line, ReadOnlySpan<double> gains, double spread, double surprise)
    {
        double own = 0;
        for (int i = 0; i < lines; i++)
        {
            own += line < 0 || i == line ? this.covariance[i] : 0;
        }

        this.Mean = Math.Max(0, this.Mean + (own / spread * surprise));
        this.Variance = Math.Max(0, this.Variance - (own * own / spread));
        for (int i = 0; i < lines; i++)
        {
            this.covariance[i] -= own * gains[i] / spread;
        }
    }
}
