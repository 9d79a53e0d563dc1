namespace TransitHub.Training.Loads;

/// <summary>How full a vehicle left a stop.</summary>
/// <param name="Stop">Number of the stop in its trip, rising by one from stop to stop.</param>
/// <param name="DepartureSeconds">Scheduled departure, seconds of the service day; may pass 86,400.</param>
/// <param name="Load">Riders on board, 0 or more.</param>
/// <param name="Measurements">How many measurements the load is the mean of, 1 or more.</param>
public readonly record struct LoadPassage(int Stop, double DepartureSeconds, double Load, double Measurements)
{
    /// <summary>How late it left, seconds, less than 0: early; NaN: not known.</summary>
    public double DelaySeconds { get; init; } = double.NaN;

    /// <summary>When it left as far as that is known, seconds of the service day.</summary>
    public double LeftSeconds => this.DepartureSeconds + (double.IsNaN(this.DelaySeconds) ? 0 : this.DelaySeconds);

    /// <summary>Hour of the service day; may pass 23.</summary>
    public int Hour => (int)(this.DepartureSeconds / 3600);
}
