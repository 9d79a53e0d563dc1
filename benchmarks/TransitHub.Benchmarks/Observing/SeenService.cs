using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Observing;

/// <summary>What of a real feed was driven in a recording: the trips that reports name, else all.</summary>
internal sealed class SeenService
{
    /// <summary>A trip with fewer reports was hardly driven.</summary>
    private const int FewestReports = 10;

    public SeenService(Schedule schedule, IReadOnlyList<AvlReport> reports)
    {
        this.Schedule = schedule;
        Dictionary<string, int> named = reports.Where(r => r.TripId is not null).GroupBy(r => r.TripId!).ToDictionary(g => g.Key, g => g.Count());
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (named.Count == 0 || named.GetValueOrDefault(schedule.Trips.Id(trip)) >= FewestReports)
            {
                this.Trips.Add(trip);
                int pattern = schedule.Trips.PatternIndex(trip);
                this.Patterns[pattern] = this.Patterns.GetValueOrDefault(pattern) + 1;
                foreach (int stop in schedule.Patterns.Stops(pattern))
                {
                    this.Visits[stop] = this.Visits.GetValueOrDefault(stop) + 1;
                }
            }
        }

        this.FromHour = reports.Count == 0 ? 0 : this.HourOf(reports.Min(r => r.MeasuredAt.UnixSeconds)) + 1;
        this.ToHour = named.Count == 0 ? 0 : this.HourOf(reports.Max(r => r.ReceivedAt.UnixSeconds)) - 1;
    }

    public Schedule Schedule { get; }

    public List<int> Trips { get; } = [];

    /// <summary>Trips by pattern.</summary>
    public SortedDictionary<int, int> Patterns { get; } = [];

    /// <summary>Trips by stop.</summary>
    public SortedDictionary<int, int> Visits { get; } = [];

    /// <summary>The first whole hour of the recording, local.</summary>
    public int FromHour { get; }

    /// <summary>The last hour, exclusive, whose departures can have come to their last stops; 0: unknown.</summary>
    public int ToHour { get; }

    private int HourOf(long unix) => NodaTime.Instant.FromUnixTimeSeconds(unix).InZone(this.Schedule.TimeZone).Hour;
}
