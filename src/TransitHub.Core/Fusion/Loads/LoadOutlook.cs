namespace TransitHub.Core.Fusion.Loads;

/// <summary>What is known at a stop of the load at a stop ahead. Loads are riders on board at departure; NaN: not known.</summary>
public readonly record struct LoadOutlook
{
    /// <summary>How many stops ahead, 1 or more.</summary>
    public required int StopsAhead { get; init; }

    /// <summary>Minutes of the timetable from here to there.</summary>
    public required double MinutesAhead { get; init; }

    /// <summary>The load here, as counted.</summary>
    public required double Load { get; init; }

    /// <summary>Standard deviation of that; 0: it is exact.</summary>
    public double LoadDeviation { get; init; }

    /// <summary>The load that is usual here at this time; NaN: not known.</summary>
    public required double UsualHere { get; init; }

    /// <summary>The load that is usual there at that time.</summary>
    public required double UsualThere { get; init; }

    /// <summary>The load there that the formula expects, 0 or more.</summary>
    public required double Formula { get; init; }

    /// <summary>Standard deviation of that.</summary>
    public required double FormulaDeviation { get; init; }

    /// <summary>The load with which the vehicle ahead left this stop; NaN: not known.</summary>
    public double LeaderHere { get; init; } = double.NaN;

    /// <summary>The load with which the last vehicle left the stop ahead.</summary>
    public double LeaderThere { get; init; } = double.NaN;

    /// <summary>The gap to the vehicle ahead here as a share of the usual one; NaN: not known.</summary>
    public double GapRatio { get; init; } = double.NaN;

    /// <summary>How late it is, seconds, less than 0: early; NaN: not known.</summary>
    public double DelaySeconds { get; init; } = double.NaN;

    /// <summary>For how many riders there is room; NaN: not known.</summary>
    public double Room { get; init; } = double.NaN;

    /// <summary>Where on its way the stop ahead lies, 0: first stop, 1: last.</summary>
    public required double PlaceShare { get; init; }

    /// <summary>Hours of the local day here, 0 to 24.</summary>
    public required double Hours { get; init; }

    /// <summary>Saturday or Sunday.</summary>
    public required bool IsWeekend { get; init; }

    /// <summary>Nothing known beyond what is set.</summary>
    public LoadOutlook()
    {
    }
}
