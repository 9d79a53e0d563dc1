using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// The riders of one run: what was counted at its stops, and the load that follows from it. It is worked out anew from the first stop with every
/// count: counts of several doors come one by one, late ones after later stops, and some never.
/// </summary>
internal sealed class RunLoad
{
    private readonly double[] boardings;
    private readonly double[] alightings;
    private readonly double[] said;
    private readonly LoadState[] stayed;
    private PlatformBoarding?[]? platforms;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="riders">For how many its vehicle has room, as far as that is known.</param>
    public RunLoad(RunTrack run, double riders)
    {
        this.Run = run;
        this.Riders = riders;
        this.boardings = Unknown(run.StopCount);
        this.alightings = Unknown(run.StopCount);
        this.said = Unknown(run.StopCount);
        this.stayed = new LoadState[run.StopCount];
        Array.Fill(this.stayed, new LoadState(double.NaN, double.NaN));
    }

    public RunTrack Run { get; }

    /// <summary>For how many there is room.</summary>
    public double Riders { get; }

    /// <summary>Place of the last stop at which something was counted; -1: none.</summary>
    public int LastCounted { get; private set; } = -1;

    /// <summary>Place of the first stop at which something was counted.</summary>
    public int FirstCounted { get; private set; } = int.MaxValue;

    /// <summary>True: nothing was counted over its doors, and all that is known was seen on platforms.</summary>
    public bool IsOnlySeen => this.LastCounted < 0 && this.platforms is not null;

    /// <summary>Place of the last stop whose load is known: the last one counted, or without any counts the one that it left last.</summary>
    public int LastKnown { get; private set; } = -1;

    /// <summary>The load after <see cref="LastKnown"/>.</summary>
    public LoadState State { get; private set; }

    /// <summary>When it was counted last, by the hub's clock.</summary>
    public Timestamp CountedAt { get; private set; }

    /// <summary>Those who boarded at the end of the line: for the run after this one.</summary>
    public double Ahead => double.IsNaN(this.boardings[^1]) ? 0 : this.boardings[^1];

    /// <summary>Whether all stops were counted, so that those who boarded and those who left must come out even.</summary>
    public bool IsWhole
    {
        get
        {
            int counted = 0;
            for (int i = 0; i < this.boardings.Length; i++)
            {
                counted += double.IsNaN(this.boardings[i]) && double.IsNaN(this.alightings[i]) ? 0 : 1;
            }

            return this.FirstCounted == 0 && this.LastCounted == this.boardings.Length - 1 && counted == this.boardings.Length;
        }
    }

    /// <summary>With how many riders the vehicle ahead left the last stop counted; NaN: not known.</summary>
    public double LeaderHere { get; set; } = double.NaN;

    /// <summary>The gap to it there as a share of the usual one; NaN: not known.</summary>
    public double GapRatio { get; set; } = double.NaN;

    /// <summary>The last stop that vehicles behind were told of, -1: none; and when, Unix seconds.</summary>
    public (int Stop, double At) Noted { get; set; } = (-1, 0);

    /// <summary>Answers of a learned model kept until the loads are known; null: none was asked.</summary>
    public LoadAnswers? Answers { get; set; }

    /// <summary>True once it has taught what it could.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Those counted at a stop; NaN: not counted.</summary>
    public double Boarded(int stop) => this.boardings[stop];

    /// <summary>Those counted at a stop; NaN: not counted.</summary>
    public double Alighted(int stop) => this.alightings[stop];

    /// <summary>Those who stay on board at a stop, before anybody boards, as last worked out; NaN: not known.</summary>
    public LoadState Stayed(int stop) => this.stayed[stop];

    /// <summary>Adds a count; those of several doors add up.</summary>
    public void Add(int stop, int? boardings, int? alightings, int? load, Timestamp at)
    {
        if (boardings is { } boarded)
        {
            this.boardings[stop] = (double.IsNaN(this.boardings[stop]) ? 0 : this.boardings[stop]) + boarded;
        }

        if (alightings is { } left)
        {
            this.alightings[stop] = (double.IsNaN(this.alightings[stop]) ? 0 : this.alightings[stop]) + left;
        }

        if (load is { } riders)
        {
            this.said[stop] = Math.Max(0, riders);
        }

        this.FirstCounted = Math.Min(this.FirstCounted, stop);
        this.LastCounted = Math.Max(this.LastCounted, stop);
        this.LastKnown = this.LastCounted;
        this.CountedAt = at > this.CountedAt ? at : this.CountedAt;
    }

    /// <summary>Takes what the cameras of a platform saw of those who boarded; what they saw before of the same stop is replaced.</summary>
    /// <returns>False: it is hardly another than before.</returns>
    public bool See(int stop, PlatformBoarding seen, Timestamp at)
    {
        this.platforms ??= new PlatformBoarding?[this.boardings.Length];
        if (this.platforms[stop] is { } former && Math.Abs(seen.Riders - former.Riders) < 0.5 && Math.Abs(seen.Variance - former.Variance) < 0.1 * former.Variance)
        {
            return false;
        }

        this.platforms[stop] = seen;
        this.PassTo(stop, at);
        return true;
    }

    /// <summary>Without counts of its own a vehicle's load goes on by what is usual: it has left a stop.</summary>
    /// <returns>False: that was known, or it counts.</returns>
    public bool PassTo(int stop, Timestamp at)
    {
        if (!this.IsOnlySeen || stop <= this.LastKnown)
        {
            return false;
        }

        (this.LastKnown, this.CountedAt) = (stop, at);
        return true;
    }

    /// <summary>Works the load at every stop out where nothing was counted over the doors.</summary>
    /// <param name="usual">What is usual at the stops.</param>
    /// <param name="hour">Local hour, 0 to 23.</param>
    /// <param name="left">Gets the load with which it leaves each stop.</param>
    public void EstimateSeen(StopRiders usual, int hour, Span<LoadState> left)
    {
        SeenRiders riders = new();
        for (int stop = 0; stop < this.Run.LastStop; stop++)
        {
            if (stop > 0)
            {
                (double share, double shareVariance) = usual.Alightings(stop);
                riders.Leave(share, shareVariance);
            }

            this.stayed[stop] = riders.State;
            (double mean, double variance) = usual.Boardings(stop, hour);
            riders.Board(mean, variance, this.platforms?[stop], this.Riders);
            left[stop] = riders.State;
        }

        this.State = left[Math.Min(this.LastKnown, this.Run.LastStop - 1)];
    }

    /// <summary>Works the load out, up to the last stop counted.</summary>
    /// <param name="bias">Of its counters.</param>
    /// <param name="usual">What is usual at the stops.</param>
    /// <param name="hour">Local hour, 0 to 23.</param>
    public void Estimate(CountBias bias, StopRiders usual, int hour)
    {
        // Nobody is on board before the first stop; who comes upon a run on its way knows hardly anything.
        LoadState state = this.FirstCounted == 0
            ? new LoadState(0, 0.25)
            : new LoadState(0.25 * this.Riders, 0.0625 * this.Riders * this.Riders);
        for (int stop = Math.Min(this.FirstCounted, this.boardings.Length); stop <= this.LastCounted; stop++)
        {
            state = this.After(state, stop, bias, usual, hour);
        }

        this.State = state;
    }

    /// <summary>The load after a stop.</summary>
    public LoadState After(LoadState before, int stop, CountBias bias, StopRiders usual, int hour)
    {
        bool isCounted = stop <= this.LastCounted;
        double alighted = isCounted ? this.alightings[stop] : double.NaN;
        double boarded = isCounted ? this.boardings[stop] : double.NaN;
        LoadState state = before;
        if (stop > 0)
        {
            double factor = bias.Alighting(before.Mean, this.Riders);
            (double share, double shareVariance) = usual.Alightings(stop);
            state = state.Leave(factor * alighted, CountBands.Variance(alighted, factor), share, shareVariance);
        }

        this.stayed[stop] = state;
        double raise = double.IsNaN(boarded) ? 1 : bias.Boarding(boarded, state.Mean, this.Riders);
        (double mean, double variance) = usual.Boardings(stop, hour);
        (double took, double tookVariance) = (raise * boarded, CountBands.Variance(boarded, raise));
        if (this.platforms?[stop] is { } seen)
        {
            (took, tookVariance) = seen.With(took, tookVariance);
        }

        state = state.Board(took, tookVariance, mean, variance, this.Riders);
        return isCounted && !double.IsNaN(this.said[stop]) && double.IsNaN(boarded) ? state.Said(this.said[stop]) : state;
    }

    private static double[] Unknown(int count)
    {
        double[] values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
