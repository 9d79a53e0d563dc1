using System.Globalization;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>Counts what a method made of passages whose trip is known.</summary>
internal sealed class AssociationScore(string name, Schedule schedule)
{
    private long real;
    private long right;
    private long sameRoute;
    private long otherRoute;
    private long unreal;
    private long attached;

    public string Name => name;

    /// <summary>Counts one.</summary>
    /// <param name="truth">The passage.</param>
    /// <param name="trip">The trip it was given to; -1: none.</param>
    public void Add(CameraCase truth, int trip)
    {
        if (truth.Trip < 0)
        {
            this.unreal++;
            this.attached += trip >= 0 ? 1 : 0;
            return;
        }

        this.real++;
        if (trip == truth.Trip)
        {
            this.right++;
        }
        else if (trip >= 0)
        {
            bool isSame = schedule.Routes.ShortName(schedule.Trips.RouteIndex(trip)) == schedule.Routes.ShortName(schedule.Trips.RouteIndex(truth.Trip));
            this.sameRoute += isSame ? 1 : 0;
            this.otherRoute += isSame ? 0 : 1;
        }
    }

    public void Print()
    {
        long none = this.real - this.right - this.sameRoute - this.otherRoute;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Of(this.right):F1} % | {Of(this.sameRoute):F1} % | {Of(this.otherRoute):F1} % | {Of(none):F1} % | {100.0 * this.attached / Math.Max(1, this.unreal):F1} % |"));
    }

    private double Of(long part) => 100.0 * part / Math.Max(1, this.real);
}
