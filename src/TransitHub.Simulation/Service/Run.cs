using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>One run of a trip on a service day, as it is driven.</summary>
internal sealed class Run
{
    /// <summary>Index in the schedule.</summary>
    public required int Trip { get; init; }

    public required ServiceDate Date { get; init; }

    /// <summary>Service time of its start.</summary>
    public required int StartSeconds { get; init; }

    /// <summary>Seconds to the next run; 0: it stands in the timetable by itself.</summary>
    public required int HeadwaySeconds { get; init; }

    public required CityPattern Pattern { get; init; }

    /// <summary>Unix milliseconds of its planned start.</summary>
    public required long PlannedAt { get; init; }

    /// <summary>When it means to leave its first stop, Unix milliseconds.</summary>
    public required long LeavesAt { get; init; }

    /// <summary>Travel time of this driver against others.</summary>
    public required double Pace { get; init; }

    /// <summary>Where a vehicle of it begins; above 0 for one that takes over on the way.</summary>
    public int FirstPosition { get; init; }

    /// <summary>From this stop on it carries nobody; the pattern's last stop when all goes well.</summary>
    public required int ServedTo { get; init; }

    /// <summary>After this stop its vehicle breaks down; -1: it does not.</summary>
    public required int BreaksAfter { get; init; }

    /// <summary>Where on that link, share of its length.</summary>
    public double BreaksAtShare { get; init; }

    /// <summary>Whether the run stands in frequencies.txt without exact times.</summary>
    public required bool ByHeadway { get; init; }

    /// <summary>Whether another vehicle began it.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>The rest of the run from a stop on, for the vehicle that drives it.</summary>
    public Run From(int position, long leavesAt, int servedTo, int breaksAfter, bool isTakenOver) => new()
    {
        Trip = this.Trip,
        Date = this.Date,
        StartSeconds = this.StartSeconds,
        HeadwaySeconds = this.HeadwaySeconds,
        ByHeadway = this.ByHeadway,
        Pattern = this.Pattern,
        PlannedAt = this.PlannedAt,
        LeavesAt = leavesAt,
        Pace = this.Pace,
        FirstPosition = position,
        IsTakenOver = isTakenOver,
        ServedTo = servedTo,
        BreaksAfter = breaksAfter,
        BreaksAtShare = this.BreaksAtShare,
    };

    /// <summary>Whether riders are on it at a stop: not where it is driven empty.</summary>
    public bool Serves(int position) => position <= this.ServedTo;
}
