using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>One drive of a vehicle between two ends, as it was seen.</summary>
internal sealed class TracedRun
{
    /// <summary>Fixes nearer than this to the one before tell nothing of the way, meters.</summary>
    private const double MoveMeters = 30;

    public TracedRun(string vehicle, string label, IReadOnlyList<TimedFix> fixes)
    {
        this.Vehicle = vehicle;
        this.Label = label;
        this.Fixes = fixes;
        List<TimedFix> moves = [fixes[0]];
        foreach (TimedFix fix in fixes)
        {
            double step = Geometry.Distance(moves[^1].Latitude, moves[^1].Longitude, fix.Latitude, fix.Longitude);
            if (step >= MoveMeters)
            {
                moves.Add(fix);
                this.LengthMeters += step;
            }
        }

        this.Moves = moves;
    }

    /// <summary>Who drove.</summary>
    public string Vehicle { get; }

    /// <summary>What it said to run; empty: nothing.</summary>
    public string Label { get; }

    /// <summary>All fixes, in order of time, no two at one second.</summary>
    public IReadOnlyList<TimedFix> Fixes { get; }

    /// <summary>The fixes that tell of the way: without those where it stood.</summary>
    public IReadOnlyList<TimedFix> Moves { get; }

    /// <summary>From move to move, meters.</summary>
    public double LengthMeters { get; }

    /// <summary>The way from move to move as a line.</summary>
    public Geometry Line() => Geometry.FromDegrees([.. this.Moves.Select(m => m.Latitude)], [.. this.Moves.Select(m => m.Longitude)]);
}
