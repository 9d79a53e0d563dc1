using TransitHub.Core.Ids;

namespace TransitHub.Core.Fusion.Service;

/// <summary>The last departures from a pattern's first stop, in order, and the posterior of the gap between two (a gamma distribution).</summary>
internal sealed class PatternDepartures
{
    private const int Kept = 11;

    /// <summary>For how many gaps the timetable's headway speaks, and a usual spread.</summary>
    private const double PlannedWeight = 5;
    private const double SpreadWeight = 3;

    /// <summary>Variance of gaps over their squared mean before any was seen: less than half as irregular as pure chance.</summary>
    private const double UsualVariance = 0.2;

    /// <summary>A longer gap is a break or a vehicle that nobody saw, in headways.</summary>
    private const double LongestGap = 4;

    /// <summary>What a camera and a vehicle tell of departures that are not farther apart is of one, seconds.</summary>
    private const double SameSeconds = 45;

    private readonly List<(double At, DeviceId Vehicle, double Planned)> departures = [];

    /// <summary>The newest departure, Unix seconds.</summary>
    public double Last => this.departures[^1].At;

    /// <summary>Notes a departure; false when it is older than all that is kept or the vehicle's former one seen again.</summary>
    /// <param name="at">Unix seconds.</param>
    /// <param name="vehicle">Who left; default: not known, only a camera saw it.</param>
    /// <param name="planned">The timetable's headway then, seconds.</param>
    /// <param name="ride">A vehicle that left cannot leave again within this, seconds.</param>
    public bool Add(double at, DeviceId vehicle, double planned, double ride)
    {
        int place = this.departures.Count;
        for (int i = this.departures.Count - 1; i >= 0; i--)
        {
            bool isUnnamed = vehicle == default || this.departures[i].Vehicle == default;
            if (isUnnamed ? Math.Abs(at - this.departures[i].At) < SameSeconds : this.departures[i].Vehicle == vehicle && Math.Abs(at - this.departures[i].At) < ride)
            {
                return false;
            }

            place = this.departures[i].At > at ? i : place;
        }

        if (place == 0 && this.departures.Count == Kept)
        {
            return false;
        }

        this.departures.Insert(place, (at, vehicle, planned));
        if (this.departures.Count > Kept)
        {
            this.departures.RemoveAt(0);
        }

        return true;
    }

    /// <summary>Mean and shape of the gap after the last departure, and how many gaps they were learned from.</summary>
    public (double Mean, double Shape, int Gaps) Posterior()
    {
        double sum = 0;
        double squares = 0;
        int gaps = this.departures.Count - 1;
        for (int i = 1; i < this.departures.Count; i++)
        {
            double gap = Math.Min(LongestGap, (this.departures[i].At - this.departures[i - 1].At) / this.departures[i].Planned);
            sum += gap;
            squares += gap * gap;
        }

        double mean = (PlannedWeight + sum) / (PlannedWeight + gaps);
        double spread = squares - (2 * mean * sum) + (gaps * mean * mean);
        double variance = ((SpreadWeight * UsualVariance) + (spread / (mean * mean))) / (SpreadWeight + gaps);

        // The mean is not known for sure either.
        variance *= 1 + (1 / (PlannedWeight + gaps));
        return (Math.Max(1, mean * this.departures[^1].Planned), Math.Clamp(1 / variance, 0.5, 50), gaps);
    }
}
