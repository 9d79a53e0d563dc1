using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>Names a run that has its own stop times.</summary>
/// <param name="TripId">The id under which readers know it: of a replacement the timetable's, else one that the timetable does not have.</param>
/// <param name="ServiceDate">Its service day.</param>
/// <param name="StartSeconds">Service time of its start; of a replacement that of the replaced run.</param>
public readonly record struct ExtraRunKey(string TripId, ServiceDate ServiceDate, int StartSeconds) : IComparable<ExtraRunKey>
{
    /// <summary>By id (ordinal), day, start: the order in every output.</summary>
    public int CompareTo(ExtraRunKey other)
    {
        int byTrip = string.CompareOrdinal(this.TripId, other.TripId);
        if (byTrip != 0)
        {
            return byTrip;
        }

        int byDate = this.ServiceDate.CompareTo(other.ServiceDate);
        return byDate != 0 ? byDate : this.StartSeconds.CompareTo(other.StartSeconds);
    }
}
