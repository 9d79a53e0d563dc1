namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Riders on board of a vehicle that counts none, from who is usual and who was seen to board at platforms. A run that is late, behind a gap or on a busy day
/// has more riders than usual at all its stops: by how many times is one unknown of the whole run, so that what one platform sees tells of the stops without cameras too.
/// </summary>
internal ref struct SeenRiders
{
    /// <summary>Variance of how many times the usual riders a run has: the part of a stop's scatter (<see cref="StopRiders.Boardings"/>) that all stops of a run share.</summary>
    private const double RunVariance = 0.3;

    private double times;
    private double timesVariance;
    private double both;

    /// <summary>Before the first stop.</summary>
    public SeenRiders()
    {
        this.State = new LoadState(0, 0.25);
        this.times = 1;
        this.timesVariance = RunVariance;
    }

    /// <summary>The load.</summary>
    public LoadState State { get; private set; }

    /// <summary>Some leave.</summary>
    /// <param name="share">Share that usually leaves.</param>
    /// <param name="shareVariance">Variance of that.</param>
    public void Leave(double share, double shareVariance)
    {
        this.State = this.State.Leave(double.NaN, double.NaN, share, shareVariance);
        this.both *= 1 - share;
    }

    /// <summary>Some board.</summary>
    /// <param name="usual">How many usually do.</param>
    /// <param name="usualVariance">Variance of that.</param>
    /// <param name="seen">How many were seen to; null: nobody looked.</param>
    /// <param name="room">Riders for whom there is room.</param>
    public void Board(double usual, double usualVariance, PlatformBoarding? seen, double room)
    {
        double expected = this.times * usual;
        double own = Math.Max(0.1, usualVariance - (RunVariance * usual * usual));
        double boarded = (usual * usual * this.timesVariance) + own;
        double mean = this.State.Mean + expected;
        double variance = this.State.Variance + (2 * usual * this.both) + boarded;
        double common = this.both + (usual * this.timesVariance);
        if (seen is { } platform)
        {
            double spread = boarded + platform.Variance;
            double surprise = platform.Riders - expected;
            double ofLoad = (usual * this.both) + boarded;
            double ofTimes = usual * this.timesVariance;
            mean += ofLoad / spread * surprise;
            variance -= ofLoad * ofLoad / spread;
            common -= ofLoad * ofTimes / spread;
            this.times = Math.Max(0.1, this.times + (ofTimes / spread * surprise));
            this.timesVariance -= ofTimes * ofTimes / spread;
        }

        this.both = common;
        this.State = new LoadState(Math.Clamp(mean, 0, 1.02 * room), Math.Max(0, variance));
    }
}
