using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>The runs that cameras have seen lately, or may have.</summary>
internal sealed class SightedRuns(Schedule schedule, CameraLines lines)
{
    /// <summary>A run that no camera saw for so long is over, seconds.</summary>
    private const double Memory = 3600;

    private readonly SortedDictionary<TripInstance, SightedRun> runs = [];
    private readonly List<TripInstance> over = [];

    public int Count => this.runs.Count;

    public SightedRun? Find(TripInstance trip) => this.runs.GetValueOrDefault(trip);

    public SightedRun FindOrAdd(TripInstance trip)
    {
        if (!this.runs.TryGetValue(trip, out SightedRun? run))
        {
            RunTrack track = new(schedule, trip);
            run = new SightedRun(track, lines.Of(track.Pattern)!.Length);
            this.runs.Add(trip, run);
        }

        return run;
    }

    /// <summary>Forgets those whose time is over.</summary>
    public void Forget(double now)
    {
        this.over.Clear();
        foreach ((TripInstance trip, SightedRun run) in this.runs)
        {
            if (now - run.LastAt > Memory)
            {
                this.over.Add(trip);
            }
        }

        foreach (TripInstance trip in this.over)
        {
            this.runs.Remove(trip);
        }
    }
}
