using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>The last places a vehicle without a trip was seen at, well apart: what a search goes by.</summary>
internal sealed class RecentFixes
{
    private const int Capacity = 6;

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
            if (at - last.At > MaxGap)
            {
                this.Clear();
            }
            else if (Ground.Meters(last.Latitude, last.Longitude, report.Latitude, report.Longitude) < apart)
            {
                return false;
            }
        }

        Array.Copy(this.fixes, 0, this.fixes, 1, Capacity - 1);
        this.fixes[0] = new Fix(at, report.Latitude, report.Longitude, report.Bearing);
        this.Count = Math.Min(this.Count + 1, Capacity);
        return true;
    }

    public readonly record struct Fix(double At, double Latitude, double Longitude, float? Bearing);
}
