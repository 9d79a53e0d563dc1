using TransitHub.Training.Truth;

namespace TransitHub.Training.Baselines;

/// <summary>What the plain methods know of a run: its true times up to the moment that its vehicle has reported of.</summary>
public sealed class ObservedRun
{
    private double knownUntil = double.NegativeInfinity;

    /// <summary>A run of which nothing is known yet.</summary>
    public ObservedRun(TrueRun truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        this.Truth = truth;
    }

    /// <summary>The run as it truly was; methods may look at the timetable in it, and at true times only up to what is known.</summary>
    public TrueRun Truth { get; }

    /// <summary>The stop reached last; -1: none yet, so that nobody knows that the run has begun.</summary>
    public int Reached { get; private set; } = -1;

    /// <summary>When it reached that stop (left it, if it is the first), Unix seconds.</summary>
    public double ReachedAt { get; private set; } = double.NaN;

    /// <summary>When its way on from that stop begins, as far as is known, Unix seconds.</summary>
    public double EntersAt => this.Truth.EntersAt(this.Reached);

    /// <summary>
    /// Seconds late (positive) by the newest event: the departure from the stop reached last, if it is known, else the arrival there; a
    /// vehicle that waits for its time is on time.
    /// </summary>
    public double DelaySeconds
    {
        get
        {
            double departure = this.Truth.Departures[this.Reached];
            if (departure <= this.knownUntil)
            {
                return departure - this.Truth.ScheduledDepartures[this.Reached];
            }

            return this.Truth.Waits(this.Reached) ? 0 : this.ReachedAt - this.Truth.ScheduledArrivals[this.Reached];
        }
    }

    /// <summary>Time of a stop, Unix seconds; NaN as long as it is not known.</summary>
    public double KnownTime(int stop)
    {
        double time = this.Truth.TimeAt(stop);
        return time <= this.knownUntil ? time : double.NaN;
    }

    /// <summary>Takes in that the vehicle has reported of a moment; true when a further stop became known.</summary>
    internal bool Learn(double moment)
    {
        if (moment <= this.knownUntil)
        {
            return false;
        }

        this.knownUntil = moment;
        int former = this.Reached;
        for (int stop = former + 1; stop < this.Truth.StopCount; stop++)
        {
            double time = this.Truth.TimeAt(stop);
            if (time > moment)
            {
                break;
            }

            // A time that lies before the one of an earlier stop is an error of the truth; NaN is no time.
            if (!double.IsNaN(time) && !(time < this.ReachedAt))
            {
                (this.Reached, this.ReachedAt) = (stop, time);
            }
        }

        return this.Reached != former;
    }
}
