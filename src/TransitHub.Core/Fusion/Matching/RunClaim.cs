using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>What a vehicle has to say for being on a run.</summary>
internal sealed class RunClaim(VehicleTrack track, TripInstance trip)
{
    public VehicleTrack Track { get; } = track;

    public TripInstance Trip { get; } = trip;

    public required int Route { get; init; }

    public required int Pattern { get; init; }

    /// <summary>Runs by headway: its runs are as many as there are vehicles.</summary>
    public required bool ByHeadway { get; init; }

    /// <summary>Scheduled departure from the first stop, Unix seconds.</summary>
    public required double StartAt { get; init; }

    /// <summary>When the vehicle would have left the first stop at the timetable's pace, Unix seconds: orders the vehicles of a line.</summary>
    public required double DepartedAt { get; init; }

    /// <summary>Where on the line, meters along.</summary>
    public required double Along { get; init; }

    /// <summary>How late the vehicle would be, seconds.</summary>
    public required double DelaySeconds { get; init; }

    /// <summary>How well its places and heading fit the line, a logarithm.</summary>
    public required double DriveEvidence { get; init; }

    /// <summary>How well its departure and delay fit the run, a logarithm.</summary>
    public required double TimesEvidence { get; init; }

    /// <summary>Likelihood of all that on this run against its being on none.</summary>
    public required double Weight { get; set; }

    /// <summary>What the vehicle's habits say for the run's line, a logarithm.</summary>
    public double Habit { get; set; }

    /// <summary>How likely it is that no vehicle has been seen on the run yet: 1 before its time, little when it should be long under way.</summary>
    public required double Unserved { get; init; }

    /// <summary>True: it is at the end of a run by headway, whose next is not known.</summary>
    public required bool IsOver { get; init; }

    /// <summary>What the order of the line's vehicles leaves of the run to this one, 1: all.</summary>
    public double InOrder { get; set; } = 1;

    /// <summary>What all others together leave of it; more than 1 where somebody must be on it.</summary>
    public double Left { get; set; } = 1;

    /// <summary>Weight of all that the vehicle may do but run this pattern.</summary>
    public double Elsewhere { get; set; } = 1;

    /// <summary>What the vehicle tells the others that want the run: how much it is in want of it.</summary>
    public double Want { get; set; }

    /// <summary>Probability, (0, 1).</summary>
    public double Probability { get; set; }
}
