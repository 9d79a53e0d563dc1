namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// What is told of the riders on board when a run leaves its stops: coarse and steady. A class once shown stays until another is clearly
/// likelier; the percentage moves in steps of ten, so that nobody can follow single riders by it.
/// </summary>
internal sealed class OccupancyShown
{
    /// <summary>Percentages are told in steps of so many points, and change when the load is half as many again beyond the step.</summary>
    private const double Step = 10;

    /// <summary>A load that is known worse than this, as a share of all places, has no percentage.</summary>
    private const double MostDeviation = 0.15;

    private readonly byte[] statuses;

    /// <summary>Nothing known of any stop.</summary>
    public OccupancyShown(int stops)
    {
        this.statuses = new byte[stops];
        Array.Fill(this.statuses, OccupancyScale.NoData);
    }

    /// <summary>OccupancyStatus now, by number; null: not known well enough.</summary>
    public byte? Present { get; private set; }

    /// <summary>Percentage of all places now, in steps of ten; null: not known well enough.</summary>
    public short? Percentage { get; private set; }

    /// <summary>OccupancyStatus when it leaves a stop, by number; null: not known well enough.</summary>
    public byte? At(int stop) => this.statuses[stop] == OccupancyScale.NoData ? null : this.statuses[stop];

    /// <summary>Takes what is known of the load when it leaves a stop.</summary>
    public void Set(int stop, LoadState state, VehicleRoom room, LoadOptions options)
    {
        Span<double> likely = stackalloc double[OccupancyScale.Classes];
        OccupancyScale.Probabilities(state.Mean, state.Deviation, room, likely);
        byte best = 0;
        for (byte status = 1; status < OccupancyScale.Classes; status++)
        {
            best = likely[status] > likely[best] ? status : best;
        }

        byte shown = this.statuses[stop];
        if (shown != OccupancyScale.NoData && likely[shown] + options.Hysteresis >= likely[best])
        {
            best = shown;
        }

        this.statuses[stop] = likely[best] >= options.MinProbability - (best == shown ? options.Hysteresis : 0) ? best : OccupancyScale.NoData;
    }

    /// <summary>Says which stop it has left, or stands at, and how full it is now.</summary>
    /// <param name="stop">Place of the stop.</param>
    /// <param name="state">The load.</param>
    /// <param name="room">Of the vehicle.</param>
    /// <param name="onlyWithClass">True: without a class there is no percentage either.</param>
    public void SetPresent(int stop, LoadState state, VehicleRoom room, bool onlyWithClass = false)
    {
        this.Present = this.At(stop);
        double percent = 100 * state.Mean / room.Riders;
        if ((onlyWithClass && this.Present is null) || state.Deviation > MostDeviation * room.Riders)
        {
            this.Percentage = null;
        }
        else if (this.Percentage is not { } told || Math.Abs(percent - told) > 0.75 * Step)
        {
            this.Percentage = (short)(Math.Round(percent / Step, MidpointRounding.AwayFromZero) * Step);
        }
    }
}
