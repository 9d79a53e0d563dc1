namespace TransitHub.Training.Stress;

/// <summary>How a recording is made worse before the hub gets to see it. The default changes nothing.</summary>
public sealed record StressOptions
{
    /// <summary>Share of the reports that never arrive, 0 to below 1.</summary>
    public double DropShare { get; init; }

    /// <summary>Least seconds between two reports of a vehicle, 0 to 3,600; 0: as they came.</summary>
    public int ThinToSeconds { get; init; }

    /// <summary>Whether trip, start, direction and, with <see cref="HideRoutes"/>, route are taken out of every report.</summary>
    public bool HideTrips { get; init; }

    /// <summary>With <see cref="HideTrips"/>: whether the route is hidden too; default true.</summary>
    public bool HideRoutes { get; init; } = true;

    /// <summary>Each vehicle's clock is wrong by a constant between minus and plus so many seconds, 0 to 3,600.</summary>
    public double ClockSkewSeconds { get; init; }

    /// <summary>Share of the reports that come a second time, and of others that come late and out of order, 0 to 1.</summary>
    public double DuplicateShare { get; init; }

    /// <summary>Scale of the error added to every position, meters east and north, Student's t with 4 degrees of freedom; 0: none.</summary>
    public double GpsNoiseMeters { get; init; }

    /// <summary>
    /// Cameras only: vehicles report no positions, and cameras at every so many stops tell who passes, 1 to 1,000; 0: positions as they were.
    /// Needs <see cref="CameraStress"/>, which knows what truly passed.
    /// </summary>
    public int CameraStops { get; init; }

    /// <summary>With <see cref="CameraStops"/>: the lines it is done to, short names or ids of routes; empty, the default: all.</summary>
    public IReadOnlyList<string> CameraLines { get; init; } = [];

    /// <summary>Whether cameras read the route off a vehicle; default true.</summary>
    public bool CamerasReadRoutes { get; init; } = true;

    /// <summary>Share of the vehicles that a camera misses, 0 to 1; default 0.05.</summary>
    public double CameraMissShare { get; init; } = 0.05;

    /// <summary>Passages that never were, as a share of those that were, 0 to 1; default 0.05.</summary>
    public double CameraFalseShare { get; init; } = 0.05;

    /// <summary>A passage's time is off by up to so many seconds, 0 to 60; default 3.</summary>
    public double CameraErrorSeconds { get; init; } = 3;

    /// <summary>Seed of all of it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What is changed, a line each; empty: nothing.</summary>
    public IReadOnlyList<string> Describe()
    {
        List<string> lines = [];
        void Say(bool isOn, FormattableString line)
        {
            if (isOn)
            {
                lines.Add(FormattableString.Invariant(line));
            }
        }

        Say(this.CameraStops > 0, $"{(this.CameraLines.Count > 0 ? "line " + string.Join(", ", this.CameraLines) : "all lines")} without positions: cameras, one every {this.CameraStops} stops, tell who passes{(this.CamerasReadRoutes ? " and on which route" : string.Empty)}; {this.CameraMissShare:P0} missed, {this.CameraFalseShare:P0} false, times off by up to {this.CameraErrorSeconds:0.###} s; only these lines are scored");
        Say(this.DropShare > 0, $"{this.DropShare:P0} of the reports never arrive");
        Say(this.ThinToSeconds > 0, $"reports of a vehicle at least {this.ThinToSeconds} s apart");
        Say(this.ClockSkewSeconds > 0, $"each vehicle's clock is wrong by a constant of up to {this.ClockSkewSeconds:0.###} s to either side");
        Say(this.GpsNoiseMeters > 0, $"positions are off by Student's t (4 degrees of freedom) of scale {this.GpsNoiseMeters:0.###} m east and north");
        Say(this.HideTrips, $"trip, direction and start {(this.HideRoutes ? "and route " : string.Empty)}are hidden from the hub");
        Say(this.DuplicateShare > 0, $"{this.DuplicateShare:P0} of the reports come twice and {this.DuplicateShare:P0} come 5 to 60 s late, out of order");
        return lines;
    }
}
