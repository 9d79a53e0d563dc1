using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// The places a vehicle without a trip was seen at: what a search goes by. The newest are kept well apart, those before them
/// farther apart, so that the memory reaches back over several kilometers however often a vehicle reports.
/// </summary>
internal sealed class RecentFixes
{
    /// <summary>Fixes kept as close together as the search wants them.</summary>
    private const int Fine = 6;

    private const int Capacity = 24;

    /// <summary>Older fixes are kept this far apart, meters.</summary>
    private const double CoarseMeters = 250;

    /// <summary>A pause longer than this starts anew, seconds.</summary>
    private const double MaxGap = 300;

    private readonly Fix[] fixes = new Fix[Capacity];

    public int Count { get; private set; }

    /// <summary>Newest first.</summary>
    public Fix this[int age] => this.fixes[age];

    public void Clear() => this.Count = 0;

    /// <summary>Takes a fix.</summary>
    /// <param name="report">The report.</param>
    /// <param name="at">When it was measured, Unix seconds.</param>
    /// <param name="apart">A fix nearer than this to the last one kept tells nothing new, meters.</param>
    /// <returns>False when the vehicle has hardly moved since the last one kept.</returns>
    public bool Add(AvlReport report, double at, double apart)
    {
        if (this.Count > 0)
        {
            Fix last = this.fixes[0];
            if (at - last.Until > MaxGap)
            {
                this.Clear();
            }
            else if (Ground.Meters(last.Latitude, last.Longitude, report.Latitude, report.Longitude) < apart)
            {
                this.fixes[0] = last with { Until = Math.Max(last.Until, at) };
                return false;
            }
        }

        this.MakeRoom();
        this.fixes[0] = new Fix(at, at, report.Latitude, report.Longitude, report.Bearing);
        return true;
    }

    private void MakeRoom()
    {
        if (this.Count < Fine)
        {
            Array.Copy(this.fixes, 0, this.fixes, 1, this.Count);
            this.Count++;
            return;
        }

        Fix oldest = this.fixes[Fine - 1];
        bool keeps = this.Count == Fine || oldest.DistanceTo(this.fixes[Fine]) >= CoarseMeters;
        if (keeps)
        {
            int moved = Math.Min(this.Count, Capacity - 1) - Fine;
            Array.Copy(this.fixes, Fine, this.fixes, Fine + 1, moved);
            this.fixes[Fine] = oldest;
            this.Count = Fine + moved + 1;
        }

        Array.Copy(this.fixes, 0, this.fixes, 1, Fine - 1);
    }

    /// <summary>A place a vehicle was at.</summary>
    /// <param name="At">When it was first seen there, Unix seconds.</param>
    /// <param name="Until">When it was last seen there.</param>
    /// <param name="Latitude">Degrees.</param>
    /// <param name="Longitude">Degrees.</param>
    /// <param name="Bearing">Degrees; null: not told.</param>
    public readonly record struct Fix(double At, double Until, double Latitude, double Longitude, float? Bearing)
    {
        public double DistanceTo(Fix other) => Ground.Meters(this.Latitude, this.Longitude, other.Latitude, other.Longitude);
    }
}
