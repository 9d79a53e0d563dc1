using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>One run of a scheduled trip.</summary>
/// <param name="TripIndex">Index in the schedule's trips.</param>
/// <param name="ServiceDate">Its service day.</param>
/// <param name="StartSeconds">
/// Service time of the start: the schedule's, or for a trip that runs by headway
/// (<c>frequencies.txt</c>) the start of this very run, which then tells the runs of a day apart.
/// </param>
public readonly record struct TripInstance(int TripIndex, ServiceDate ServiceDate, int StartSeconds) : IComparable<TripInstance>
{
    /// <summary>By trip index, day, start: the order of trips in every output.</summary>
    public int CompareTo(TripInstance other)
    {
        int byTrip = this.TripIndex.CompareTo(other.TripIndex);
        if (byTrip != 0)
        {
            return byTrip;
        }

        int byDate = this.ServiceDate.CompareTo(other.ServiceDate);
        return byDate != 0 ? byDate : this.StartSeconds.CompareTo(other.StartSeconds);
    }
}
